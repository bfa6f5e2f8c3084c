#define _GNU_SOURCE
#include "CProcess.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs in the child between fork and exec: only calls that are safe after a fork of a threaded process. */
static void become(const struct apiboot_child *child, pid_t parent, int report) {
    setpgid(0, 0);
    if (prctl(PR_SET_PDEATHSIG, child->death_signal) != 0) goto failed;
    if (getppid() != parent) _exit(127); /* the parent went before the line above */
    if (child->directory && chdir(child->directory) != 0) goto failed;
    int empty = open("/dev/null", O_RDONLY);
    if (empty < 0 || dup2(empty, STDIN_FILENO) < 0) goto failed;
    if (empty > STDERR_FILENO) close(empty);
    if (child->output >= 0 && dup2(child->output, STDOUT_FILENO) < 0) goto failed;
    if (child->error >= 0 && dup2(child->error, STDERR_FILENO) < 0) goto failed;
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    execve(child->path, child->arguments, child->environment);
failed:;
    int code = errno;
    (void)!write(report, &code, sizeof code);
    _exit(127);
}

int32_t apiboot_spawn(const struct apiboot_child *child) {
    int report[2];
    if (pipe2(report, O_CLOEXEC) != 0) return -errno;
    pid_t parent = getpid();
    pid_t process = fork();
    if (process < 0) {
        int code = errno;
        close(report[0]);
        close(report[1]);
        return -code;
    }
    if (process == 0) become(child, parent, report[1]);
    setpgid(process, process); /* whoever comes first */
    close(report[1]);
    int code = 0;
    ssize_t count;
    do count = read(report[0], &code, sizeof code); while (count < 0 && errno == EINTR);
    close(report[0]);
    if (count == (ssize_t)sizeof code) {
        waitpid(process, NULL, 0);
        return -code;
    }
    return process;
}

int32_t apiboot_wait(int32_t process, int is_patient) {
    int status = 0;
    pid_t result;
    do result = waitpid(process, &status, is_patient ? 0 : WNOHANG); while (result < 0 && errno == EINTR);
    if (result < 0) return -errno;
    if (result == 0) return -EAGAIN;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int32_t apiboot_signal_group(int32_t process, int signal) { return kill(-process, signal) == 0 ? 0 : -errno; }

/* The end of the pipe that the handler writes to; handlers are process-wide, and so is this. */
static volatile sig_atomic_t signal_pipe = -1;

/* Runs on any thread: threads of libraries may have signals unblocked. */
static void note_signal(int signal) {
    int saved = errno;
    unsigned char number = (unsigned char)signal;
    (void)!write(signal_pipe, &number, 1);
    errno = saved;
}

int32_t apiboot_open_signals(void) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -errno;
    signal_pipe = ends[1];
    signal(SIGPIPE, SIG_IGN);
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = note_signal;
    action.sa_flags = SA_RESTART;
    sigfillset(&action.sa_mask);
    const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGCHLD};
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        if (sigaction(signals[i], &action, NULL) != 0) return -errno;
    return ends[0];
}

int32_t apiboot_next_signal(int32_t descriptor) {
    unsigned char number;
    ssize_t count = read(descriptor, &number, 1);
    if (count == 1) return number;
    return count == 0 || errno == EAGAIN || errno == EINTR ? 0 : -errno;
}

int32_t apiboot_open_pipe(int *read_end, int *write_end) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return -errno;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    *read_end = ends[0];
    *write_end = ends[1];
    return 0;
}

/* Binds a socket to 127.0.0.1; returns the port or -errno. */
static int32_t bind_once(uint16_t port) {
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -errno;
    int yes = 1;
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    int32_t result = 0;
    if (bind(descriptor, (struct sockaddr *)&address, size) != 0 ||
        listen(descriptor, 1) != 0 ||
        getsockname(descriptor, (struct sockaddr *)&address, &size) != 0)
        result = -errno;
    else
        result = ntohs(address.sin_port);
    close(descriptor);
    return result;
}

int apiboot_is_port_free(uint16_t port) { return bind_once(port) >= 0; }

int32_t apiboot_free_port(void) { return bind_once(0); }

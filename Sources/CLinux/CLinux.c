#define _GNU_SOURCE
#include "CLinux.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int result(long value) { return value < 0 ? -errno : (int)value; }

// MARK: epoll and eventfd

int apiboot_epoll_create(void) { return result(epoll_create1(EPOLL_CLOEXEC)); }

static int control(int epoll, int operation, int fd, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data = {.u64 = token}};
    return result(epoll_ctl(epoll, operation, fd, &event));
}

int apiboot_epoll_add(int epoll, int fd, uint32_t events, uint64_t token) {
    return control(epoll, EPOLL_CTL_ADD, fd, events, token);
}

int apiboot_epoll_modify(int epoll, int fd, uint32_t events, uint64_t token) {
    return control(epoll, EPOLL_CTL_MOD, fd, events, token);
}

int apiboot_epoll_remove(int epoll, int fd) { return control(epoll, EPOLL_CTL_DEL, fd, 0, 0); }

int apiboot_epoll_wait(int epoll, uint64_t *tokens, uint32_t *events, int capacity, int timeout_ms) {
    struct epoll_event ready[256];
    if (capacity > 256) capacity = 256;
    int count = epoll_wait(epoll, ready, capacity, timeout_ms);
    if (count < 0) return errno == EINTR ? 0 : -errno;
    for (int i = 0; i < count; i++) {
        tokens[i] = ready[i].data.u64;
        events[i] = ready[i].events;
    }
    return count;
}

int apiboot_eventfd(int blocking) { return result(eventfd(0, EFD_CLOEXEC | (blocking ? 0 : EFD_NONBLOCK))); }

int apiboot_eventfd_add(int fd) { return result(eventfd_write(fd, 1)); }

int apiboot_eventfd_take(int fd) {
    eventfd_t value;
    return result(eventfd_read(fd, &value));
}

// MARK: Threads, clocks, signals

struct start {
    apiboot_thread_body body;
    void *context;
    char name[16];
};

static void *begin(void *argument) {
    struct start start = *(struct start *)argument;
    free(argument);
    pthread_setname_np(pthread_self(), start.name);
    // A thread of the Swift pool blocks all signals and hands that down; here they may arrive.
    sigset_t none;
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, NULL);
    start.body(start.context);
    return NULL;
}

int apiboot_thread_start(const char *name, apiboot_thread_body body, void *context) {
    struct start *start = calloc(1, sizeof *start);
    if (start == NULL) return -ENOMEM;
    start->body = body;
    start->context = context;
    strncpy(start->name, name, sizeof start->name - 1);
    pthread_t thread;
    int code = pthread_create(&thread, NULL, begin, start);
    if (code != 0) {
        free(start);
        return -code;
    }
    pthread_detach(thread);
    return 0;
}

void apiboot_keep_freed_memory(void) {
    // glibc learns from the largest block that was freed: smaller ones are not mapped one by one any more, and twice as
    // much may lie unused at the top of a heap. mallopt() would set the same limits, and end the learning.
    void *volatile block = malloc(1 << 20);
    free(block);
}

uint64_t apiboot_thread_self(void) { return (uint64_t)pthread_self(); }

uint64_t apiboot_monotonic_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

int apiboot_ignore_sigpipe(void) { return signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -errno : 0; }

static volatile int signal_fds[NSIG];

static void on_signal(int number) {
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    if (signal_fds[number] > 0) {
        ssize_t ignored = write(signal_fds[number], &byte, 1);
        (void)ignored;
    }
    errno = saved;
}

int apiboot_signal_catch(int number, int fd) {
    if (number <= 0 || number >= NSIG) return -EINVAL;
    signal_fds[number] = fd;
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    return result(sigaction(number, &action, NULL));
}

int apiboot_signal_default(int number) {
    if (number <= 0 || number >= NSIG) return -EINVAL;
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigemptyset(&action.sa_mask);
    int code = result(sigaction(number, &action, NULL));
    signal_fds[number] = 0;
    return code;
}

int apiboot_pipe(int *read_end, int *write_end) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0) return -errno;
    *read_end = ends[0];
    *write_end = ends[1];
    return 0;
}

// MARK: Descriptors

long apiboot_read(int fd, void *buffer, size_t count) {
    for (;;) {
        ssize_t done = read(fd, buffer, count);
        if (done >= 0) return done;
        if (errno != EINTR) return -errno;
    }
}

long apiboot_write(int fd, const void *buffer, size_t count) {
    for (;;) {
        ssize_t done = write(fd, buffer, count);
        if (done >= 0) return done;
        if (errno != EINTR) return -errno;
    }
}

long apiboot_peek(int fd, void *buffer, size_t count) {
    for (;;) {
        ssize_t done = recv(fd, buffer, count, MSG_PEEK | MSG_DONTWAIT);
        if (done >= 0) return done;
        if (errno != EINTR) return -errno;
    }
}

int apiboot_open_read(const char *path) { return result(open(path, O_RDONLY | O_CLOEXEC)); }

int apiboot_close(int fd) { return result(close(fd)); }

// MARK: Sockets

static int look_up(const char *host, uint16_t port, int flags, struct addrinfo **list) {
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = flags | AI_NUMERICSERV};
    char service[8];
    snprintf(service, sizeof service, "%u", port);
    int code = getaddrinfo(host[0] == 0 ? NULL : host, service, &hints, list);
    if (code == 0) return 0;
    return code == EAI_SYSTEM ? -errno : -EADDRNOTAVAIL;
}

static int listen_at(struct addrinfo *address, int backlog, int shares_port) {
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -errno;
    int on = 1, off = 0;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (shares_port) setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    if (address->ai_family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(fd, address->ai_addr, address->ai_addrlen) < 0 || listen(fd, backlog) < 0) {
        int code = -errno;
        close(fd);
        return code;
    }
    return fd;
}

int apiboot_listen(const char *host, uint16_t port, int backlog, int shares_port) {
    struct addrinfo *list;
    int code = look_up(host, port, AI_PASSIVE, &list);
    if (code < 0) return code;
    code = -EADDRNOTAVAIL;
    // An IPv6 socket on all addresses also serves IPv4, so for "all" it comes first; a name keeps the resolver's order.
    if (host[0] == 0)
        for (struct addrinfo *each = list; each != NULL && code < 0; each = each->ai_next)
            if (each->ai_family == AF_INET6) code = listen_at(each, backlog, shares_port);
    for (struct addrinfo *each = list; each != NULL && code < 0; each = each->ai_next) code = listen_at(each, backlog, shares_port);
    freeaddrinfo(list);
    return code;
}

int apiboot_resolve(const char *host, uint16_t port, int numeric, uint8_t *addresses, uint32_t *lengths, int capacity) {
    struct addrinfo hints = {
        .ai_family = AF_UNSPEC,
        .ai_socktype = SOCK_STREAM,
        .ai_flags = AI_NUMERICSERV | (numeric ? AI_NUMERICHOST : 0),
    };
    char service[8];
    snprintf(service, sizeof service, "%u", port);
    struct addrinfo *list;
    // EAI_ codes are negative and small; EAI_SYSTEM stands for errno.
    int code = getaddrinfo(host, service, &hints, &list);
    if (code != 0) return code > 0 ? -code : code;
    int count = 0;
    for (struct addrinfo *each = list; each != NULL && count < capacity; each = each->ai_next) {
        if (each->ai_addrlen > (socklen_t)apiboot_ADDRESS_BYTES) continue;
        memcpy(addresses + count * apiboot_ADDRESS_BYTES, each->ai_addr, each->ai_addrlen);
        lengths[count++] = each->ai_addrlen;
    }
    freeaddrinfo(list);
    return count;
}

const char *apiboot_resolve_error(int code) { return gai_strerror(code); }

int apiboot_connect_begin(const uint8_t *address, uint32_t length) {
    struct sockaddr_storage storage = {0};
    memcpy(&storage, address, length <= sizeof storage ? length : sizeof storage);
    int fd = socket(storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -errno;
    if (connect(fd, (struct sockaddr *)&storage, length) < 0 && errno != EINPROGRESS) {
        int code = -errno;
        close(fd);
        return code;
    }
    return fd;
}

int apiboot_accept(int fd) { return result(accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)); }

int apiboot_socket_tune(int fd) {
    int on = 1, idle = 60, interval = 15, count = 4;
    setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof interval);
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof count);
    return result(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
}

int apiboot_socket_error(int fd) {
    int code = 0;
    socklen_t length = sizeof code;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &length) < 0) return -errno;
    return -code;
}

int apiboot_socket_pair(int *first, int *second) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) < 0) return -errno;
    *first = ends[0];
    *second = ends[1];
    return 0;
}

int apiboot_shutdown_write(int fd) { return result(shutdown(fd, SHUT_WR)); }

static int describe(struct sockaddr_storage *address, char *host, size_t capacity) {
    host[0] = 0;
    if (address->ss_family == AF_INET) {
        struct sockaddr_in *v4 = (struct sockaddr_in *)address;
        inet_ntop(AF_INET, &v4->sin_addr, host, (socklen_t)capacity);
        return ntohs(v4->sin_port);
    }
    if (address->ss_family == AF_INET6) {
        struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)address;
        if (IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr))
            inet_ntop(AF_INET, &v6->sin6_addr.s6_addr[12], host, (socklen_t)capacity);
        else
            inet_ntop(AF_INET6, &v6->sin6_addr, host, (socklen_t)capacity);
        return ntohs(v6->sin6_port);
    }
    return 0;
}

int apiboot_local_address(int fd, char *host, size_t capacity) {
    struct sockaddr_storage address = {0};
    socklen_t length = sizeof address;
    if (getsockname(fd, (struct sockaddr *)&address, &length) < 0) return -errno;
    return describe(&address, host, capacity);
}

int apiboot_peer_address(int fd, char *host, size_t capacity) {
    struct sockaddr_storage address = {0};
    socklen_t length = sizeof address;
    if (getpeername(fd, (struct sockaddr *)&address, &length) < 0) return -errno;
    return describe(&address, host, capacity);
}

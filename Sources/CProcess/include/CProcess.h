#ifndef APIBOOT_PROCESS_H
#define APIBOOT_PROCESS_H

#include <stdint.h>

/* How a child is to be started. Zero-terminated arrays as execve(2) wants them. */
struct apiboot_child {
    const char *_Nonnull path;
    char *_Nullable const *_Nonnull arguments;
    char *_Nullable const *_Nonnull environment;
    /* Where the child runs; NULL for the folder of this process. */
    const char *_Nullable directory;
    /* The child's standard output and error; -1 keeps those of this process. Standard input is always empty. */
    int output;
    int error;
    /* Sent to the child when the thread that started it ends, which for the main thread is the end of the process. */
    int death_signal;
};

/* Starts a child in a process group of its own. Returns its id or -errno, also when the program cannot be executed.
   Main thread only: see death_signal. */
int32_t apiboot_spawn(const struct apiboot_child *_Nonnull child);

/* Waits for a child. Returns its exit status, 128 + signal if a signal ended it, -EAGAIN if it still runs and
   `is_patient` is 0, or another -errno. */
int32_t apiboot_wait(int32_t process, int is_patient);

/* Sends a signal to a child and all that it started, as long as they stay in its process group. */
int32_t apiboot_signal_group(int32_t process, int signal);

/* Catches SIGINT, SIGTERM, SIGHUP and SIGCHLD of the process, on whatever thread they arrive, and returns a descriptor
   from which apiboot_next_signal reads them; -errno if that fails. Once per process. */
int32_t apiboot_open_signals(void);

/* The next signal, 0 if there is none, -errno if that fails. */
int32_t apiboot_next_signal(int32_t descriptor);

/* A pipe whose ends are closed in children and do not block this process when read. Returns 0 or -errno. */
int32_t apiboot_open_pipe(int *_Nonnull read_end, int *_Nonnull write_end);

/* Whether a TCP port of 127.0.0.1 can be bound. */
int apiboot_is_port_free(uint16_t port);

/* A TCP port of 127.0.0.1 that nobody uses now; -errno if there is none. */
int32_t apiboot_free_port(void);

#endif

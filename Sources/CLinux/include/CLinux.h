#pragma once
#include <stddef.h>
#include <stdint.h>

// Every function returns a value of 0 or more, or -errno.

static const uint32_t apiboot_EPOLLIN = 0x001;
static const uint32_t apiboot_EPOLLOUT = 0x004;
static const uint32_t apiboot_EPOLLERR = 0x008;
static const uint32_t apiboot_EPOLLHUP = 0x010;
static const uint32_t apiboot_EPOLLRDHUP = 0x2000;
static const uint32_t apiboot_EPOLLET = 1u << 31;

// MARK: epoll and eventfd

int apiboot_epoll_create(void);
int apiboot_epoll_add(int epoll, int fd, uint32_t events, uint64_t token);
int apiboot_epoll_modify(int epoll, int fd, uint32_t events, uint64_t token);
int apiboot_epoll_remove(int epoll, int fd);
// Fills tokens and events; returns how many. A signal counts as no event.
int apiboot_epoll_wait(int epoll, uint64_t *_Nonnull tokens, uint32_t *_Nonnull events, int capacity, int timeout_ms);
int apiboot_eventfd(int blocking);
int apiboot_eventfd_add(int fd);
int apiboot_eventfd_take(int fd);

// MARK: Threads, clocks, signals

typedef void (*apiboot_thread_body)(void *_Nonnull context);
// Starts a detached thread with that name (15 bytes at the most).
int apiboot_thread_start(const char *_Nonnull name, apiboot_thread_body _Nonnull body, void *_Nonnull context);
// Lets malloc keep what was freed, up to 2 MiB for each of its arenas, rather than give it back at once.
void apiboot_keep_freed_memory(void);
uint64_t apiboot_thread_self(void);
uint64_t apiboot_monotonic_ns(void);
int apiboot_ignore_sigpipe(void);
// Lets the signal write its number, one byte, into fd; replaces what was set for that signal.
int apiboot_signal_catch(int signal, int fd);
int apiboot_signal_default(int signal);
int apiboot_pipe(int *_Nonnull read_end, int *_Nonnull write_end);

// MARK: Descriptors

long apiboot_read(int fd, void *_Nonnull buffer, size_t count);
long apiboot_write(int fd, const void *_Nonnull buffer, size_t count);
long apiboot_peek(int fd, void *_Nonnull buffer, size_t count);
int apiboot_open_read(const char *_Nonnull path);
int apiboot_close(int fd);

// MARK: Sockets

// Listens on a name or an address; empty means all addresses. Non-blocking, reusable address.
int apiboot_listen(const char *_Nonnull host, uint16_t port, int backlog, int shares_port);
// The longest address that look-ups return.
static const int apiboot_ADDRESS_BYTES = 28;
// Looks a name up; blocks unless numeric is set, which accepts addresses only. Fills `capacity` slots of
// apiboot_ADDRESS_BYTES each and their lengths; returns how many, or a code for apiboot_resolve_error.
int apiboot_resolve(const char *_Nonnull host, uint16_t port, int numeric, uint8_t *_Nonnull addresses,
                    uint32_t *_Nonnull lengths, int capacity);
// What a negative result of apiboot_resolve says; static text.
const char *_Nonnull apiboot_resolve_error(int code);
// Begins to connect and returns a non-blocking socket, which is writable once that is done or has failed.
int apiboot_connect_begin(const uint8_t *_Nonnull address, uint32_t length);
int apiboot_accept(int fd);
int apiboot_socket_tune(int fd);
int apiboot_socket_error(int fd);
int apiboot_socket_pair(int *_Nonnull first, int *_Nonnull second);
// Ends the sending side.
int apiboot_shutdown_write(int fd);
// Address text without a port into host; returns the port.
int apiboot_local_address(int fd, char *_Nonnull host, size_t capacity);
int apiboot_peer_address(int fd, char *_Nonnull host, size_t capacity);

/* What a disk does to a process, and a process to its disk: loaded before the C library.

   Every k-th write or sync of the files whose path begins so fails, and leaves half of what it was to
   write. Where a log is named, the end of each sync of them is written there, and the beginning of
   each answer over a line, with the port of whoever hears it. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct moment { int64_t began_ns, ended_ns, port; };

static char watched[PATH_MAX];
static long every;
static int failing_with;
static int journal = -1;
static atomic_long calls, injected;

__attribute__((constructor)) static void begin(void)
{
    const char *file = getenv("SHIM_FILE"), *path = getenv("SHIM_LOG");
    if (file && path) {
        snprintf(watched, sizeof watched, "%s", file);
        journal = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
}

/* From now on every k-th call fails; a process that was forked counts anew. */
void shim_arm(const char *file, long k, int error)
{
    snprintf(watched, sizeof watched, "%s", file);
    every = k, failing_with = error;
    calls = injected = 0;
}

long shim_injected(void) { return injected; }

static int is_watched(int fd)
{
    char link[32], path[PATH_MAX];
    if (!watched[0]) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path);
    size_t begins = strlen(watched);
    return length >= (ssize_t)begins && !memcmp(path, watched, begins);
}

static int fails(int fd)
{
    if (!every || !is_watched(fd) || ++calls % every) return 0;
    injected++;
    return 1;
}

static int broken(void)
{
    errno = failing_with;
    return -1;
}

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void tell(int64_t began_ns, int64_t port)
{
    struct moment one = {began_ns, now_ns(), port};
    syscall(SYS_write, journal, &one, sizeof one);
}

static void tell_answer(int fd)
{
    struct sockaddr_in peer;
    socklen_t size = sizeof peer;
    if (journal < 0) return;
    int before = errno;
    if (!getpeername(fd, (struct sockaddr *)&peer, &size) && peer.sin_family == AF_INET)
        tell(now_ns(), ntohs(peer.sin_port));
    errno = before;
}

static int synced(long call, int fd)
{
    if (fails(fd)) return broken();
    int64_t began_ns = now_ns();
    int done = syscall(call, fd);
    if (!done && journal >= 0 && is_watched(fd)) tell(began_ns, 0);
    return done;
}

int fsync(int fd) { return synced(SYS_fsync, fd); }
int fdatasync(int fd) { return synced(SYS_fdatasync, fd); }

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at)
{
    if (!fails(fd)) return syscall(SYS_pwrite64, fd, bytes, count, at);
    syscall(SYS_pwrite64, fd, bytes, count / 2, at);
    return broken();
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at)
{
    return pwrite64(fd, bytes, count, at);
}

ssize_t write(int fd, const void *bytes, size_t count)
{
    tell_answer(fd);
    if (!fails(fd)) return syscall(SYS_write, fd, bytes, count);
    syscall(SYS_write, fd, bytes, count / 2);
    return broken();
}

int ftruncate64(int fd, off64_t size)
{
    return fails(fd) ? broken() : syscall(SYS_ftruncate, fd, size);
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

ssize_t send(int fd, const void *bytes, size_t count, int flags)
{
    tell_answer(fd);
    return syscall(SYS_sendto, fd, bytes, count, flags, NULL, 0);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    tell_answer(fd);
    return syscall(SYS_sendmsg, fd, message, flags);
}

ssize_t writev(int fd, const struct iovec *pieces, int count)
{
    tell_answer(fd);
    return syscall(SYS_writev, fd, pieces, count);
}

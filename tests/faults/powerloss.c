/* A model of a lost power supply, as a preload library.
 *
 * Under $POWERLOSS_ROOT only this survives: of a file the bytes present at its last fsync, of a
 * folder the entries present at its last fsync. $POWERLOSS_SHADOW receives it while the program
 * runs: `inode/<n>` the bytes, `entries/<n>` the lines "<kind> <inode> <name>" of a folder, and
 * `hold/<n>` a hard link that keeps an inode number from being used twice. At intercepted call
 * number $POWERLOSS_AT the process is killed, as by a cut cable. Writes between two fsyncs are all
 * lost, which is the worst case: torn or reordered writes are not modelled.
 *
 * With $DISKFULL_AT the disk is full instead: from that write on, $DISKFULL_FOR writes fail with
 * ENOSPC; then there is room again.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *root, *shadow;
static long kill_at, full_at, full_for, calls, writes;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void begin(void) {
    root = getenv("POWERLOSS_ROOT");
    shadow = getenv("POWERLOSS_SHADOW");
    const char *at = getenv("POWERLOSS_AT");
    kill_at = at ? atol(at) : -1;
    at = getenv("DISKFULL_AT");
    full_at = at ? atol(at) : -1;
    at = getenv("DISKFULL_FOR");
    full_for = at ? atol(at) : 0;
}

static int inside(const char *path) {
    size_t n = root ? strlen(root) : 0;
    return n && strncmp(path, root, n) == 0 && (path[n] == '/' || path[n] == 0);
}

static int fd_inside(int fd) {
    char link[64], path[4096];
    if (!root) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    return inside(path);
}

static int path_inside(int folder, const char *path) {
    char real_path[4096], joined[8192];
    if (!root || !path) return 0;
    if (path[0] == '/') return inside(path);
    if (folder != AT_FDCWD) return fd_inside(folder);
    if (!getcwd(real_path, sizeof real_path)) return 0;
    snprintf(joined, sizeof joined, "%s/%s", real_path, path);
    return inside(joined);
}

/* Count one call that changes the disk; at the chosen one the power goes. */
static void tick(void) {
    if (__sync_add_and_fetch(&calls, 1) == kill_at) kill(getpid(), SIGKILL);
}

/* Count one call that needs room; tell whether there is none. */
static int full(void) {
    tick();
    long n = __sync_add_and_fetch(&writes, 1);
    if (full_at < 0 || n < full_at || n >= full_at + full_for) return 0;
    errno = ENOSPC;
    return 1;
}

static void hold(int fd, ino_t inode) {
    char from[64], to[4096];
    snprintf(from, sizeof from, "/proc/self/fd/%d", fd);
    snprintf(to, sizeof to, "%s/hold/%lu", shadow, (unsigned long)inode);
    linkat(AT_FDCWD, from, AT_FDCWD, to, AT_SYMLINK_FOLLOW);
}

static int put_down(const char *kind, ino_t inode, char *partial, size_t size) {
    snprintf(partial, size, "%s/%s/%lu.partial", shadow, kind, (unsigned long)inode);
    int (*open_)(const char *, int, ...) = real("open");
    return open_(partial, O_WRONLY | O_CREAT | O_TRUNC, 0600);
}

static void take_over(const char *kind, ino_t inode, const char *partial) {
    char final[4096];
    int (*rename_)(const char *, const char *) = real("rename");
    snprintf(final, sizeof final, "%s/%s/%lu", shadow, kind, (unsigned long)inode);
    rename_(partial, final);
}

static void keep_file(int fd, ino_t inode) {
    char partial[4096], name[64], buffer[65536];
    int (*open_)(const char *, int, ...) = real("open");
    ssize_t (*write_)(int, const void *, size_t) = real("write");
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    int in = open_(name, O_RDONLY), out = put_down("inode", inode, partial, sizeof partial);
    ssize_t n;
    while (in >= 0 && (n = read(in, buffer, sizeof buffer)) > 0) write_(out, buffer, (size_t)n);
    close(in);
    close(out);
    take_over("inode", inode, partial);
    hold(fd, inode);
}

static void keep_folder(int fd, ino_t inode) {
    char partial[4096], name[64], line[4096];
    ssize_t (*write_)(int, const void *, size_t) = real("write");
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    DIR *folder = opendir(name);
    int out = put_down("entries", inode, partial, sizeof partial);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        struct stat about;
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
        if (fstatat(fd, entry->d_name, &about, AT_SYMLINK_NOFOLLOW)) continue;
        int n = snprintf(line, sizeof line, "%c %lu %s\n", S_ISDIR(about.st_mode) ? 'd' : 'f',
                         (unsigned long)about.st_ino, entry->d_name);
        write_(out, line, (size_t)n);
        if (S_ISREG(about.st_mode)) {
            char to[4096];
            snprintf(to, sizeof to, "%s/hold/%lu", shadow, (unsigned long)about.st_ino);
            linkat(fd, entry->d_name, AT_FDCWD, to, 0);
        }
    }
    if (folder) closedir(folder);
    close(out);
    take_over("entries", inode, partial);
}

static int sync_with(int fd, const char *how) {
    int (*sync_)(int) = real(how);
    if (!fd_inside(fd)) return sync_(fd);
    pthread_mutex_lock(&lock);
    tick();
    struct stat about;
    int done = sync_(fd);
    if (done == 0 && fstat(fd, &about) == 0) {
        if (!shadow) errno = 0;
        else if (S_ISDIR(about.st_mode)) keep_folder(fd, about.st_ino);
        else keep_file(fd, about.st_ino);
    }
    pthread_mutex_unlock(&lock);
    return done;
}

int fsync(int fd) { return sync_with(fd, "fsync"); }
int fdatasync(int fd) { return sync_with(fd, "fdatasync"); }

ssize_t write(int fd, const void *data, size_t size) {
    ssize_t (*write_)(int, const void *, size_t) = real("write");
    if (fd > 2 && fd_inside(fd) && full()) return -1;
    return write_(fd, data, size);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    ssize_t (*pwrite_)(int, const void *, size_t, off64_t) = real("pwrite64");
    if (fd_inside(fd) && full()) return -1;
    return pwrite_(fd, data, size, at);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    ssize_t (*pwrite_)(int, const void *, size_t, off_t) = real("pwrite");
    if (fd_inside(fd) && full()) return -1;
    return pwrite_(fd, data, size, at);
}

int ftruncate64(int fd, off64_t size) {
    int (*truncate_)(int, off64_t) = real("ftruncate64");
    if (fd_inside(fd)) tick();
    return truncate_(fd, size);
}

int ftruncate(int fd, off_t size) {
    int (*truncate_)(int, off_t) = real("ftruncate");
    if (fd_inside(fd)) tick();
    return truncate_(fd, size);
}

int rename(const char *from, const char *to) {
    int (*rename_)(const char *, const char *) = real("rename");
    if (path_inside(AT_FDCWD, to)) tick();
    return rename_(from, to);
}

int unlink(const char *path) {
    int (*unlink_)(const char *) = real("unlink");
    if (path_inside(AT_FDCWD, path)) tick();
    return unlink_(path);
}

int mkdir(const char *path, mode_t mode) {
    int (*mkdir_)(const char *, mode_t) = real("mkdir");
    if (path_inside(AT_FDCWD, path) && full()) return -1;
    return mkdir_(path, mode);
}

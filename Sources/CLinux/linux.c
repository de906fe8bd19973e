#define _GNU_SOURCE
#include "linux.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <malloc.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

int linux_syncfs(int descriptor) { return syncfs(descriptor); }

int linux_clone(int destination, int source) { return ioctl(destination, FICLONE, source); }

int linux_set_direct(int descriptor, int isDirect) {
    int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0) return -1;
    return fcntl(descriptor, F_SETFL, isDirect ? flags | O_DIRECT : flags & ~O_DIRECT);
}

int linux_limit_self(unsigned long long bytes, unsigned long long seconds) {
    struct rlimit memory = {bytes, bytes};
    struct rlimit time = {seconds, seconds};
    struct rlimit core = {0, 0};
    if (setrlimit(RLIMIT_AS, &memory) != 0) return -1;
    if (setrlimit(RLIMIT_CORE, &core) != 0) return -1;
    return setrlimit(RLIMIT_CPU, &time);
}

int linux_keep_memory(int bytes) {
    if (!mallopt(M_TRIM_THRESHOLD, bytes) || !mallopt(M_MMAP_THRESHOLD, 1 << 19)) return -1;
    return mallopt(M_TOP_PAD, 1 << 20) && mallopt(M_ARENA_MAX, 2) ? 0 : -1;
}

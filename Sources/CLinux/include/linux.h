#ifndef MUNIMENT_CLINUX_H
#define MUNIMENT_CLINUX_H

/* Linux calls that Swift's C library overlay does not offer. Each returns 0, or -1 with errno set. */

/* Flushes everything that was written to the file system in which `descriptor` lies. */
int linux_syncfs(int descriptor);

/* Makes `destination` share the blocks of `source` (reflink), where the file system can. */
int linux_clone(int destination, int source);

/* Whether what is written from now on goes past the page cache (O_DIRECT). */
int linux_set_direct(int descriptor, int isDirect);

/* Limits this process to `bytes` of address space and `seconds` of processor time. */
int linux_limit_self(unsigned long long bytes, unsigned long long seconds);

/* Has this process keep memory that it freed in blocks of up to half a megabyte, `bytes` at most, rather than give it to the
   kernel and fault it in again; in two heaps rather than one for each thread that there ever was. */
int linux_keep_memory(int bytes);

#endif

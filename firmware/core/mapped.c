#include "core/mapped.h"

#include <sys/mman.h>

/* With a page that is used the kernel brings in all it has at hand around it, 64 KB or as much as
 * it read at once: for words all over a file, soon the whole file. It does not go beyond a range of
 * other advice. */
enum { PIECE = 16 << 10 };

void mapped_let_go(const void *bytes, size_t len)
{
    if (len > 0)
        madvise((char *)bytes, len, MADV_DONTNEED);
}

void mapped_rest(const void *bytes, size_t len)
{
    char *at = (char *)bytes;
    mapped_let_go(bytes, len);
    for (; len > PIECE; at += 2 * PIECE, len -= len < 2 * PIECE ? len : 2 * PIECE)
        madvise(at, PIECE, MADV_RANDOM);
}

/* What the recorder writes and the replayer reads: one record a call, in the order of the calls. */
#ifndef JIANYAN_TESTS_POWERCUT_TRACE_H
#define JIANYAN_TESTS_POWERCUT_TRACE_H

#include <stdint.h>

enum trace_kind {
    TRACE_ROOT = 1, /* object: inode of the state folder; a process has started */
    TRACE_CREATE,   /* object: inode of the new file, at: of its folder, bytes: its name */
    TRACE_MKDIR,    /* the same for a folder */
    TRACE_UNLINK,   /* at: inode of the folder, bytes: the name */
    TRACE_WRITE,    /* object, at: offset, bytes */
    TRACE_TRUNCATE, /* object, at: new size */
    TRACE_SYNC,     /* object: file or folder */
    TRACE_SAVED,    /* bytes: id of a letter that is now acknowledged */
    TRACE_MARKED,   /* bytes: id of a letter that is now said to be struck off */
    TRACE_BASE,     /* at 1: what follows was there before, no power is cut in it; at 0: its end */
};

/* Host byte order; `len` bytes follow. */
struct trace_record {
    uint32_t kind, len;
    uint64_t object, at;
};

#endif

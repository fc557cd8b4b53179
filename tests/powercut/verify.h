/* Whether a store, opened by the keeper's own code, still holds what was acknowledged. */
#ifndef JIANYAN_TESTS_POWERCUT_VERIFY_H
#define JIANYAN_TESTS_POWERCUT_VERIFY_H

#include <stdbool.h>

#include "post/post.h"

enum { VERIFY_LETTERS_MAX = 4096 };

/* What has been said so far. */
struct verify_said {
    uint8_t saved[VERIFY_LETTERS_MAX][POST_ID_BYTES];
    uint8_t marked[VERIFY_LETTERS_MAX][POST_ID_BYTES];
    int saved_count, marked_count;
};

enum verify_verdict {
    VERIFY_GOOD,
    VERIFY_CORRUPT,   /* set aside, or not usable */
    VERIFY_LOST,      /* an acknowledged letter is not there */
    VERIFY_CAME_BACK, /* a letter that was struck off waits again */
    VERIFY_WRONG,     /* a letter does not fit its digest */
};

const char *verify_verdict_str(enum verify_verdict verdict);

/* The working folder is the state folder to look at. */
enum verify_verdict verify_store(const struct verify_said *said);

#endif

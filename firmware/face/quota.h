/* How many suggestions this device has taken today: by the keeper's count, which lasts over starts,
 * or by what was saved in front of us, whichever is more. Days are China's. */
#ifndef JIANYAN_FACE_QUOTA_H
#define JIANYAN_FACE_QUOTA_H

#include <stdint.h>

#include "core/conf.h"
#include "post/post.h"

enum { QUOTA_HOME = 5, QUOTA_KIOSK = 500 };

struct quota {
    int64_t day; /* days since 1970 in China */
    long saved;  /* on that day, here */
};

/* One more was saved in front of us. */
void quota_add(struct quota *quota, int64_t wall_ms);

/* How many were taken today; `status` is the keeper's newest. */
long quota_used(const struct quota *quota, int64_t wall_ms, const struct post_status *status);

/* Suggestions a day for this board. */
long quota_limit(const struct conf *conf);

#endif

/* How many suggestions this device has taken today. Counted by the day of the wall clock in China,
 * from what was saved in front of us and from the keeper's total, whichever is more. */
#ifndef JIANYAN_FACE_QUOTA_H
#define JIANYAN_FACE_QUOTA_H

#include <stdbool.h>
#include <stdint.h>

#include "core/conf.h"

enum { QUOTA_HOME = 5, QUOTA_KIOSK = 500 };

struct quota {
    int64_t day; /* days since 1970 in China */
    long saved;  /* today, here */
    bool total_known;
    uint64_t total; /* the keeper's, when the day began for us */
};

/* One more was saved in front of us. */
void quota_add(struct quota *quota, int64_t wall_ms);

/* The keeper says how many letters it has ever kept; a day is counted from its first total, or from
 * a lower one. In a store that was renewed it also grows by letters taken over from the old one,
 * which nobody has written today: there it counts for nothing. */
void quota_see(struct quota *quota, int64_t wall_ms, uint64_t total, bool renewed);

/* How many were taken today; `total` is the keeper's of now. */
long quota_used(const struct quota *quota, int64_t wall_ms, uint64_t total);

/* Suggestions a day for this board. */
long quota_limit(const struct conf *conf);

#endif

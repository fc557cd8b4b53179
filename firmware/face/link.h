/* The face's end of the post: always trying, never waiting. While the keeper is not there it is
 * tried again in real time (a simulated clock may stand still), a little less often each time. */
#ifndef JIANYAN_FACE_LINK_H
#define JIANYAN_FACE_LINK_H

#include <limits.h>
#include <stdbool.h>

#include "post/post.h"

enum {
    LINK_WAIT_FIRST_MS = 50,
    LINK_WAIT_MAX_MS = 1000,
    LINK_LOST_MS = 5000, /* away for so long: nobody starts it again */
};

struct link {
    char state_dir[PATH_MAX];
    int epoll_fd; /* borrowed: becomes readable when link_next() has something to do */
    int fd;       /* to the keeper; -1 while it is not there */
    int timer_fd;
    int wait_ms;  /* until the next try but one */
    int armed_ms; /* until the next */
    int away_ms;  /* waited in vain since the last message, real time */
    struct post_buffer buffer;
};

enum link_news {
    LINK_NOTHING,
    LINK_UP,      /* connected */
    LINK_MESSAGE, /* a message from the keeper */
    LINK_DOWN,    /* the keeper is gone; it is being tried again */
};

/* Prepares; does not connect yet. False after one logged line. */
bool link_init(struct link *link, const char *state_dir, int epoll_fd);
void link_fini(struct link *link);

/* The next thing that happened; call until LINK_NOTHING. The first call connects. */
enum link_news link_next(struct link *link, struct post_message *message);

bool link_is_up(const struct link *link);

/* The keeper has been away for LINK_LOST_MS, or never came. */
bool link_is_lost(const struct link *link);

/* Sends; false if it cannot go out now (no keeper, or no room in the socket). */
bool link_send(struct link *link, const struct post_message *message);

#endif

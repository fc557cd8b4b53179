/* A face on a stage: the whole app over a screen in memory, a clock that stands still, and a keeper
 * that is played by the test. */
#ifndef JIANYAN_TESTS_STAGE_H
#define JIANYAN_TESTS_STAGE_H

#include <limits.h>
#include <stdbool.h>

#include "face/app.h"
#include "golden.h"

struct stage {
    char dir[64];
    int state_fd;
    struct conf conf;
    struct clock clock;
    struct clock_now now;
    struct seal_intake_secret intake;
    struct seal_office_secret office; /* telephone numbers are sealed to it */
    struct screen *screen;
    struct app *app;
    char *described; /* the last description, owned */
    unsigned presents, describes;
    bool fonts_slept; /* the first picture opened no font */
    enum key handed;
    /* the keeper's part */
    int listen_fd, keeper_fd; /* -1: not there */
    struct post_buffer buffer;
    struct post_message put; /* the last put; its letter is in `letter` */
    uint8_t letter[POST_LETTER_MAX];
    unsigned puts;
    unsigned asked[POST_CLOCK + 1]; /* messages of the face, by type */
    struct post_message last;       /* the last; what it borrows is gone */
};

struct stage_setup {
    const char *profile;
    bool bare;   /* no campaign */
    bool keeper; /* somebody listens */
    bool fresh;  /* not simulated: a device that is started for the first time */
};

/* Builds everything up to the first picture. Aborts the test program if it cannot. */
void stage_open(struct stage *stage, const struct stage_setup *setup);
void stage_close(struct stage *stage);

/* The same for cmocka, before and after each test: *state is the stage. The named ones have a
 * campaign, and somebody listens. */
int stage_set_up(void **state, const struct stage_setup *setup);
int stage_set_up_home(void **state);           /* stb-720p */
int stage_set_up_kiosk(void **state);          /* kiosk-1080p */
int stage_set_up_old_television(void **state); /* pal-576 */
int stage_set_up_wall(void **state);           /* led-192x96 */
int stage_tear_down(void **state);

/* A key pressed and let go; one held for ms; keys by name, separated by spaces ("OK OK 9 4"). */
void stage_key(struct stage *stage, enum key key);
void stage_hold(struct stage *stage, enum key key, int ms);
void stage_keys(struct stage *stage, const char *names);
void stage_tap(struct stage *stage, int x, int y);

/* Lets time pass, from one due time to the next. */
void stage_wait(struct stage *stage, int64_t ms);

/* Lets the app see what is readable, and the keeper take what was sent. */
void stage_pump(struct stage *stage);

/* The keeper answers the last put; says its status; says a letter arrived; goes away. */
void stage_saved(struct stage *stage, enum post_save result);
void stage_status(struct stage *stage, const struct post_status *status);
void stage_arrived(struct stage *stage);
void stage_set_aside(struct stage *stage);

/* The keeper says anything else. */
void stage_says_message(struct stage *stage, const struct post_message *message);
void stage_keeper_leaves(struct stage *stage);
void stage_keeper_comes(struct stage *stage);

/* The keeper tells a device that has been running for a while: letters, versions, three faults. */
void stage_device(struct stage *stage);

/* Writes that text into the draft, as if typed. */
void stage_write(struct stage *stage, const char *text);

const char *stage_scene(const struct stage *stage);

/* True if the last description has that text under that name; else says on standard error what it
 * has. */
bool stage_describes(const struct stage *stage, const char *name, const char *text);

/* True if a visible text contains it. */
bool stage_says(const struct stage *stage, const char *text);

/* The picture on the screen; pixels are borrowed. */
struct picture stage_picture(const struct stage *stage);

#endif

/* A storyboard: the pictures of a script and one page, index.html, with all of them and their
 * captions. Opens in any browser, needs nothing else, and prints. */
#ifndef JIANYAN_SIM_STORYBOARD_H
#define JIANYAN_SIM_STORYBOARD_H

#include <stdbool.h>
#include <stdio.h>

#include "sim/runner.h"

struct storyboard {
    FILE *page;        /* NULL: none is wanted */
    char path[4096];   /* of the page */
    const char *words; /* of the last caption, until a picture has taken them; NULL: none */
    const char *english;
    struct runner_watch watch;
};

/* Begins the page in a folder that exists; folder NULL: no storyboard, everything below does
 * nothing. False after one line on standard error. */
bool storyboard_open(struct storyboard *board, const char *folder);

/* For runner_run(). NULL if there is no storyboard. */
const struct runner_watch *storyboard_watch(const struct storyboard *board);

/* Ends the page. False after one line on standard error. */
bool storyboard_close(struct storyboard *board);

#endif

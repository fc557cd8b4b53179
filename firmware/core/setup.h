/* What was set on the spot, with arrows: it comes before board.conf. Two small files of the state
 * folder, written by the keeper alone: `settings`, which every program may read, and `enrolment`,
 * the token by which the device is to be enrolled, which only the keeper can. */
#ifndef JIANYAN_CORE_SETUP_H
#define JIANYAN_CORE_SETUP_H

#include <stdbool.h>

#include "core/conf.h"

enum { SETUP_COUNTY_BYTES = 8, SETUP_TOKEN_BYTES = 40 }; /* with their terminating zeros */

struct setup {
    bool set;                        /* somebody has gone through `setup` */
    char county[SETUP_COUNTY_BYTES]; /* GB/T 2260, six digits; empty: board.conf's */
    char token[SETUP_TOKEN_BYTES];   /* of the enrolment; empty: none, or not read */
};

/* Reads what everybody may read: all but the token. A missing file is not set; so is a damaged one,
 * after a logged line. */
void setup_read(int dir_fd, struct setup *setup);

/* Reads the token as well; for the keeper. */
void setup_read_token(int dir_fd, struct setup *setup);

/* Writes both, durably: token first, so that a cut leaves the old settings or the new. False after
 * one logged line. */
bool setup_write(int dir_fd, const struct setup *setup);

/* Lets what was set override what board.conf says. */
void setup_apply(const struct setup *setup, struct conf *conf);

/* A county is six digits; a token 4 to 39 of A–Z, 0–9 and '-'. */
bool setup_county_is_valid(const char *county);
bool setup_token_is_valid(const char *token);

#endif

/* Asks the intake what time it is while nothing better tells (docs/time.md): with a nonce of the
 * keeper's, which verifies the answer and tells everybody. Within the splay after a start, before
 * anything else where the clock is unknown, and once a day from then on.
 *
 * A box whose clock stands in 1970 cannot verify a certificate's dates. This request alone does
 * without TLS's authentication (http.h, `is_signed`): the answer is signed, and over our nonce. */
#ifndef JIANYAN_COURIER_ASK_TIME_H
#define JIANYAN_COURIER_ASK_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "post/post.h"

struct courier;

enum { ASK_TIME_BYTES_MAX = 2048 }; /* of an answer */

enum ask_time_stage {
    ASK_TIME_RESTS,
    ASK_TIME_KEEPER, /* for the nonce */
    ASK_TIME_INTAKE, /* for the time */
    ASK_TIME_CHECKS, /* the keeper verifies */
};

struct ask_time {
    enum ask_time_stage stage;
    bool tried;       /* to its end, well or not, since the start */
    bool splayed;     /* due_ms has been drawn */
    int64_t due_ms;   /* of the state folder's clock */
    int64_t asked_ms; /* of the machine's: since when the keeper has been asked */
    unsigned failures;
    char nonce[2 * POST_NONCE_BYTES + 1]; /* in hexadecimal */
};

/* What the keeper says. */
void ask_time_nonce(struct courier *courier, const char *kid,
                    const uint8_t nonce[POST_NONCE_BYTES]);
void ask_time_clock(struct courier *courier, const struct post_message *message);
void ask_time_keeper_lost(struct courier *courier);

/* "Contact now". */
void ask_time_hurry(struct courier *courier);

/* Does what is due. */
void ask_time_tick(struct courier *courier);

/* True while other requests have to wait for the first answer: nobody knows the time, and their TLS
 * would fail. The first function begins to ask. */
bool ask_time_comes_first(struct courier *courier);
bool ask_time_holds(const struct courier *courier);

/* When something is due by itself, on the state folder's and on the machine's clock; INT64_MAX:
 * never. */
int64_t ask_time_due_ms(const struct courier *courier);
int64_t ask_time_host_due_ms(const struct courier *courier);

/* Nothing is under way, and with --once it was tried where it was needed. */
bool ask_time_is_done(const struct courier *courier);

#endif

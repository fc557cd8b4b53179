/* The text a person is writing: bounded, always well-formed UTF-8, with a caret between two code
 * points. It lives in memory alone and is wiped, never logged. */
#ifndef JIANYAN_FACE_DRAFT_H
#define JIANYAN_FACE_DRAFT_H

#include <stdbool.h>
#include <stddef.h>

enum {
    DRAFT_CHARS_HOME = 200, /* code points on a television */
    DRAFT_CHARS_KIOSK = 1200,
    DRAFT_BYTES = DRAFT_CHARS_KIOSK * 4 + 1,
};

struct draft {
    char text[DRAFT_BYTES]; /* ends with a zero */
    size_t len, caret;      /* bytes */
    size_t limit;           /* code points */
};

/* Empty, for at most `limit` code points (at most DRAFT_CHARS_KIOSK). */
void draft_init(struct draft *draft, size_t limit);

/* Puts text at the caret, which moves behind it. False, and nothing changes, if it would not fit or
 * is not well-formed. */
bool draft_insert(struct draft *draft, const char *text);

/* True if draft_insert() would take it. */
bool draft_fits(const struct draft *draft, const char *text);

/* Deletes the character before the caret; false if there is none. */
bool draft_delete(struct draft *draft);

/* Moves the caret one code point back (-1) or on (1); false at the end. */
bool draft_move(struct draft *draft, int by);

/* Empties it and overwrites what was there. */
void draft_wipe(struct draft *draft);

size_t draft_count(const struct draft *draft); /* code points */
size_t draft_place(const struct draft *draft); /* of the caret, code points */

/* The text with a dot for every character, for eyes that should not read it. Returns where the
 * caret stands in it, in bytes. */
size_t draft_mask(const struct draft *draft, char masked[DRAFT_BYTES]);

/* True if there is nothing in it but spaces. */
bool draft_is_blank(const struct draft *draft);

#endif

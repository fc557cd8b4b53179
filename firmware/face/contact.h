/* The telephone number a person may leave, and what they agree to. It lives in memory alone: it is
 * sealed to the office's key before it becomes part of anything, never logged, and wiped. */
#ifndef JIANYAN_FACE_CONTACT_H
#define JIANYAN_FACE_CONTACT_H

#include <stdbool.h>
#include <stddef.h>

enum {
    CONTACT_DIGITS = 12,       /* at most: four of the area code, eight of the line */
    CONTACT_DIGITS_USUAL = 11, /* of a mobile telephone */
    CONTACT_SEEN = 4,          /* the last digits are shown, so that one sees what one presses */
};

struct contact {
    char phone[CONTACT_DIGITS + 1]; /* digits alone, ends with a zero */
    bool may_call;                  /* the office may use it, for this suggestion */
    bool may_publish;               /* the words may be made public; never the number */
};

/* Puts a digit at the end; false if there is no room. */
bool contact_put(struct contact *contact, char digit);

/* Takes the last digit away and overwrites it; false if there is none. */
bool contact_delete(struct contact *contact);

size_t contact_len(const struct contact *contact);

/* True if a line in China can have this number: a mobile telephone (11 digits), a line with its
 * area code (10 to 12), or a line of a large city without (8). */
bool contact_is_number(const struct contact *contact);

/* The office gets the number: there is one, and the person agreed. */
bool contact_is_given(const struct contact *contact);

/* True if a gap stands before digit i of the number, as it is spoken: 3-4-4, or behind the area
 * code. */
bool contact_gap_before(const struct contact *contact, size_t i);

void contact_wipe(struct contact *contact);

#endif

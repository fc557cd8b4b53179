/* A text on its way to a phone, in the fragment of an address: "#d=" and digits, which a QR code
 * holds three to ten bits. No server ever sees a fragment.
 *
 * A character is a number below 31,622, so that two are below 10^9 and make nine digits; a last one
 * alone makes five. 15 bits in the code for a character that has 24 in UTF-8. The numbers are the
 * places in the ranges of handover.c, one after the other; whatever is in none of them is 31,621,
 * then its code point by 4096, then the rest. intake/h5/h5.js reads it. */
#ifndef JIANYAN_FACE_HANDOVER_H
#define JIANYAN_FACE_HANDOVER_H

#include <stdbool.h>
#include <stddef.h>

/* Puts "#d=…" for the text (UTF-8) behind `address`. False, and nothing is changed, if `size` bytes
 * do not hold it. */
bool handover_append(char *address, size_t size, const char *text);

#endif

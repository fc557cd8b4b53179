/* stroke.dict: how characters are written, as 1 横, 2 竖, 3 撇, 4 点 (and 捺), 5 折. Its sections
 * are arrays (data_format.h). A record is one way of writing one character; some have several.
 * Records stand in order of their strokes, then of their characters.
 *
 * Shared by the reader (stroke.c) and the generator (assets/strokes/mkstroke). */
#ifndef JIANYAN_IME_STROKE_FORMAT_H
#define JIANYAN_IME_STROKE_FORMAT_H

#include "ime/data_format.h"

enum {
    STROKE_VERSION = 1,
    STROKE_CODE_MAX = 64, /* strokes of a character */
};

#define STROKE_MAGIC "jy-strk\n"

enum stroke_section {
    STROKE_CHARACTERS,   /* u32: code point of each record */
    STROKE_OFFSETS,      /* u32 × (records + 1): where the record's strokes begin */
    STROKE_CODES,        /* '1' to '5', of all records, nothing between */
    STROKE_BY_CHARACTER, /* u32: records in order of code points; the standard way first */
    STROKE_SECTIONS
};

#endif

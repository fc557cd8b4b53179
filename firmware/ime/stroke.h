/* How characters are written, stroke by stroke: stroke.dict, mapped and checked whole when it is
 * opened. */
#ifndef JIANYAN_IME_STROKE_H
#define JIANYAN_IME_STROKE_H

#include <stdbool.h>

#include "ime/data.h"
#include "ime/dict.h"
#include "ime/stroke_format.h"

enum {
    STROKE_ANY = 6,      /* the key that stands for whatever stroke */
    STROKE_KEYED = 10,   /* strokes that a key holds, three bits each */
    STROKE_COSTS = 1024, /* costs told apart when the records are put in order */
};

/* A record by its first strokes. */
struct stroke_ranked {
    uint32_t key, record;
};

struct stroke {
    struct data data;
    const uint32_t *characters, *offsets, *by_character;
    const char *codes;
    uint32_t count;
    struct stroke_ranked *ranked; /* all records, the commonest character first; owned */
    uint32_t *entries; /* of each record: its character in the dictionary; DICT_NONE; owned */
};

/* Maps and checks the file, and makes room to rank its records. False after one logged line;
 * *stroke is then zeroed. */
bool stroke_open(struct stroke *stroke, const char *path);

/* Unmaps; fine on a zeroed struct. */
void stroke_close(struct stroke *stroke);

/* Checks bytes as a file would be checked and points into them; for tests and stroke_open(). They
 * must be aligned to 8 and outlive it. NULL, or what is wrong. */
const char *stroke_attach(struct stroke *stroke, const unsigned char *bytes, size_t len);

/* Puts the records in order of how frequent the dictionary says their characters are. */
void stroke_rank(struct stroke *stroke, const struct dict *dict);

/* True if a record's strokes begin with these digits 1 to 6; with `whole`, if they are these. */
bool stroke_fits(const struct stroke *stroke, uint32_t record, const char *strokes, bool whole);

/* The records of a character, as places in by_character. */
struct dict_range stroke_records(const struct stroke *stroke, uint32_t character);

/* The strokes of a record, '1' to '5'; not terminated. */
struct dict_text stroke_code(const struct stroke *stroke, uint32_t record);

/* Digits 1 to 6 as a pattern of stroke_ranked.key and the mask of what it tells. */
uint32_t stroke_key(const char *strokes, uint32_t *mask);

#endif

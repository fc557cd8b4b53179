/* A glyph atlas: pictures and advances of the glyphs a profile's own texts need, made when the
 * program is built (assets/glyphs) and mapped. With it the first picture needs no font engine. It
 * only saves work: the same bits come from the fonts where it is missing, damaged or too small. */
#ifndef JIANYAN_UI_ATLAS_H
#define JIANYAN_UI_ATLAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/atlas_format.h"
#include "ui/glyphs.h"

struct atlas {
    const unsigned char *bytes; /* mapped; NULL: there is none, and nothing is found in it */
    size_t len;
    const struct atlas_advance *advances;
    const struct atlas_glyph *glyphs;
    const uint8_t *coverage;
    uint32_t advance_count, glyph_count;
};

/* Maps and checks a file. False, after one logged line unless there is no such file; then it is
 * empty. */
bool atlas_open(struct atlas *atlas, const char *path);
void atlas_close(struct atlas *atlas);

/* The glyph of that key; its coverage is valid until atlas_close(). False if it is not there. */
bool atlas_find(const struct atlas *atlas, uint64_t key, struct glyph *glyph);

/* Its advance in thousandths of the size; -1 if it is not there. */
int atlas_advance(const struct atlas *atlas, uint32_t key);

#endif

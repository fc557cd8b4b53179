/* What stands on the screen, as the face describes it (docs/screen-protocol.md). */
#ifndef JIANYAN_SIM_DESCRIBED_H
#define JIANYAN_SIM_DESCRIBED_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A parsed description. Texts are borrowed from it and never NULL, except qr. */
struct described {
    json_t *json; /* owned; NULL: nothing described yet */
    const char *scene, *typed, *save, *qr;
    bool settled, animating;
    int64_t next_ms; /* INT64_MAX: nothing due */
};

/* Replaces what was there. False, and everything as it was, if the bytes are not a description. */
bool described_parse(struct described *described, const char *bytes, size_t len);
void described_clear(struct described *described);

/* Visible texts. */
size_t described_texts(const struct described *described);
const char *described_text(const struct described *described, size_t i);

#endif

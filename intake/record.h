/* A suggestion's record: the JSON inside the seal (docs/openapi.yaml, schema Record).
 *
 * Checked for form alone. What the words are, how late they come and which place they name never
 * decides whether they are taken. */
#ifndef JIANYAN_INTAKE_RECORD_H
#define JIANYAN_INTAKE_RECORD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/problem.h"
#include "seal/seal.h"

enum {
    RECORD_TEXT_CHARS = 6000,
    RECORD_BYTES_MAX = 32768,
};

/* All strings are owned by `json`. */
struct record {
    json_t *json;
    uint8_t id[SEAL_ID_BYTES];
    const char *receipt;  /* 16 digits with a right check digit */
    const char *code;     /* 6 digits */
    const char *campaign; /* token */
    const char *theme;    /* token */
    const char *channel;  /* token */
    const char *county;   /* 6 digits */
    const char *text;     /* 1 to RECORD_TEXT_CHARS characters, no control characters but \n, \t */
    size_t text_len;
    const char *created;        /* RFC 3339 */
    int64_t created_ms;         /* the same, Unix */
    const char *clock;          /* "trusted", "plausible", "unknown" */
    const char *notice;         /* version of the privacy notice shown; may be empty */
    const char *sealed_contact; /* base64; only the office can open it; may be empty */
    bool may_contact;           /* the person agreed to be called */
};

/* Parses and checks len bytes of JSON. PROBLEM_NONE, or what is wrong and where; *record needs
 * record_fini() after PROBLEM_NONE only. */
enum problem record_parse(const char *bytes, size_t len, struct record *record,
                          struct problem_place *place);
void record_fini(struct record *record);

#endif

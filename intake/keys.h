/* The intake's keys: the one it hands out now (intake.key), and older ones (intake-*.key) that
 * letters sealed before a change of keys still need. Secret files, mode 0600. */
#ifndef JIANYAN_INTAKE_KEYS_H
#define JIANYAN_INTAKE_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "seal/seal.h"

enum { KEYS_MAX = 8, KEYS_CODE_BYTES = 32 };

struct key_pair {
    struct seal_intake_secret seal;
    uint8_t code_key[KEYS_CODE_BYTES]; /* 查询码 are kept as BLAKE2b under this key */
};

struct keys {
    size_t count; /* at least 1 once loaded; the first is the current one */
    struct key_pair pair[KEYS_MAX];
};

/* Makes DIR/intake.key and DIR/intake.pub (one line "kid box receipt office"), the office's key too
 * unless DIR/office.pub is there (intake/office.h), and DIR if it is missing. Never overwrites.
 * False after one line on standard error. */
bool keys_generate(const char *dir);

/* Reads intake.key and intake-*.key of DIR. False after one line on standard error. */
bool keys_load(struct keys *keys, const char *dir);
void keys_wipe(struct keys *keys);

/* The pair of that name, NULL if it is not held. */
const struct key_pair *keys_find(const struct keys *keys, const char *kid);

/* What is kept of a 查询码: keyed BLAKE2b-256 over receipt number and code. */
void keys_hash_code(const struct key_pair *pair, const char *receipt, const char *code,
                    uint8_t hash[SEAL_DIGEST_BYTES]);

#endif

/* The script language (docs/simulator.md): parsed whole before anything is started. */
#ifndef JIANYAN_SIM_SCRIPT_H
#define JIANYAN_SIM_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/key.h"
#include "sim/proxy.h"
#include "strings/strings.h"

enum { SCRIPT_LINE_BYTES = 32768 }; /* the longest line, with its end */

enum step_kind {
    STEP_KEY,     /* key, count */
    STEP_HOLD,    /* key, ms */
    STEP_TAP,     /* x, y */
    STEP_TYPE,    /* text: digits */
    STEP_WRITE,   /* text */
    STEP_WAIT,    /* ms, virtual */
    STEP_DELIVER, /* ms, real */
    STEP_NET,     /* net */
    STEP_DISK,    /* on: full */
    STEP_KILL,    /* text: program */
    STEP_CUT,
    STEP_CLOCK,   /* wall_ms; on: known */
    STEP_STICK,   /* text: folder; empty: out */
    STEP_SHOT,    /* text: name */
    STEP_CAPTION, /* caption; text: the same in English */
    STEP_EXPECT_SCENE,
    STEP_EXPECT_TEXT,
    STEP_EXPECT_TYPED,
    STEP_EXPECT_WAITING,   /* number */
    STEP_EXPECT_DELIVERED, /* number */
    STEP_EXPECT_QR,        /* text; on: the beginning is enough */
    STEP_EXPECT_KEYS,      /* number: fewer than this */
    STEP_EXPECT_EXIT,      /* number: status */
    STEP_EXPECT_HANDOFF,   /* key */
    STEP_EXPECT_STATE,     /* text */
};

struct step {
    enum step_kind kind;
    int line;
    enum key key;
    int count, x, y;
    int64_t ms, wall_ms;
    uint32_t number;
    enum net net;
    bool on;
    enum str caption;
    char *text; /* owned; NULL where the kind has none */
};

struct script {
    char *path; /* owned: for messages */
    struct step *steps;
    size_t count, room;
};

/* Reads a script. False after one line on standard error, "FILE:LINE: …". Free with script_free()
 * either way. */
bool script_load(struct script *script, const char *path);
void script_free(struct script *script);

/* One line (without its end) to a step. False with what is wrong in why. An empty line or a comment
 * is right and makes no step: *made says so. */
bool script_parse_line(const char *line, struct step *step, bool *made, char *why, size_t why_size);

#endif

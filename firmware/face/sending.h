/* One suggestion on its way to the keeper. Sealed once, with an id made once: whatever goes wrong,
 * the very same letter is tried again, so that it is kept exactly once. */
#ifndef JIANYAN_FACE_SENDING_H
#define JIANYAN_FACE_SENDING_H

#include <stdbool.h>
#include <stdint.h>

#include "face/link.h"
#include "face/record.h"
#include "seal/seal.h"

enum { SENDING_TRY_MS = 5000, SENDING_AGAIN_MS = 1000 };

enum save {
    SAVE_NONE,
    SAVE_SAVING,
    SAVE_SAVED,
    SAVE_NOT_SAVED,
    SAVE_DELIVERED,
};

/* As describe spells it ("not-saved"). */
const char *save_str(enum save save);

enum save_why {
    SAVE_WHY_NONE,
    SAVE_WHY_FULL,     /* too many letters wait on this device */
    SAVE_WHY_NO_SPACE, /* the disk is full */
    SAVE_WHY_FAILED,   /* the keeper could not write */
    SAVE_WHY_NO_KEEPER,
    SAVE_WHY_NO_SEAL, /* it could not be sealed */
};

struct sending {
    enum save save;
    enum save_why why;
    bool sealed; /* put and letter are filled in */
    bool asked;  /* the put is on its way, unanswered */
    bool aside;  /* the intake called it malformed: it is kept, and waits for a change */
    bool unsure; /* saved, but the keeper went away since: its news may have been missed */
    int64_t deadline_ms, again_ms;
    struct post_put put;
    char letter[SEAL_LETTER_MAX];
    char receipt[SEAL_RECEIPT_TEXT], code[SEAL_CODE_TEXT];
};

/* Draws id, numbers and code and seals the record, whose id, receipt and code are filled in here.
 * False (save is then SAVE_NOT_SAVED) if it cannot be sealed. */
bool sending_seal(struct sending *sending, const struct seal_intake *intake,
                  struct seal_random *random, struct record *record);

/* Begins, or begins again, to bring the sealed letter to the keeper. */
void sending_begin(struct sending *sending, int64_t now_ms);

/* Does what is due: puts, puts again, gives up after SENDING_TRY_MS. A letter that was saved before
 * the keeper went away is put once more when it is back: the answer says whether it has arrived. */
void sending_step(struct sending *sending, struct link *link, int64_t now_ms);

/* The keeper's answers. False if they are about another letter. */
bool sending_saved(struct sending *sending, const uint8_t id[POST_ID_BYTES], enum post_save result,
                   int64_t now_ms);
bool sending_state(struct sending *sending, const uint8_t id[POST_ID_BYTES], enum post_state state);

/* The connection ended: what was asked is not going to be answered. */
void sending_lost(struct sending *sending, int64_t now_ms);

/* No answer in real time either. */
void sending_give_up(struct sending *sending);

/* When sending_step() is due; INT64_MAX: never by time. */
int64_t sending_due_ms(const struct sending *sending, const struct link *link);

/* True while it is being saved and only time has to pass until the next try. */
bool sending_rests(const struct sending *sending, const struct link *link);

/* Forgets it. */
void sending_wipe(struct sending *sending);

#endif

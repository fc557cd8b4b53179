#include "face/sending.h"

#include <stdio.h>
#include <string.h>

const char *save_str(enum save save)
{
    static const char *const names[] = {"none", "saving", "saved", "not-saved", "delivered"};
    return names[save];
}

static void fail(struct sending *sending, enum save_why why)
{
    sending->save = SAVE_NOT_SAVED;
    sending->why = why;
    sending->asked = false;
}

/* The number with the id it belongs to, sealed to the office. Empty where none is given; false if
 * it cannot be sealed: then nothing goes out without it. */
static bool seal_number(const struct seal_intake *intake, const struct record *record,
                        char box[SEAL_CONTACT_TEXT_MAX])
{
    char plain[SEAL_CONTACT_MAX];
    box[0] = '\0';
    if (!record->contact || !contact_is_given(record->contact))
        return true;
    int len = snprintf(plain, sizeof plain, "{\"id\":\"%s\",\"phone\":\"%s\"}", record->id,
                       record->contact->phone);
    bool sealed = seal_contact(intake, plain, (size_t)len, box);
    seal_wipe(plain, sizeof plain);
    return sealed;
}

bool sending_seal(struct sending *sending, const struct seal_intake *intake,
                  struct seal_random *random, struct record *record)
{
    char uuid[SEAL_UUID_TEXT], plain[RECORD_BYTES_MAX], box[SEAL_CONTACT_TEXT_MAX];
    struct post_put *letter = &sending->put;
    sending_wipe(sending);
    seal_id(random, record->created.wall_ms, letter->id);
    seal_uuid_print(letter->id, uuid);
    seal_receipt(random, sending->receipt);
    seal_code(random, sending->code);
    record->id = uuid;
    record->receipt = sending->receipt;
    record->code = sending->code;
    bool good = seal_number(intake, record, box);
    record->sealed_contact = box[0] ? box : NULL;
    size_t len = good ? record_print(record, plain) : 0;
    if (len > 0)
        letter->letter_len =
            seal_letter(intake, letter->id, plain, len, sending->letter, sizeof sending->letter);
    seal_wipe(plain, sizeof plain);
    record->id = record->sealed_contact = NULL;
    if (letter->letter_len == 0) {
        fail(sending, SAVE_WHY_NO_SEAL);
        return false;
    }
    memcpy(letter->receipt, sending->receipt, sizeof sending->receipt);
    memcpy(letter->receipt_key, intake->receipt_public, sizeof letter->receipt_key);
    seal_digest(sending->letter, letter->letter_len, letter->digest);
    sending->sealed = true;
    return true;
}

void sending_begin(struct sending *sending, int64_t now_ms)
{
    sending->save = SAVE_SAVING;
    sending->why = SAVE_WHY_NO_KEEPER;
    sending->asked = false;
    sending->deadline_ms = now_ms + SENDING_TRY_MS;
    sending->again_ms = now_ms;
}

static bool put(const struct sending *sending, struct link *link)
{
    struct post_message message = {.type = POST_PUT, .put = sending->put};
    message.put.letter = (const uint8_t *)sending->letter;
    return link_send(link, &message);
}

void sending_step(struct sending *sending, struct link *link, int64_t now_ms)
{
    if (sending->unsure && link_is_up(link))
        sending->unsure = !put(sending, link);
    if (sending->save != SAVE_SAVING)
        return;
    if (now_ms >= sending->deadline_ms) {
        fail(sending, sending->why);
        return;
    }
    if (sending->asked || now_ms < sending->again_ms || !link_is_up(link))
        return;
    sending->asked = put(sending, link);
    sending->again_ms = now_ms + SENDING_AGAIN_MS;
}

static enum save_why why_of(enum post_save result)
{
    switch (result) {
    case POST_SAVE_FULL:
        return SAVE_WHY_FULL;
    case POST_SAVE_NO_SPACE:
        return SAVE_WHY_NO_SPACE;
    case POST_SAVE_FAILED:
    case POST_SAVE_OK:
        break;
    }
    return SAVE_WHY_FAILED;
}

static bool is_ours(const struct sending *sending, const uint8_t id[POST_ID_BYTES])
{
    return sending->sealed && memcmp(sending->put.id, id, POST_ID_BYTES) == 0;
}

bool sending_saved(struct sending *sending, const uint8_t id[POST_ID_BYTES], enum post_save result,
                   int64_t now_ms)
{
    if (!is_ours(sending, id))
        return false;
    sending->asked = false;
    if (result == POST_SAVE_OK) { /* also when it comes late: it is kept, and that is what counts */
        if (sending->save != SAVE_DELIVERED)
            sending->save = SAVE_SAVED;
        return true;
    }
    if (sending->save != SAVE_SAVING)
        return true;
    sending->why = why_of(result);
    sending->again_ms = now_ms + SENDING_AGAIN_MS;
    if (result == POST_SAVE_FULL) /* trying again at once cannot help */
        fail(sending, SAVE_WHY_FULL);
    return true;
}

bool sending_state(struct sending *sending, const uint8_t id[POST_ID_BYTES], enum post_state state)
{
    if (!is_ours(sending, id))
        return false;
    if (state == POST_ARRIVED && sending->save != SAVE_NONE)
        sending->save = SAVE_DELIVERED;
    sending->aside = state == POST_SET_ASIDE;
    return true;
}

void sending_lost(struct sending *sending, int64_t now_ms)
{
    sending->unsure = sending->save == SAVE_SAVED;
    if (sending->save != SAVE_SAVING)
        return;
    sending->asked = false;
    sending->again_ms = now_ms;
}

void sending_give_up(struct sending *sending)
{
    if (sending->save == SAVE_SAVING)
        fail(sending, sending->why);
}

int64_t sending_due_ms(const struct sending *sending, const struct link *link)
{
    if (sending->save != SAVE_SAVING)
        return INT64_MAX;
    if (!sending_rests(sending, link) || sending->again_ms > sending->deadline_ms)
        return sending->deadline_ms;
    return sending->again_ms;
}

bool sending_rests(const struct sending *sending, const struct link *link)
{
    return sending->save == SAVE_SAVING && !sending->asked && link_is_up(link);
}

void sending_wipe(struct sending *sending)
{
    seal_wipe(sending, sizeof *sending);
}

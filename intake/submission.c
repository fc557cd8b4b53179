#include "intake/submission.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "intake/counties.h"
#include "intake/record.h"

/* Letters of this long after the campaign's end are still in time: a kiosk can be dark for weeks.
 */
static const int64_t grace_ms = INT64_C(14) * 24 * 3600 * 1000;

bool submission_key_parse(const char *key_header, uint8_t id[SEAL_ID_BYTES])
{
    char text[SEAL_UUID_TEXT];
    size_t len = key_header ? strlen(key_header) : 0;
    if (len != SEAL_UUID_TEXT - 1 + 2 || key_header[0] != '"' || key_header[len - 1] != '"')
        return false;
    memcpy(text, key_header + 1, SEAL_UUID_TEXT - 1);
    text[SEAL_UUID_TEXT - 1] = '\0';
    return seal_uuid_parse(text, id);
}

/* The body's JSON object, or NULL; the caller gives it back. */
static json_t *load(const char *body, size_t len)
{
    if (len == 0 || !utf8_is_valid(body, len))
        return NULL;
    json_t *json = json_loadb(body, len, JSON_REJECT_DUPLICATES, NULL);
    if (json_is_object(json))
        return json;
    json_decref(json);
    return NULL;
}

/* The members of an envelope; false and the place of what is missing. */
static bool read_envelope(const json_t *json, const char **kid, const char **id, const char **box,
                          struct problem_place *place)
{
    const char *suite = json_string_value(json_object_get(json, "suite"));
    *kid = json_string_value(json_object_get(json, "kid"));
    *id = json_string_value(json_object_get(json, "id"));
    *box = json_string_value(json_object_get(json, "box"));
    if (!suite || strcmp(suite, "x25519-seal") != 0)
        place->pointer = "/suite";
    else if (!*kid)
        place->pointer = "/kid";
    else if (!*id)
        place->pointer = "/id";
    else if (!*box)
        place->pointer = "/box";
    return place->pointer == NULL;
}

static enum problem open_envelope(const struct keys *keys, const json_t *json, char *record,
                                  size_t *record_len, const struct key_pair **pair,
                                  uint8_t id[SEAL_ID_BYTES], struct problem_place *place)
{
    const char *kid, *id_text, *box;
    if (!read_envelope(json, &kid, &id_text, &box, place))
        return PROBLEM_INVALID_FIELD;
    if (!seal_uuid_parse(id_text, id)) {
        place->pointer = "/id";
        return PROBLEM_INVALID_FIELD;
    }
    *pair = keys_find(keys, kid);
    if (!*pair)
        return PROBLEM_KEY_UNKNOWN;
    *record_len = seal_open(&(*pair)->seal, box, strlen(box), record, RECORD_BYTES_MAX);
    return *record_len > 0 ? PROBLEM_NONE : PROBLEM_SEAL_BROKEN;
}

enum problem submission_open(const struct keys *keys, const char *letter, size_t len, char *record,
                             size_t *record_len, const struct key_pair **pair)
{
    uint8_t id[SEAL_ID_BYTES];
    struct problem_place place = {0};
    json_t *json = load(letter, len);
    if (!json)
        return PROBLEM_MALFORMED;
    enum problem problem = open_envelope(keys, json, record, record_len, pair, id, &place);
    json_decref(json);
    return problem;
}

static void add_flag(struct submission *submission, const char *flag)
{
    size_t len = strlen(submission->flags);
    snprintf(submission->flags + len, sizeof submission->flags - len, "%s%s", len ? " " : "", flag);
}

/* What the office should see at a glance. None of it keeps a suggestion out. */
static void set_flags(struct submission *submission, const struct record *record,
                      const struct submission_rules *rules)
{
    const struct campaign_facts *facts = rules->facts;
    if (facts->ends_ms && record->created_ms > facts->ends_ms)
        add_flag(submission, "late");
    else if (facts->ends_ms && rules->now_ms > facts->ends_ms + grace_ms)
        add_flag(submission, "late-upload");
    if (facts->id[0] && strcmp(record->campaign, facts->id) != 0)
        add_flag(submission, "other-campaign");
    if (facts->notice[0] && strcmp(record->notice, facts->notice) != 0)
        add_flag(submission, "other-notice");
    if (!county_name(record->county))
        add_flag(submission, "county-unknown");
    if (strcmp(record->clock, "unknown") == 0)
        add_flag(submission, "clock-unknown");
    if (record->sealed_contact[0] && !record->may_contact)
        add_flag(submission, "contact-unasked");
}

static void print_reply(struct submission *submission, const struct key_pair *pair,
                        const char *receipt)
{
    uint8_t signature[SEAL_SIGNATURE_BYTES];
    char text[SEAL_SIGNATURE_BYTES * 2], uuid[SEAL_UUID_TEXT];
    seal_sign_receipt(&pair->seal, submission->row.id, submission->row.digest, signature);
    seal_base64_encode(signature, sizeof signature, text, sizeof text);
    seal_uuid_print(submission->row.id, uuid);
    snprintf(submission->reply, sizeof submission->reply,
             "{\"id\":\"%s\",\"receipt\":\"%s\",\"state\":\"received\",\"signature\":\"%s\"}\n",
             uuid, receipt, text);
}

/* Seals a record that came in plain, so that the disk never sees what people write. */
static enum problem reseal(struct submission *submission, const struct key_pair *pair,
                           const char *record, size_t len)
{
    submission->resealed = malloc(SEAL_LETTER_MAX + 1);
    if (!submission->resealed)
        return PROBLEM_OVERLOADED;
    submission->row.letter = submission->resealed;
    submission->row.letter_len = seal_letter(&pair->seal.known, submission->row.id, record, len,
                                             submission->resealed, SEAL_LETTER_MAX + 1);
    return submission->row.letter_len > 0 ? PROBLEM_NONE : PROBLEM_TOO_LARGE;
}

/* Checks the opened record and fills in the rest of the row. */
static enum problem take_record(const struct submission_rules *rules, const char *bytes, size_t len,
                                const struct key_pair *pair, struct submission *submission,
                                struct problem_place *place)
{
    struct record record;
    enum problem problem = record_parse(bytes, len, &record, place);
    if (problem != PROBLEM_NONE)
        return problem;
    if (memcmp(record.id, submission->row.id, SEAL_ID_BYTES) != 0) {
        place->pointer = "/id";
        problem = PROBLEM_INVALID_FIELD;
    } else {
        keys_hash_code(pair, record.receipt, record.code, submission->row.code);
        set_flags(submission, &record, rules);
        print_reply(submission, pair, record.receipt);
    }
    record_fini(&record);
    return problem;
}

static enum problem take_plain(const struct submission_rules *rules, const char *body, size_t len,
                               struct submission *submission, struct problem_place *place)
{
    const struct key_pair *pair = &rules->keys->pair[0];
    if (!rules->plain)
        return PROBLEM_PLAIN;
    submission->row.kid = pair->seal.known.kid;
    enum problem problem = take_record(rules, body, len, pair, submission, place);
    return problem == PROBLEM_NONE ? reseal(submission, pair, body, len) : problem;
}

static enum problem take_sealed(const struct submission_rules *rules, const json_t *json,
                                struct submission *submission, struct problem_place *place)
{
    char record[RECORD_BYTES_MAX];
    size_t record_len = 0;
    const struct key_pair *pair = NULL;
    uint8_t id[SEAL_ID_BYTES];
    enum problem problem = open_envelope(rules->keys, json, record, &record_len, &pair, id, place);
    if (problem != PROBLEM_NONE)
        return problem;
    if (memcmp(id, submission->row.id, SEAL_ID_BYTES) != 0) {
        place->pointer = "/id";
        problem = PROBLEM_INVALID_FIELD;
    } else {
        submission->row.kid = pair->seal.known.kid;
        problem = take_record(rules, record, record_len, pair, submission, place);
    }
    seal_wipe(record, record_len);
    return problem;
}

enum problem submission_read(const struct submission_rules *rules, const char *key_header,
                             const char *body, size_t len, struct submission *submission,
                             struct problem_place *place)
{
    *submission = (struct submission){0};
    *place = (struct problem_place){0};
    if (!submission_key_parse(key_header, submission->row.id))
        return PROBLEM_KEY_MISSING;
    if (len > SEAL_LETTER_MAX)
        return PROBLEM_TOO_LARGE;
    json_t *json = load(body, len);
    if (!json)
        return PROBLEM_MALFORMED;
    submission->row.letter = body;
    submission->row.letter_len = len;
    submission->row.flags = submission->flags;
    submission->row.arrived_ms = rules->now_ms;
    seal_digest(body, len, submission->row.digest);
    enum problem problem = json_object_get(json, "suite")
                               ? take_sealed(rules, json, submission, place)
                               : take_plain(rules, body, len, submission, place);
    json_decref(json);
    if (problem != PROBLEM_NONE)
        submission_fini(submission);
    return problem;
}

void submission_fini(struct submission *submission)
{
    free(submission->resealed);
    submission->resealed = NULL;
}

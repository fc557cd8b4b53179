#include "intake/record.h"

#include <string.h>

#include "core/clock.h"
#include "core/utf8.h"

enum { TOKEN_CHARS = 63, LINE_CHARS = 200, SEALED_CHARS = 4096, SEALED_OVERHEAD = 48 };

static bool is_token(const char *text)
{
    size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
    return len > 0 && len <= TOKEN_CHARS && text[len] == '\0';
}

static bool is_digits(const char *text, size_t count)
{
    return strspn(text, "0123456789") == count && text[count] == '\0';
}

static bool is_county(const char *text)
{
    return is_digits(text, 6);
}

static bool is_code(const char *text)
{
    return is_digits(text, 6);
}

static bool is_receipt(const char *text)
{
    return is_digits(text, 16) && seal_receipt_is_valid(text);
}

static bool is_clock(const char *text)
{
    return strcmp(text, "trusted") == 0 || strcmp(text, "plausible") == 0 ||
           strcmp(text, "unknown") == 0;
}

static bool is_control(uint32_t c)
{
    return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c <= 0x9f);
}

/* Well-formed, and nothing in it that is no character to read. */
static bool is_readable(const char *text, size_t len)
{
    size_t used;
    if (!utf8_is_valid(text, len))
        return false;
    for (size_t at = 0; at < len; at += used) {
        if (is_control(utf8_decode(text + at, len - at, &used)))
            return false;
    }
    return true;
}

static bool is_line(const char *text)
{
    size_t len = strlen(text);
    return is_readable(text, len) && !strchr(text, '\n') && utf8_count(text, len) <= LINE_CHARS;
}

/* Base64 of a sealed box; what is in it is for the office alone. */
static bool is_sealed(const char *text)
{
    uint8_t box[SEALED_CHARS];
    size_t text_len = strlen(text);
    size_t len =
        text_len <= SEALED_CHARS ? seal_base64_decode(text, text_len, box, sizeof box) : SIZE_MAX;
    return len != SIZE_MAX && len > SEALED_OVERHEAD;
}

struct member {
    const char *pointer; /* "/theme": the name behind the slash */
    bool (*is_right)(const char *text);
    size_t offset; /* of the field in struct record; SIZE_MAX: only checked */
    bool optional;
};

static const struct member members[] = {
    {"/receipt", is_receipt, offsetof(struct record, receipt), false},
    {"/code", is_code, offsetof(struct record, code), false},
    {"/campaign", is_token, offsetof(struct record, campaign), false},
    {"/theme", is_token, offsetof(struct record, theme), false},
    {"/channel", is_token, offsetof(struct record, channel), false},
    {"/from", is_token, SIZE_MAX, true},
    {"/county", is_county, offsetof(struct record, county), false},
    {"/clock", is_clock, offsetof(struct record, clock), false},
    {"/notice", is_line, offsetof(struct record, notice), true},
    {"/affiliation", is_line, SIZE_MAX, true},
    {"/agent", is_line, SIZE_MAX, true},
    {"/fw", is_line, SIZE_MAX, true},
    {"/sealed_contact", is_sealed, offsetof(struct record, sealed_contact), true},
};

static enum problem invalid(struct problem_place *place, const char *pointer)
{
    place->pointer = pointer;
    return PROBLEM_INVALID_FIELD;
}

/* A string without zero bytes; NULL if the member is something else. */
static const char *string_of(const json_t *value)
{
    const char *text = json_string_value(value);
    return text && strlen(text) == json_string_length(value) ? text : NULL;
}

static enum problem check_members(struct record *record, struct problem_place *place)
{
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        const struct member *member = &members[i];
        const json_t *value = json_object_get(record->json, member->pointer + 1);
        const char *text = string_of(value);
        if (!value && member->optional)
            text = "";
        else if (!text || !member->is_right(text))
            return invalid(place, member->pointer);
        if (member->offset != SIZE_MAX)
            memcpy((char *)record + member->offset, &text, sizeof text);
    }
    return PROBLEM_NONE;
}

static enum problem check_text(struct record *record, struct problem_place *place)
{
    const json_t *value = json_object_get(record->json, "text");
    if (!json_is_string(value) || json_string_length(value) == 0)
        return invalid(place, "/text");
    record->text = json_string_value(value);
    record->text_len = json_string_length(value);
    *place = (struct problem_place){.pointer = "/text"};
    if (!is_readable(record->text, record->text_len))
        return PROBLEM_CHARSET;
    size_t count = utf8_count(record->text, record->text_len);
    if (count <= RECORD_TEXT_CHARS)
        return PROBLEM_NONE;
    place->limit = RECORD_TEXT_CHARS;
    place->found = (long)count;
    return PROBLEM_TEXT_TOO_LONG;
}

/* Missing is fine and means false; anything but true and false is not. */
static bool is_absent_or_boolean(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return !value || json_is_boolean(value);
}

static enum problem check_switches(struct record *record, struct problem_place *place)
{
    const json_t *consent = json_object_get(record->json, "consent");
    record->may_contact = json_is_true(json_object_get(consent, "contact"));
    if (consent && (!json_is_object(consent) || !is_absent_or_boolean(consent, "contact") ||
                    !is_absent_or_boolean(consent, "publish")))
        return invalid(place, "/consent");
    if (!is_absent_or_boolean(record->json, "on_behalf"))
        return invalid(place, "/on_behalf");
    if (!is_absent_or_boolean(record->json, "rural"))
        return invalid(place, "/rural");
    return PROBLEM_NONE;
}

static enum problem check(struct record *record, struct problem_place *place)
{
    const char *id = string_of(json_object_get(record->json, "id"));
    enum problem problem;
    if (json_integer_value(json_object_get(record->json, "v")) != 1)
        return invalid(place, "/v");
    if (!id || !seal_uuid_parse(id, record->id))
        return invalid(place, "/id");
    record->created = string_of(json_object_get(record->json, "created"));
    if (!record->created || strlen(record->created) >= CLOCK_TEXT_MAX ||
        !clock_parse(record->created, &record->created_ms))
        return invalid(place, "/created");
    problem = check_members(record, place);
    if (problem == PROBLEM_NONE)
        problem = check_switches(record, place);
    if (problem == PROBLEM_NONE)
        problem = check_text(record, place);
    return problem;
}

enum problem record_parse(const char *bytes, size_t len, struct record *record,
                          struct problem_place *place)
{
    *record = (struct record){0};
    *place = (struct problem_place){0};
    if (len == 0 || len > RECORD_BYTES_MAX || !utf8_is_valid(bytes, len))
        return PROBLEM_MALFORMED;
    record->json = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(record->json)) {
        record_fini(record);
        return PROBLEM_MALFORMED;
    }
    enum problem problem = check(record, place);
    if (problem != PROBLEM_NONE)
        record_fini(record);
    else
        *place = (struct problem_place){0};
    return problem;
}

void record_fini(struct record *record)
{
    json_decref(record->json);
    *record = (struct record){0};
}

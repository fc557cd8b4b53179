/* One table says what each message carries; encoding and decoding both walk it, so they cannot
 * differ. Numbers are little-endian; a text is its length (2 bytes) and its bytes. */
#include "post/post.h"

#include <string.h>

enum { HEADER_BYTES = 8, RECEIPT_DIGITS = 16 };

static const uint8_t magic[2] = {'J', 'Y'};

enum kind {
    BYTES,   /* `size` bytes as they are */
    TEXT,    /* zero-terminated in a field of `size` bytes */
    RECEIPT, /* exactly 16 digits, zero-terminated */
    U32,
    U64,
    SWITCH, /* bool: 0 or 1 */
    CHOICE, /* enum: `least` to `size` */
    LETTER, /* length (4 bytes) and bytes of the letter of a struct post_put */
};

struct field {
    enum kind kind;
    size_t offset, size;
    unsigned least;
};

#define AT(member)   offsetof(struct post_message, member)
#define SIZE(member) sizeof(((struct post_message *)0)->member)

enum { FIELDS_MAX = 12 };

struct shape {
    size_t count;
    struct field fields[FIELDS_MAX];
};

static const struct shape shapes[] = {
    [POST_HELLO] = {4,
                    {{CHOICE, AT(hello.role), POST_OVERSEER, POST_FACE},
                     {U32, AT(hello.pid), 0, 0},
                     {U32, AT(hello.confined), 0, 0},
                     {TEXT, AT(hello.version), SIZE(hello.version), 0}}},
    [POST_PUT] = {5,
                  {{BYTES, AT(put.id), SIZE(put.id), 0},
                   {RECEIPT, AT(put.receipt), SIZE(put.receipt), 0},
                   {BYTES, AT(put.receipt_key), SIZE(put.receipt_key), 0},
                   {BYTES, AT(put.digest), SIZE(put.digest), 0},
                   {LETTER, AT(put), 0, 1}}},
    [POST_SAVED] = {2,
                    {{BYTES, AT(saved.id), SIZE(saved.id), 0},
                     {CHOICE, AT(saved.result), POST_SAVE_FAILED, 0}}},
    [POST_STATUS] = {12,
                     {{U32, AT(status.waiting), 0, 0},
                      {U32, AT(status.delivered), 0, 0},
                      {U32, AT(status.refused), 0, 0},
                      {U64, AT(status.total), 0, 0},
                      {CHOICE, AT(status.store), POST_STORE_RENEWED, 0},
                      {CHOICE, AT(status.net), POST_NET_HELD, 0},
                      {TEXT, AT(status.net_why), SIZE(status.net_why), 0},
                      {TEXT, AT(status.campaign), SIZE(status.campaign), 0},
                      {U32, AT(status.installs), 0, 0},
                      {SWITCH, AT(status.stop), 0, 0},
                      {U32, AT(status.day), 0, 0},
                      {U32, AT(status.today), 0, 0}}},
    [POST_STATE] = {2,
                    {{BYTES, AT(state.id), SIZE(state.id), 0},
                     {CHOICE, AT(state.state), POST_SET_ASIDE, 0}}},
    [POST_NEXT] = {0, {{0}}},
    [POST_LETTER] = {2, {{BYTES, AT(put.id), SIZE(put.id), 0}, {LETTER, AT(put), 0, 0}}},
    [POST_DELIVERED] = {2,
                        {{BYTES, AT(delivered.id), SIZE(delivered.id), 0},
                         {BYTES, AT(delivered.signature), SIZE(delivered.signature), 0}}},
    [POST_MARKED] = {2,
                     {{BYTES, AT(marked.id), SIZE(marked.id), 0},
                      {SWITCH, AT(marked.right), 0, 0}}},
    [POST_REFUSED] = {3,
                      {{BYTES, AT(refused.id), SIZE(refused.id), 0},
                       {U32, AT(refused.http_status), 0, 0},
                       {TEXT, AT(refused.why), SIZE(refused.why), 0}}},
    [POST_LATER] = {3,
                    {{BYTES, AT(refused.id), SIZE(refused.id), 0},
                     {U32, AT(refused.http_status), 0, 0},
                     {TEXT, AT(refused.why), SIZE(refused.why), 0}}},
    [POST_COURIER_STATUS] = {2,
                             {{CHOICE, AT(courier.net), POST_NET_HELD, 0},
                              {TEXT, AT(courier.why), SIZE(courier.why), 0}}},
    [POST_INSTALLED] = {1, {{TEXT, AT(installed.version), SIZE(installed.version), 0}}},
    [POST_CONTACT] = {0, {{0}}},
    [POST_FAULT] = {2,
                    {{U32, AT(fault.number), 0, 0}, {TEXT, AT(fault.what), SIZE(fault.what), 0}}},
    [POST_PLAY] = {3,
                   {{TEXT, AT(play.poster), SIZE(play.poster), 0},
                    {U64, AT(play.wall_ms), 0, 0},
                    {U32, AT(play.seconds), 0, 0}}},
    [POST_SETTINGS] = {4,
                       {{SWITCH, AT(settings.set), 0, 0},
                        {SWITCH, AT(settings.locked), 0, 0},
                        {TEXT, AT(settings.county), SIZE(settings.county), 0},
                        {TEXT, AT(settings.token), SIZE(settings.token), 0}}},
    [POST_UNLOCK] = {1, {{TEXT, AT(unlock.token), SIZE(unlock.token), 0}}},
    [POST_ASK_FACTS] = {0, {{0}}},
    [POST_FACTS] = {8,
                    {{TEXT, AT(facts.keeper), SIZE(facts.keeper), 0},
                     {TEXT, AT(facts.courier), SIZE(facts.courier), 0},
                     {U32, AT(facts.keeper_confined), 0, 0},
                     {U32, AT(facts.courier_confined), 0, 0},
                     {U32, AT(facts.disk_free_mb), 0, 0},
                     {U64, AT(facts.contact_ms), 0, 0},
                     {SWITCH, AT(facts.has_token), 0, 0},
                     {U32, AT(facts.faults), 0, 0}}},
    [POST_FAULT_NOTE] = {5,
                         {{U32, AT(note.number), 0, 0},
                          {U32, AT(note.times), 0, 0},
                          {U64, AT(note.first_ms), 0, 0},
                          {U64, AT(note.last_ms), 0, 0},
                          {TEXT, AT(note.what), SIZE(note.what), 0}}},
    [POST_INTAKE] = {3,
                     {{TEXT, AT(intake.kid), SIZE(intake.kid), 0},
                      {BYTES, AT(intake.receipt_key), SIZE(intake.receipt_key), 0},
                      {U64, AT(intake.issued_ms), 0, 0}}},
    [POST_ASK_TIME] = {0, {{0}}},
    [POST_NONCE] = {2,
                    {{TEXT, AT(nonce.kid), SIZE(nonce.kid), 0},
                     {BYTES, AT(nonce.nonce), SIZE(nonce.nonce), 0}}},
    [POST_TIME] = {2,
                   {{U64, AT(time.wall_ms), 0, 0},
                    {BYTES, AT(time.signature), SIZE(time.signature), 0}}},
    [POST_CLOCK] = {3,
                    {{SWITCH, AT(clock.right), 0, 0},
                     {U64, AT(clock.wall_ms), 0, 0},
                     {U64, AT(clock.steady_ms), 0, 0}}},
    [POST_PROBE] = {1, {{SWITCH, AT(probe.write), 0, 0}}},
    [POST_PROBED] = {1, {{CHOICE, AT(probed.result), POST_SAVE_FAILED, 0}}},
};

static const struct shape *shape_of(unsigned type)
{
    return type >= POST_HELLO && type < sizeof shapes / sizeof shapes[0] ? &shapes[type] : NULL;
}

static void write_number(uint8_t *bytes, uint64_t value, size_t len)
{
    for (size_t i = 0; i < len; i++)
        bytes[i] = (uint8_t)(value >> (8 * i));
}

static uint64_t read_number(const uint8_t *bytes, size_t len)
{
    uint64_t value = 0;
    for (size_t i = len; i > 0; i--)
        value = value << 8 | bytes[i - 1];
    return value;
}

static bool is_receipt(const char *text)
{
    return strnlen(text, RECEIPT_DIGITS + 1) == RECEIPT_DIGITS &&
           strspn(text, "0123456789") == RECEIPT_DIGITS;
}

/* Where the next bytes go; `fits` turns false and stays so when a value is out of bounds. */
struct writer {
    uint8_t *at, *end;
    bool fits;
};

static void put_bytes(struct writer *out, const void *bytes, size_t len)
{
    if (!out->fits || (size_t)(out->end - out->at) < len) {
        out->fits = false;
        return;
    }
    memcpy(out->at, bytes, len);
    out->at += len;
}

static void put_number(struct writer *out, uint64_t value, size_t len)
{
    uint8_t bytes[8];
    write_number(bytes, value, len);
    put_bytes(out, bytes, len);
}

static void put_text(struct writer *out, const char *text, size_t size)
{
    size_t len = strnlen(text, size);
    out->fits = out->fits && len < size;
    put_number(out, len, 2);
    put_bytes(out, text, len);
}

static void put_letter(struct writer *out, const struct post_put *put, size_t least)
{
    out->fits = out->fits && put->letter_len >= least && put->letter_len <= POST_LETTER_MAX;
    put_number(out, put->letter_len, 4);
    if (put->letter_len > 0)
        put_bytes(out, put->letter, put->letter_len);
}

static void put_choice(struct writer *out, const struct field *field, const uint8_t *from)
{
    unsigned value;
    memcpy(&value, from, sizeof value);
    out->fits = out->fits && value >= field->least && value <= field->size;
    put_number(out, value, 1);
}

static void put_field(struct writer *out, const struct field *field,
                      const struct post_message *message)
{
    const uint8_t *from = (const uint8_t *)message + field->offset;
    uint32_t u32;
    uint64_t u64;
    switch (field->kind) {
    case BYTES:
        put_bytes(out, from, field->size);
        break;
    case TEXT:
        put_text(out, (const char *)from, field->size);
        break;
    case RECEIPT:
        out->fits = out->fits && is_receipt((const char *)from);
        put_bytes(out, from, RECEIPT_DIGITS);
        break;
    case U32:
        memcpy(&u32, from, sizeof u32);
        put_number(out, u32, sizeof u32);
        break;
    case U64:
        memcpy(&u64, from, sizeof u64);
        put_number(out, u64, sizeof u64);
        break;
    case SWITCH:
        put_number(out, *(const bool *)from, 1);
        break;
    case CHOICE:
        put_choice(out, field, from);
        break;
    case LETTER:
        put_letter(out, (const struct post_put *)from, field->least);
        break;
    }
}

size_t post_encode(const struct post_message *message, struct post_buffer *buffer)
{
    const struct shape *shape = shape_of((unsigned)message->type);
    struct writer out = {buffer->bytes, buffer->bytes + sizeof buffer->bytes, true};
    if (!shape)
        return 0;
    put_bytes(&out, magic, sizeof magic);
    put_number(&out, POST_VERSION, 1);
    put_number(&out, message->type, 1);
    put_number(&out, 0, 4);
    for (size_t i = 0; i < shape->count; i++)
        put_field(&out, &shape->fields[i], message);
    if (!out.fits)
        return 0;
    size_t len = (size_t)(out.at - buffer->bytes);
    write_number(buffer->bytes + 4, len - HEADER_BYTES, 4);
    return len;
}

/* What is left to read; `good` turns false and stays so at the first wrong byte. */
struct reader {
    const uint8_t *at, *end;
    bool good;
};

/* The next len bytes, NULL where they are not there. */
static const uint8_t *take_bytes(struct reader *in, size_t len)
{
    const uint8_t *bytes = in->at;
    if (!in->good || (size_t)(in->end - in->at) < len) {
        in->good = false;
        return NULL;
    }
    in->at += len;
    return bytes;
}

static uint64_t take_number(struct reader *in, size_t len)
{
    const uint8_t *bytes = take_bytes(in, len);
    return bytes ? read_number(bytes, len) : 0;
}

static void take_text(struct reader *in, char *text, size_t size)
{
    size_t len = (size_t)take_number(in, 2);
    in->good = in->good && len < size;
    const uint8_t *bytes = take_bytes(in, len);
    if (!bytes || memchr(bytes, '\0', len)) {
        in->good = false;
        return;
    }
    memcpy(text, bytes, len);
    text[len] = '\0';
}

static void take_receipt(struct reader *in, char *text)
{
    const uint8_t *bytes = take_bytes(in, RECEIPT_DIGITS);
    if (!bytes)
        return;
    memcpy(text, bytes, RECEIPT_DIGITS);
    text[RECEIPT_DIGITS] = '\0';
    in->good = is_receipt(text);
}

static void take_letter(struct reader *in, struct post_put *put, size_t least)
{
    put->letter_len = (size_t)take_number(in, 4);
    in->good = in->good && put->letter_len >= least && put->letter_len <= POST_LETTER_MAX;
    put->letter = take_bytes(in, put->letter_len);
}

static unsigned take_choice(struct reader *in, const struct field *field)
{
    unsigned value = (unsigned)take_number(in, 1);
    in->good = in->good && value >= field->least && value <= field->size;
    return value;
}

static void take_field(struct reader *in, const struct field *field, struct post_message *message)
{
    uint8_t *to = (uint8_t *)message + field->offset;
    const uint8_t *bytes;
    uint32_t u32;
    uint64_t u64;
    unsigned choice;
    switch (field->kind) {
    case BYTES:
        bytes = take_bytes(in, field->size);
        if (bytes)
            memcpy(to, bytes, field->size);
        break;
    case TEXT:
        take_text(in, (char *)to, field->size);
        break;
    case RECEIPT:
        take_receipt(in, (char *)to);
        break;
    case U32:
        u32 = (uint32_t)take_number(in, sizeof u32);
        memcpy(to, &u32, sizeof u32);
        break;
    case U64:
        u64 = take_number(in, sizeof u64);
        memcpy(to, &u64, sizeof u64);
        break;
    case SWITCH:
        choice = (unsigned)take_number(in, 1);
        in->good = in->good && choice <= 1;
        *(bool *)to = choice == 1;
        break;
    case CHOICE:
        choice = take_choice(in, field);
        memcpy(to, &choice, sizeof choice);
        break;
    case LETTER:
        take_letter(in, (struct post_put *)to, field->least);
        break;
    }
}

bool post_decode(const uint8_t *bytes, size_t len, struct post_message *message)
{
    *message = (struct post_message){0};
    if (len < HEADER_BYTES || memcmp(bytes, magic, sizeof magic) != 0 || bytes[2] != POST_VERSION ||
        read_number(bytes + 4, 4) != len - HEADER_BYTES)
        return false;
    const struct shape *shape = shape_of(bytes[3]);
    struct reader in = {bytes + HEADER_BYTES, bytes + len, shape != NULL};
    if (!shape)
        return false;
    message->type = (enum post_type)bytes[3];
    for (size_t i = 0; i < shape->count && in.good; i++)
        take_field(&in, &shape->fields[i], message);
    return in.good && in.at == in.end;
}

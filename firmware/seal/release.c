#include "seal/release.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "seal/minisign.h"

enum { FIELDS = 7, ROLLOUT_ALL = 100, HASH_TEXT = 2 * RELEASE_HASH_BYTES + 1 };

#define NUMBER_MOST INT64_C(9007199254740992) /* 2^53: exact in every JSON reader */

/* What a campaign is signed with must never pass for firmware: this names the kind of paper. */
static const char format[] = "jianyan firmware 1";

/* One member that is known: a text, or a whole number. */
struct field {
    const char *name;
    char *text;
    int64_t *number;
    bool needed, seen;
};

struct reader {
    const char *at, *end;
    struct field field[FIELDS];
    char *why;
};

__attribute__((format(printf, 2, 3))) static bool wrong(char *why, const char *text, ...)
{
    va_list args;
    va_start(args, text);
    vsnprintf(why, RELEASE_WHY_MAX, text, args);
    va_end(args);
    return false;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void skip_space(struct reader *reader)
{
    while (reader->at < reader->end && is_space(*reader->at))
        reader->at++;
}

static bool take(struct reader *reader, char c)
{
    skip_space(reader);
    if (reader->at == reader->end || *reader->at != c)
        return false;
    reader->at++;
    return true;
}

/* The rest of a text whose first quote was taken; RELEASE_NAME_MAX + 1 bytes. */
static bool take_text(struct reader *reader, char *text)
{
    size_t len = 0;
    for (; reader->at < reader->end && *reader->at != '"'; reader->at++) {
        if (len == RELEASE_NAME_MAX || (unsigned char)*reader->at < 0x20 || *reader->at == '\\')
            return false;
        text[len++] = *reader->at;
    }
    text[len] = '\0';
    return take(reader, '"');
}

static bool take_number(struct reader *reader, int64_t *number)
{
    const char *begin = reader->at;
    *number = 0;
    for (; reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9'; reader->at++) {
        *number = *number * 10 + (*reader->at - '0');
        if (*number > NUMBER_MOST)
            return false;
    }
    return reader->at > begin;
}

static struct field *find(struct reader *reader, const char *name)
{
    for (size_t i = 0; i < FIELDS; i++) {
        if (strcmp(reader->field[i].name, name) == 0)
            return &reader->field[i];
    }
    return NULL;
}

static bool take_member(struct reader *reader)
{
    char name[RELEASE_NAME_MAX + 1], text[RELEASE_NAME_MAX + 1];
    int64_t number = 0;
    if (!take(reader, '"') || !take_text(reader, name) || !take(reader, ':'))
        return wrong(reader->why, RELEASE_PAPER ": is no flat JSON object");
    struct field *field = find(reader, name);
    bool is_text = take(reader, '"');
    if (!(is_text ? take_text(reader, text) : take_number(reader, &number)))
        return wrong(reader->why, RELEASE_PAPER ": \"%s\" is neither a short text nor a number",
                     name);
    if (!field)
        return true;
    if (field->seen || is_text != (field->text != NULL))
        return wrong(reader->why, RELEASE_PAPER ": \"%s\" is %s", name,
                     field->seen     ? "there twice"
                     : field->number ? "no number"
                                     : "no text");
    field->seen = true;
    if (is_text)
        memcpy(field->text, text, sizeof text);
    else
        *field->number = number;
    return true;
}

static bool take_object(struct reader *reader)
{
    bool more = take(reader, '{');
    if (!more)
        return wrong(reader->why, RELEASE_PAPER ": is no JSON object");
    for (; more; more = take(reader, ',')) {
        if (!take_member(reader))
            return false;
    }
    bool ended = take(reader, '}');
    skip_space(reader);
    if (!ended || reader->at != reader->end)
        return wrong(reader->why, RELEASE_PAPER ": does not end as a JSON object does");
    for (size_t i = 0; i < FIELDS; i++) {
        if (reader->field[i].needed && !reader->field[i].seen)
            return wrong(reader->why, RELEASE_PAPER ": \"%s\" is missing", reader->field[i].name);
    }
    return true;
}

static bool parse(const struct release_papers *papers, struct release *release, char *why)
{
    char kind[RELEASE_NAME_MAX + 1] = "", board[RELEASE_NAME_MAX + 1] = "";
    char kernel[RELEASE_NAME_MAX + 1] = "", hash[RELEASE_NAME_MAX + 1] = "";
    struct reader reader = {
        .at = papers->paper,
        .end = papers->paper + papers->paper_len,
        .field = {{"format", kind, NULL, true, false},
                  {"board", board, NULL, true, false},
                  {"kernel", kernel, NULL, false, false},
                  {"version", NULL, &release->version, true, false},
                  {"bytes", NULL, &release->bytes, true, false},
                  {"rollout", NULL, &release->rollout, false, false},
                  {"hash", hash, NULL, true, false}},
        .why = why,
    };
    size_t hash_len = 0;
    if (!take_object(&reader))
        return false;
    if (strcmp(kind, format) != 0)
        return wrong(why, RELEASE_PAPER ": \"format\" is \"%s\"; this updater reads \"%s\"", kind,
                     format);
    if (strlen(board) >= sizeof release->board || strlen(kernel) >= sizeof release->kernel)
        return wrong(why, RELEASE_PAPER ": a name is too long");
    if (release->version < 1 || release->bytes < 1)
        return wrong(why, RELEASE_PAPER ": \"version\" and \"bytes\" begin at 1");
    if (release->rollout > ROLLOUT_ALL)
        return wrong(why, RELEASE_PAPER ": \"rollout\" is 0 to 100");
    if (strlen(hash) != HASH_TEXT - 1 ||
        sodium_hex2bin(release->hash, sizeof release->hash, hash, HASH_TEXT - 1, NULL, &hash_len,
                       NULL) != 0 ||
        hash_len != sizeof release->hash)
        return wrong(why, RELEASE_PAPER ": \"hash\" must be 64 hexadecimal digits");
    memcpy(release->board, board, sizeof release->board);
    memcpy(release->kernel, kernel, sizeof release->kernel);
    return true;
}

bool release_read(const char *update_key, const struct release_papers *papers,
                  struct release *release, char why[RELEASE_WHY_MAX])
{
    struct minisign_public key;
    *release = (struct release){.rollout = ROLLOUT_ALL};
    if (!minisign_public_parse(update_key, &key))
        return wrong(why, "trust_key: its second is no minisign public key");
    enum minisign_verdict verdict = minisign_verify(&key, papers->paper, papers->paper_len,
                                                    papers->signature, papers->signature_len);
    if (verdict != MINISIGN_GOOD)
        return wrong(why, RELEASE_SIGNATURE ": %s", minisign_verdict_str(verdict));
    return parse(papers, release, why);
}

/* The first line of the file system/name. */
static bool read_line(const char *system, const char *name, char line[RELEASE_NAME_MAX])
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", system, name);
    FILE *file = fopen(path, "re");
    bool read = file && fgets(line, RELEASE_NAME_MAX, file);
    if (file)
        fclose(file);
    if (read)
        line[strcspn(line, "\r\n")] = '\0';
    return read && line[0];
}

bool release_running(const char *system, struct release *running)
{
    char text[RELEASE_NAME_MAX], *end = text;
    *running = (struct release){0};
    if (!read_line(system, "board", running->board) || !read_line(system, "version", text))
        return false;
    errno = 0;
    long long version = strtoll(text, &end, 10);
    if (errno || end == text || *end || version <= 0)
        return false;
    running->version = version;
    return true;
}

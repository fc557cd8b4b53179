#include "campaign/manifest.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "campaign/channels.h"
#include "campaign/reach.h"
#include "campaign/sentences.h"
#include "campaign/take.h"

enum {
    FORMAT = 1,
    SECONDS_LEAST = 3,
    SECONDS_MOST = 3600,
    FADE_MOST = 4000,
    SECONDS_DEFAULT = 12,
};

#define VERSION_MOST INT64_C(9007199254740992) /* 2^53: exact in every JSON reader */

static bool parse_head(const struct place *top, const json_t *root, struct manifest *m)
{
    int64_t format = 0;
    const json_t *enabled = json_object_get(root, "enabled");
    if (!take_number(top, root, "format", 1, INT32_MAX, &format))
        return false;
    if (format != FORMAT)
        return place_wrong(top, "format", "is %lld, made for a newer version; this one reads %d",
                           (long long)format, FORMAT);
    if (enabled && !json_is_boolean(enabled))
        return place_wrong(top, "enabled", "must be true or false");
    m->enabled = !enabled || json_is_true(enabled);
    if (!take_id(top, root, "id", m->id) ||
        !take_number(top, root, "version", 1, VERSION_MOST, &m->version) ||
        !take_time(top, root, "issued", &m->issued_ms) ||
        !take_time(top, root, "expires", &m->expires_ms))
        return false;
    return m->expires_ms > m->issued_ms || place_wrong(top, "expires", "must be after issued");
}

static bool parse_texts(const struct place *top, const json_t *root, struct manifest *m)
{
    struct place place = {.why = top->why};
    const json_t *notice, *complaint, *intake;
    if (!take_text(top, root, "title", m->title, sizeof m->title, TAKE_NEEDED) ||
        !take_text(top, root, "host", m->host, sizeof m->host, 0) ||
        !take_url(top, root, "h5_url", m->h5_url, 0) ||
        !take_text(top, root, "reply", m->reply, sizeof m->reply, 0) ||
        !take_object(top, root, "notice", &notice) ||
        !take_object(top, root, "complaint", &complaint) ||
        !take_object(top, root, "intake", &intake))
        return false;
    snprintf(place.name, sizeof place.name, "notice.");
    if (!take_text(&place, notice, "text", m->notice, sizeof m->notice, TAKE_NEEDED) ||
        !take_text(&place, notice, "contact", m->notice_contact, sizeof m->notice_contact, 0) ||
        !take_text(&place, notice, "version", m->notice_version, sizeof m->notice_version,
                   TAKE_NEEDED))
        return false;
    snprintf(place.name, sizeof place.name, "complaint.");
    if (!take_text(&place, complaint, "name", m->complaint_name, sizeof m->complaint_name, 0) ||
        !take_url(&place, complaint, "url", m->complaint_url, 0) ||
        !take_text(&place, complaint, "phone", m->complaint_phone, sizeof m->complaint_phone, 0))
        return false;
    snprintf(place.name, sizeof place.name, "intake.");
    return take_url(&place, intake, "url", m->intake_url, 0) &&
           take_text(&place, intake, "keys", m->intake_keys, sizeof m->intake_keys, 0);
}

bool manifest_has_theme(const struct manifest *m, const char *id)
{
    for (size_t i = 0; i < m->themes; i++) {
        if (strcmp(m->theme[i].id, id) == 0)
            return true;
    }
    return false;
}

static bool parse_themes(const struct place *top, const json_t *root, struct manifest *m)
{
    const json_t *list;
    if (!take_list(top, root, "themes", MANIFEST_THEMES_MAX, &list))
        return false;
    if (json_array_size(list) == 0)
        return place_wrong(top, "themes", "must have at least one");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *value = json_array_get(list, i);
        const struct place place = place_item(top, "themes", i);
        struct manifest_theme *theme = &m->theme[m->themes];
        if (!take_id(&place, value, "id", theme->id) ||
            !take_text(&place, value, "name", theme->name, sizeof theme->name, TAKE_NEEDED) ||
            !take_text(&place, value, "example", theme->example, sizeof theme->example, 0))
            return false;
        if (manifest_has_theme(m, theme->id))
            return place_wrong(&place, "id", "\"%s\" is there twice", theme->id);
        m->themes++;
    }
    return true;
}

/* 64 lower-case hexadecimal digits. */
static bool is_hash(const char *text)
{
    return strlen(text) == MANIFEST_HASH_TEXT - 1 &&
           strspn(text, "0123456789abcdef") == MANIFEST_HASH_TEXT - 1;
}

static bool parse_blobs(const struct place *top, const json_t *root, struct manifest *m)
{
    const json_t *list;
    if (!take_list(top, root, "blobs", MANIFEST_BLOBS_MAX, &list))
        return false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *value = json_array_get(list, i);
        const struct place place = place_item(top, "blobs", i);
        struct manifest_blob *blob = &m->blob[m->blobs++];
        int64_t bytes = 0;
        if (!take_text(&place, value, "hash", blob->hash, sizeof blob->hash, TAKE_NEEDED) ||
            !take_number(&place, value, "bytes", 1, MANIFEST_BLOB_BYTES_MAX, &bytes))
            return false;
        if (!is_hash(blob->hash))
            return place_wrong(&place, "hash", "must be 64 hexadecimal digits");
        blob->bytes = (size_t)bytes;
    }
    return true;
}

static bool find_blob(const struct manifest *m, const char *hash)
{
    for (size_t i = 0; i < m->blobs; i++) {
        if (strcmp(m->blob[i].hash, hash) == 0)
            return true;
    }
    return false;
}

/* Checks all pictures; the one for this profile goes to poster->hash (else empty). */
static bool parse_pictures(const struct place *place, const json_t *value, const char *profile,
                           const struct manifest *m, struct manifest_poster *poster)
{
    const json_t *pictures, *picture;
    const char *name;
    if (!take_object(place, value, "pictures", &pictures))
        return false;
    if (!pictures)
        return place_wrong(place, "pictures", "is missing");
    json_object_foreach((json_t *)pictures, name, picture)
    {
        const char *hash = json_string_value(picture);
        if (!hash || !find_blob(m, hash))
            return place_wrong(place, "pictures", "\"%.32s\" names no blob", name);
        if (profile && strcmp(name, profile) == 0)
            memcpy(poster->hash, hash, sizeof poster->hash);
    }
    return true;
}

static bool parse_poster(const struct place *place, const json_t *value, const char *profile,
                         struct manifest *m)
{
    struct manifest_poster poster = {0};
    int64_t seconds = SECONDS_DEFAULT, fade = -1;
    if (!take_id(place, value, "id", poster.id) ||
        !take_text(place, value, "theme", poster.theme, sizeof poster.theme, 0) ||
        !take_text(place, value, "alt", poster.alt, sizeof poster.alt, TAKE_NEEDED))
        return false;
    if (json_object_get(value, "seconds") &&
        !take_number(place, value, "seconds", SECONDS_LEAST, SECONDS_MOST, &seconds))
        return false;
    if (poster.theme[0] && !manifest_has_theme(m, poster.theme))
        return place_wrong(place, "theme", "\"%s\" is none of themes", poster.theme);
    if (json_object_get(value, "fade") && !take_number(place, value, "fade", 0, FADE_MOST, &fade))
        return false;
    poster.seconds = (int)seconds;
    poster.fade_ms = (int)fade;
    if (!parse_pictures(place, value, profile, m, &poster))
        return false;
    if (poster.hash[0])
        m->poster[m->posters++] = poster;
    return true;
}

static bool parse_posters(const struct place *top, const json_t *root, const char *profile,
                          struct manifest *m)
{
    const json_t *list;
    if (!take_list(top, root, "posters", MANIFEST_POSTERS_MAX, &list))
        return false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const struct place place = place_item(top, "posters", i);
        if (!parse_poster(&place, json_array_get(list, i), profile, m))
            return false;
    }
    return true;
}

static bool parse_root(const json_t *root, const char *profile, struct manifest *m, char *why)
{
    const struct place top = {.why = why};
    return parse_head(&top, root, m) && reach_parse(&top, root, m) && parse_texts(&top, root, m) &&
           parse_themes(&top, root, m) && channels_parse(&top, root, m) &&
           sentences_parse(&top, root, m) && parse_blobs(&top, root, m) &&
           parse_posters(&top, root, profile, m);
}

/* jansson recurses; a manifest is four deep. Brackets in texts count too: harmless. */
static bool is_too_deep(const char *bytes, size_t len)
{
    int depth = 0;
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] == '[' || bytes[i] == '{')
            depth++;
        else if (bytes[i] == ']' || bytes[i] == '}')
            depth--;
        if (depth > 64)
            return true;
    }
    return false;
}

enum manifest_verdict manifest_parse(const char *bytes, size_t len, const char *profile,
                                     struct manifest *manifest, char *why)
{
    json_error_t error;
    *manifest = (struct manifest){0};
    why[0] = '\0';
    if (len > MANIFEST_BYTES_MAX || is_too_deep(bytes, len)) {
        snprintf(why, MANIFEST_TEXT_MAX, "too large or too deep");
        return MANIFEST_MALFORMED;
    }
    json_t *root = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, &error);
    if (!root) {
        snprintf(why, MANIFEST_TEXT_MAX, "line %d, column %d: %s", error.line, error.column,
                 error.text);
        return MANIFEST_MALFORMED;
    }
    bool good = parse_root(root, profile, manifest, why);
    json_decref(root);
    if (!good)
        return MANIFEST_MALFORMED;
    if (profile && manifest->posters == 0 && manifest->enabled) {
        snprintf(why, MANIFEST_TEXT_MAX, "posters: none has a picture for %.32s", profile);
        return MANIFEST_NO_PROFILE;
    }
    return MANIFEST_GOOD;
}

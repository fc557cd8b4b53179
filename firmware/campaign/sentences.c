#include "campaign/sentences.h"

#include <string.h>

static const char place_slot[] = "{place}", topic_slot[] = "{topic}";

/* -- requests -- */

const char *sentence_fault(const char *request)
{
    bool inside = false, slot = false;
    for (const char *at = request; *at; at++) {
        bool is_slot = strncmp(at, place_slot, sizeof place_slot - 1) == 0 ||
                       strncmp(at, topic_slot, sizeof topic_slot - 1) == 0;
        if (*at == '{' && (!is_slot || !inside || slot))
            return "has a brace that is not one {place} or {topic} in brackets";
        if ((*at == '[' && inside) || (*at == ']' && !(inside && slot)))
            return "has a bracket without {place} or {topic}, or one within another";
        if (*at == '[' || *at == ']')
            inside = *at == '[';
        slot = inside && (slot || is_slot);
    }
    return inside ? "has a bracket that is not closed" : NULL;
}

/* What is written to, as far as there is room. */
struct out {
    char *text;
    size_t size, len;
    bool full;
};

static void put(struct out *out, const char *text, size_t len)
{
    if (out->len + len >= out->size) {
        out->full = true;
        return;
    }
    memcpy(out->text + out->len, text, len);
    out->len += len;
}

/* What stands in a part of a request, from behind its bracket on. */
static const char *chosen_in(const char *part, const char *place, const char *topic)
{
    return strncmp(strchr(part, '{'), place_slot, sizeof place_slot - 1) == 0 ? place : topic;
}

bool sentence_fill(const char *request, const char *place, const char *topic, char *text,
                   size_t size)
{
    struct out out = {text, size, 0, size == 0};
    const char *chosen = "";
    for (const char *at = request; *at && !out.full; at++) {
        if (*at == '[') {
            chosen = chosen_in(at, place, topic);
            if (!*chosen)
                at = strchr(at, ']');
        } else if (*at == '{') {
            put(&out, chosen, strlen(chosen));
            at = strchr(at, '}');
        } else if (*at != ']') {
            put(&out, at, 1);
        }
    }
    if (size > 0)
        text[out.full ? 0 : out.len] = '\0';
    return !out.full;
}

/* -- reading -- */

static bool parse_requests(const struct place *place, const json_t *value,
                           char request[MANIFEST_REQUESTS_MAX][MANIFEST_REQUEST_MAX], size_t *count)
{
    const json_t *list;
    if (!take_some(place, value, "requests", MANIFEST_REQUESTS_MAX, &list))
        return false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *text = json_string_value(json_array_get(list, i));
        size_t len = text ? json_string_length(json_array_get(list, i)) : 0;
        if (len == 0 || len >= MANIFEST_REQUEST_MAX || !take_is_plain(text))
            return place_wrong(place, "requests",
                               "must be texts of 1 to %d bytes without control characters",
                               MANIFEST_REQUEST_MAX - 1);
        const char *fault = sentence_fault(text);
        if (fault)
            return place_wrong(place, "requests", "\"%s\" %s", text, fault);
        memcpy(request[(*count)++], text, len + 1);
    }
    return true;
}

static bool parse_places(const struct place *top, const json_t *value, struct manifest *m)
{
    const json_t *list;
    if (!take_some(top, value, "places", MANIFEST_PLACES_MAX, &list))
        return false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const struct place place = place_item(top, "sentences.places", i);
        const json_t *item = json_array_get(list, i);
        struct manifest_place *at = &m->place[m->places++];
        if (!take_text(&place, item, "name", at->name, sizeof at->name, TAKE_NEEDED) ||
            !take_county(&place, item, "county", at->county))
            return false;
    }
    return true;
}

static bool parse_topics(const struct place *top, const json_t *value, struct manifest *m)
{
    const json_t *list;
    if (!take_some(top, value, "topics", MANIFEST_TOPICS_MAX, &list))
        return false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const struct place place = place_item(top, "sentences.topics", i);
        const json_t *item = json_array_get(list, i);
        struct manifest_topic *at = &m->topic[m->topics++];
        if (!take_text(&place, item, "name", at->name, sizeof at->name, TAKE_NEEDED) ||
            !take_text(&place, item, "theme", at->theme, sizeof at->theme, 0) ||
            !parse_requests(&place, item, at->request, &at->requests))
            return false;
        if (at->theme[0] && !manifest_has_theme(m, at->theme))
            return place_wrong(&place, "theme", "\"%s\" is none of themes", at->theme);
    }
    return true;
}

bool sentences_parse(const struct place *top, const json_t *root, struct manifest *manifest)
{
    const struct place place = {"sentences.", top->why};
    const json_t *value;
    return take_object(top, root, "sentences", &value) && parse_places(&place, value, manifest) &&
           parse_topics(&place, value, manifest) &&
           parse_requests(&place, value, manifest->request, &manifest->requests);
}

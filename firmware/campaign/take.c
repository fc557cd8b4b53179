#include "campaign/take.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/clock.h"

bool place_wrong(const struct place *place, const char *member, const char *format, ...)
{
    char what[MANIFEST_TEXT_MAX / 2];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    snprintf(place->why, MANIFEST_TEXT_MAX, "%s%s: %s", place->name, member, what);
    return false;
}

struct place place_item(const struct place *parent, const char *list, size_t i)
{
    struct place place = {.why = parent->why};
    snprintf(place.name, sizeof place.name, "%s[%zu].", list, i);
    return place;
}

bool take_is_plain(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            return false;
    }
    return true;
}

bool take_text(const struct place *place, const json_t *object, const char *member, char *text,
               size_t size, int needed)
{
    const json_t *value = json_object_get(object, member);
    text[0] = '\0';
    if (!value)
        return needed ? place_wrong(place, member, "is missing") : true;
    if (!json_is_string(value))
        return place_wrong(place, member, "must be a text");
    const char *from = json_string_value(value);
    size_t len = json_string_length(value);
    if (needed && len == 0)
        return place_wrong(place, member, "must not be empty");
    if (len >= size)
        return place_wrong(place, member, "is too long: %zu bytes, at most %zu", len, size - 1);
    if (!take_is_plain(from))
        return place_wrong(place, member, "has a line break or another control character");
    memcpy(text, from, len + 1);
    return true;
}

bool take_id(const struct place *place, const json_t *object, const char *member, char *id)
{
    if (!take_text(place, object, member, id, MANIFEST_NAME_MAX, TAKE_NEEDED))
        return false;
    if (id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-_")])
        return place_wrong(place, member, "may have only a-z, 0-9, '-' and '_', not \"%s\"", id);
    return true;
}

bool take_url(const struct place *place, const json_t *object, const char *member, char *url,
              int needed)
{
    if (!take_text(place, object, member, url, MANIFEST_URL_MAX, needed))
        return false;
    if (url[0] && strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0)
        return place_wrong(place, member,
                           "must begin with https:// (http:// for tests on one machine)");
    if (strpbrk(url, " \"<>\\^`{|}"))
        return place_wrong(place, member, "has a character that no URL has");
    return true;
}

bool take_number(const struct place *place, const json_t *object, const char *member, int64_t least,
                 int64_t most, int64_t *number)
{
    const json_t *value = json_object_get(object, member);
    if (!value)
        return place_wrong(place, member, "is missing");
    if (!json_is_integer(value))
        return place_wrong(place, member, "must be a whole number");
    *number = json_integer_value(value);
    if (*number < least || *number > most)
        return place_wrong(place, member, "must be %lld to %lld", (long long)least,
                           (long long)most);
    return true;
}

bool take_time(const struct place *place, const json_t *object, const char *member, int64_t *ms)
{
    char text[CLOCK_TEXT_MAX];
    if (!take_text(place, object, member, text, sizeof text, TAKE_NEEDED))
        return false;
    if (!clock_parse(text, ms))
        return place_wrong(place, member,
                           "must be a time like 2020-08-20T09:00:00+08:00, not \"%s\"", text);
    return true;
}

bool take_object(const struct place *place, const json_t *parent, const char *member,
                 const json_t **object)
{
    *object = json_object_get(parent, member);
    if (*object && !json_is_object(*object))
        return place_wrong(place, member, "must be an object");
    return true;
}

bool take_county(const struct place *place, const json_t *object, const char *member,
                 char county[AREA_TEXT])
{
    if (!take_text(place, object, member, county, AREA_TEXT, 0))
        return false;
    if (!area_is_code(county))
        return place_wrong(place, member, "must be the code of GB/T 2260 or its beginning");
    return true;
}

bool take_list(const struct place *place, const json_t *parent, const char *member, size_t most,
               const json_t **list)
{
    *list = json_object_get(parent, member);
    if (!*list)
        return place_wrong(place, member, "is missing");
    if (!json_is_array(*list))
        return place_wrong(place, member, "must be a list");
    if (json_array_size(*list) > most)
        return place_wrong(place, member, "has %zu items, at most %zu", json_array_size(*list),
                           most);
    return true;
}

bool take_some(const struct place *place, const json_t *parent, const char *member, size_t most,
               const json_t **list)
{
    *list = NULL;
    return !json_object_get(parent, member) || take_list(place, parent, member, most, list);
}

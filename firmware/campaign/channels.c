#include "campaign/channels.h"

#include <string.h>

#include "campaign/area.h"

enum { POSTCODE_DIGITS = 6 };

/* What a kind of channel cannot do without. */
static const struct {
    const char *name;
    enum manifest_channel_kind kind;
    const char *needed; /* member */
} kinds[] = {
    {"web", CHANNEL_WEB, "url"},           {"h5", CHANNEL_H5, "url"},
    {"letter", CHANNEL_LETTER, "address"}, {"phone", CHANNEL_PHONE, "phone"},
    {"help", CHANNEL_HELP, NULL},
};

enum { KINDS = sizeof kinds / sizeof kinds[0] };

/* -- reading -- */

/* A day like 2020-10-31, which counts to its end. */
static bool take_day(const struct place *place, const json_t *value,
                     struct manifest_deadline *deadline)
{
    int64_t start_ms;
    if (!take_text(place, value, "until", deadline->until, sizeof deadline->until, TAKE_NEEDED))
        return false;
    if (!clock_parse(deadline->until, &start_ms))
        return place_wrong(place, "until", "must be a day like 2020-10-31, not \"%s\"",
                           deadline->until);
    deadline->over_ms = start_ms + CHANNELS_DAY_MS;
    return true;
}

/* The index of a deadline, -1 if there is none of that id. */
static int find_deadline(const struct manifest *m, const char *id)
{
    for (size_t i = 0; i < m->deadlines; i++) {
        if (strcmp(m->deadline[i].id, id) == 0)
            return (int)i;
    }
    return -1;
}

static bool parse_deadlines(const struct place *top, const json_t *root, struct manifest *m)
{
    const json_t *list;
    if (!take_some(top, root, "deadlines", MANIFEST_DEADLINES_MAX, &list))
        return false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *value = json_array_get(list, i);
        const struct place place = place_item(top, "deadlines", i);
        struct manifest_deadline *deadline = &m->deadline[m->deadlines];
        if (!take_id(&place, value, "id", deadline->id) ||
            !take_text(&place, value, "name", deadline->name, sizeof deadline->name, TAKE_NEEDED) ||
            !take_day(&place, value, deadline))
            return false;
        if (find_deadline(m, deadline->id) >= 0)
            return place_wrong(&place, "id", "\"%s\" is there twice", deadline->id);
        m->deadlines++;
    }
    return true;
}

/* The index of a kind, KINDS for one of a newer version. */
static bool take_kind(const struct place *place, const json_t *value, size_t *kind)
{
    char name[MANIFEST_NAME_MAX];
    if (!take_id(place, value, "kind", name))
        return false;
    for (*kind = 0; *kind < KINDS && strcmp(kinds[*kind].name, name) != 0; ++*kind)
        continue;
    return true;
}

static bool take_postcode(const struct place *place, const json_t *value, char postcode[7])
{
    if (!take_text(place, value, "postcode", postcode, POSTCODE_DIGITS + 1, 0))
        return false;
    size_t digits = strspn(postcode, "0123456789");
    return !postcode[0] || (digits == POSTCODE_DIGITS && !postcode[digits]) ||
           place_wrong(place, "postcode", "must have six digits, not \"%s\"", postcode);
}

static bool take_deadline(const struct place *place, const json_t *value, const struct manifest *m,
                          int *deadline)
{
    char id[MANIFEST_NAME_MAX];
    *deadline = -1;
    if (!take_text(place, value, "deadline", id, sizeof id, 0))
        return false;
    if (id[0])
        *deadline = find_deadline(m, id);
    return !id[0] || *deadline >= 0 ||
           place_wrong(place, "deadline", "\"%s\" is none of deadlines", id);
}

static bool parse_channel(const struct place *place, const json_t *value, struct manifest *m)
{
    struct manifest_channel channel = {0};
    size_t kind;
    if (!take_kind(place, value, &kind) ||
        !take_text(place, value, "name", channel.name, sizeof channel.name, TAKE_NEEDED) ||
        !take_url(place, value, "url", channel.url, 0) ||
        !take_postcode(place, value, channel.postcode) ||
        !take_text(place, value, "address", channel.address, sizeof channel.address, 0) ||
        !take_text(place, value, "phone", channel.phone, sizeof channel.phone, 0) ||
        !take_text(place, value, "hours", channel.hours, sizeof channel.hours, 0) ||
        !take_county(place, value, "county", channel.county) ||
        !take_deadline(place, value, m, &channel.deadline))
        return false;
    if (kind == KINDS)
        return true;
    channel.kind = kinds[kind].kind;
    const char *needed = kinds[kind].needed;
    if (needed && json_string_length(json_object_get(value, needed)) == 0)
        return place_wrong(place, needed, "is missing");
    if (channel.kind == CHANNEL_HELP && !channel.address[0] && !channel.phone[0])
        return place_wrong(place, "address", "is missing, and so is phone");
    m->channel[m->channels++] = channel;
    return true;
}

bool channels_parse(const struct place *top, const json_t *root, struct manifest *manifest)
{
    const json_t *list;
    if (!parse_deadlines(top, root, manifest) ||
        !take_some(top, root, "channels", MANIFEST_CHANNELS_MAX, &list))
        return false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const struct place place = place_item(top, "channels", i);
        if (!parse_channel(&place, json_array_get(list, i), manifest))
            return false;
    }
    return true;
}

/* -- choosing -- */

bool deadline_is_open(const struct manifest_deadline *deadline, const struct clock_now *now)
{
    return now->state != CLOCK_TRUSTED || now->wall_ms < deadline->over_ms;
}

static bool is_shown(const struct manifest *m, size_t i, const char *county,
                     const struct clock_now *now)
{
    const struct manifest_channel *channel = &m->channel[i];
    return area_is_near(channel->county, county) &&
           (channel->deadline < 0 || deadline_is_open(&m->deadline[channel->deadline], now));
}

/* Sorted by this: help points last, those of smaller areas first among them. */
static int rank(const struct manifest_channel *channel)
{
    return channel->kind == CHANNEL_HELP ? 1 + AREA_DIGITS - (int)area_digits(channel->county) : 0;
}

size_t channels_open(const struct manifest *manifest, const char *county,
                     const struct clock_now *now, size_t open[MANIFEST_CHANNELS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < manifest->channels; i++) {
        if (!is_shown(manifest, i, county, now))
            continue;
        size_t at = count++;
        for (; at > 0 && rank(&manifest->channel[i]) < rank(&manifest->channel[open[at - 1]]); at--)
            open[at] = open[at - 1];
        open[at] = i;
    }
    return count;
}

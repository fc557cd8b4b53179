#include "face/sentence.h"

#include <stdio.h>
#include <string.h>

#include "campaign/area.h"
#include "campaign/sentences.h"
#include "face/counties.h"
#include "strings/strings.h"

/* -- what every device knows -- */

struct topic {
    const char *theme, *name;
    const char *request[MANIFEST_REQUESTS_MAX];
};

#define TOPIC(theme, ...)
#define REQUEST(text)
#define PLACE(name) name,
static const char *const places[] = {
#include "sentences/sentences.def"
};
#undef PLACE
#undef TOPIC

#define PLACE(name)
#define TOPIC(theme, name, ...) {theme, name, {__VA_ARGS__}},
static const struct topic topics[] = {
#include "sentences/sentences.def"
};
#undef TOPIC
#undef REQUEST

#define TOPIC(theme, ...)
#define REQUEST(text) text,
static const char *const requests[] = {
#include "sentences/sentences.def"
};
#undef PLACE
#undef TOPIC
#undef REQUEST

enum {
    PLACES = sizeof places / sizeof places[0],
    TOPICS = sizeof topics / sizeof topics[0],
    REQUESTS = sizeof requests / sizeof requests[0],
    CHOICES_STEP = 512, /* a power of two: up to 1023 choices are found */
};

_Static_assert(PLACES + MANIFEST_PLACES_MAX + 256 < 2 * CHOICES_STEP, "256 counties, and room");

/* Place i of a list that is walked through: true when it has come down to it. */
static bool is_it(size_t *i)
{
    return (*i)-- == 0;
}

/* -- places -- */

static const char *campaign_place(const struct sentence_source *source, bool near, size_t *i)
{
    const struct manifest *m = source->manifest;
    for (size_t k = 0; m && k < m->places; k++) {
        const struct manifest_place *place = &m->place[k];
        bool here = place->county[0] && area_is_near(place->county, source->county);
        if ((near ? here : !place->county[0]) && is_it(i))
            return place->name;
    }
    return NULL;
}

/* The other places of the device's region, or those of all other regions. */
static const char *other_county(const struct county *own, bool near, size_t *i)
{
    for (int region = 0; region < REGION_COUNT; region++) {
        if ((own && region == (int)own->region) != near)
            continue;
        size_t count = counties_count((enum county_region)region);
        for (size_t k = 0; k < count; k++) {
            const struct county *county = counties_at((enum county_region)region, k);
            if (county != own && is_it(i))
                return county->name;
        }
    }
    return NULL;
}

/* The device's county, its towns, words like 我们村, then the other counties, nearest first. */
static const char *place_at(const struct sentence_source *source, size_t i)
{
    const struct county *own = counties_find(source->county);
    const char *found;
    if (own && is_it(&i))
        return own->name;
    if ((found = campaign_place(source, true, &i)) || (found = campaign_place(source, false, &i)))
        return found;
    if (i < PLACES)
        return places[i];
    i -= PLACES;
    found = other_county(own, true, &i);
    return found ? found : other_county(own, false, &i);
}

/* -- topics -- */

/* A topic, the campaign's or ours. */
struct view {
    const struct manifest_topic *campaign;
    const struct topic *ours;
};

static const char *view_name(struct view view)
{
    return view.campaign ? view.campaign->name : view.ours->name;
}

/* 0: of the chosen theme, 1: of all, 2: of another. */
static int view_rank(const struct sentence_source *source, struct view view)
{
    const char *theme = view.campaign ? view.campaign->theme : view.ours->theme;
    if (!theme[0])
        return 1;
    return strcmp(theme, source->theme) == 0 ? 0 : 2;
}

static const struct manifest_topic *campaign_topic(const struct manifest *m, const char *name)
{
    for (size_t i = 0; m && i < m->topics; i++) {
        if (strcmp(m->topic[i].name, name) == 0)
            return &m->topic[i];
    }
    return NULL;
}

/* All topics in the order they were written; false behind the last. Ours may be replaced: skip. */
static bool view_at(const struct sentence_source *source, size_t k, struct view *view)
{
    size_t theirs = source->manifest ? source->manifest->topics : 0;
    *view = (struct view){0};
    if (k < theirs)
        view->campaign = &source->manifest->topic[k];
    else if (k < theirs + TOPICS)
        view->ours = &topics[k - theirs];
    return view->campaign || view->ours;
}

static bool is_replaced(const struct sentence_source *source, struct view view)
{
    return view.ours && campaign_topic(source->manifest, view.ours->name);
}

static const char *topic_at(const struct sentence_source *source, size_t i)
{
    struct view view;
    for (int rank = 0; rank <= 2; rank++) {
        for (size_t k = 0; view_at(source, k, &view); k++) {
            if (view_rank(source, view) == rank && !is_replaced(source, view) && is_it(&i))
                return view_name(view);
        }
    }
    return NULL;
}

/* -- requests -- */

/* Request i of the topic of that name itself. */
static const char *own_request(const struct sentence_source *source, const char *topic, size_t *i)
{
    const struct manifest_topic *campaign = campaign_topic(source->manifest, topic);
    for (size_t k = 0; campaign && k < campaign->requests; k++) {
        if (is_it(i))
            return campaign->request[k];
    }
    for (size_t t = 0; !campaign && t < TOPICS; t++) {
        for (size_t k = 0; strcmp(topics[t].name, topic) == 0 && k < MANIFEST_REQUESTS_MAX; k++) {
            if (topics[t].request[k] && is_it(i))
                return topics[t].request[k];
        }
    }
    return NULL;
}

static const char *request_at(const struct sentence_source *source, const char *topic, size_t i)
{
    const struct manifest *m = source->manifest;
    const char *own = own_request(source, topic, &i);
    if (own)
        return own;
    for (size_t k = 0; m && k < m->requests; k++) {
        if (is_it(&i))
            return m->request[k];
    }
    return i < REQUESTS ? requests[i] : NULL;
}

/* -- cells -- */

static const char *choice_at(const struct sentence_source *source, const struct sentence *sentence,
                             size_t i)
{
    switch (sentence->step) {
    case SENTENCE_PLACE:
        return place_at(source, i);
    case SENTENCE_TOPIC:
        return topic_at(source, i);
    case SENTENCE_REQUEST:
        break;
    }
    return request_at(source, sentence->topic, i);
}

/* Behind the last choice there is none any more: looked for by halves, in few steps. */
static size_t choices(const struct sentence_source *source, const struct sentence *sentence)
{
    size_t count = 0;
    for (size_t step = CHOICES_STEP; step > 0; step /= 2) {
        if (choice_at(source, sentence, count + step - 1))
            count += step;
    }
    return count;
}

/* Choices on a page: one more where none has to be turned. */
static size_t per_page(size_t count)
{
    return count < SENTENCE_CELLS ? SENTENCE_CELLS - 1 : SENTENCE_CELLS - 2;
}

size_t sentence_cells(const struct sentence_source *source, const struct sentence *sentence)
{
    size_t count = choices(source, sentence), page = per_page(count);
    size_t pages = count ? (count + page - 1) / page : 1;
    return count + pages * (SENTENCE_CELLS - page);
}

/* Which choice cell i is; SIZE_MAX for one that is none, which `kind` tells apart. */
static size_t choice_of(size_t count, size_t i, enum sentence_cell *kind)
{
    size_t page = per_page(count), from = i / SENTENCE_CELLS * page, at = i % SENTENCE_CELLS;
    size_t here = count - from < page ? count - from : page;
    bool turns = page < SENTENCE_CELLS - 1;
    *kind = at < here ? SENTENCE_CHOICE : at == here && turns ? SENTENCE_MORE : SENTENCE_SKIP;
    if (from > count || (from == count && i > 0) || at > here + turns)
        *kind = SENTENCE_NONE;
    return from + at;
}

enum sentence_cell sentence_cell(const struct sentence_source *source,
                                 const struct sentence *sentence, size_t i,
                                 char label[SENTENCE_TEXT_MAX])
{
    enum sentence_cell kind;
    size_t at = choice_of(choices(source, sentence), i, &kind);
    const char *text = kind == SENTENCE_CHOICE ? choice_at(source, sentence, at)
                       : kind == SENTENCE_MORE ? str_text(STR_SENTENCE_MORE)
                       : kind == SENTENCE_SKIP ? str_text(STR_SENTENCE_SKIP)
                                               : "";
    if (kind == SENTENCE_CHOICE && sentence->step == SENTENCE_REQUEST)
        sentence_fill(text, sentence->place[0] ? "…" : "", sentence->topic, label,
                      SENTENCE_TEXT_MAX);
    else
        snprintf(label, SENTENCE_TEXT_MAX, "%s", text);
    return kind;
}

/* -- choosing -- */

bool sentence_choose(const struct sentence_source *source, struct sentence *sentence, size_t i,
                     char text[SENTENCE_TEXT_MAX])
{
    static const char nothing_asked[] = "[{place}][{topic}]";
    enum sentence_cell kind;
    size_t at = choice_of(choices(source, sentence), i, &kind);
    const char *chosen = kind == SENTENCE_CHOICE ? choice_at(source, sentence, at) : NULL;
    text[0] = '\0';
    if (kind != SENTENCE_CHOICE && kind != SENTENCE_SKIP)
        return false;
    if (sentence->step == SENTENCE_REQUEST) {
        sentence_fill(chosen ? chosen : nothing_asked, sentence->place, sentence->topic, text,
                      SENTENCE_TEXT_MAX);
        return true;
    }
    char *slot = sentence->step == SENTENCE_PLACE ? sentence->place : sentence->topic;
    snprintf(slot, MANIFEST_NAME_MAX, "%s", chosen ? chosen : "");
    sentence->step++;
    return false;
}

bool sentence_back(struct sentence *sentence)
{
    if (sentence->step == SENTENCE_PLACE)
        return false;
    sentence->step--;
    (sentence->step == SENTENCE_PLACE ? sentence->place : sentence->topic)[0] = '\0';
    return true;
}

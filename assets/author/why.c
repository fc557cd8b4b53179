/* why: what becomes of each poster at some time, in the words of the function that devices ask. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "author/author.h"
#include "campaign/reach.h"
#include "campaign/showing.h"

enum { REASON_MAX = 256 };

/* The campaign as devices of one profile read it. */
struct view {
    const struct conf_profile *profile;
    struct manifest *manifest; /* owned */
    int round_s;               /* once through all its posters */
};

static const struct manifest_poster *find_poster(const struct manifest *manifest, const char *id)
{
    for (size_t i = 0; i < manifest->posters; i++) {
        if (strcmp(manifest->poster[i].id, id) == 0)
            return &manifest->poster[i];
    }
    return NULL;
}

/* Where it is off for this class although it is shown elsewhere: " except in 500103 510". */
static void add_exceptions(const struct view *view, char *reason)
{
    const char *word = ", except in";
    for (size_t i = 0; i < view->manifest->offs; i++) {
        const struct manifest_off *off = &view->manifest->off[i];
        size_t len = strlen(reason);
        if (!(off->classes & 1U << view->profile->class) || !off->county[0])
            continue;
        snprintf(reason + len, REASON_MAX - len, "%s %s", word, off->county);
        word = "";
    }
}

static void explain_shown(const struct view *view, const struct manifest_poster *poster,
                          const struct why_request *why, char *reason)
{
    char who[64] = "";
    if (view->manifest->rollout < REACH_ALL)
        snprintf(who, sizeof who, " on %d of 100 devices", view->manifest->rollout);
    snprintf(reason, REASON_MAX, "shown, %d s of every %d%s", poster->seconds, view->round_s, who);
    if (!why->county[0])
        add_exceptions(view, reason);
}

static void explain(const struct view *view, const char *id, const struct why_request *why,
                    char *reason)
{
    char at[CLOCK_TEXT_MAX];
    const struct manifest_poster *poster = find_poster(view->manifest, id);
    enum showing showing = showing_at(view->manifest, view->profile->class, why->county, &why->at);
    clock_format(view->manifest->expires_ms, at);
    memmove(strchr(at, '.'), strchr(at, '+'), sizeof "+08:00"); /* no thousandths */
    if (showing == SHOWING_OVER)
        snprintf(reason, REASON_MAX, "not shown, %s since %s", showing_str(showing), at);
    else if (showing != SHOWING_ON)
        snprintf(reason, REASON_MAX, "not shown, %s%s", showing_str(showing),
                 view->manifest->enabled ? " there" : "");
    else if (!poster)
        snprintf(reason, REASON_MAX, "not shown, it has no picture");
    else
        explain_shown(view, poster, why, reason);
}

/* One line; profiles with the same reason stand together. */
static void print_line(const char *id, const struct view *views, size_t count,
                       const struct why_request *why)
{
    char reasons[AUTHOR_PROFILES_MAX][REASON_MAX];
    printf("%s", id);
    for (size_t i = 0; i < count; i++)
        explain(&views[i], id, why, reasons[i]);
    for (size_t i = 0; i < count; i++) {
        bool told = false;
        for (size_t k = 0; k < i; k++)
            told = told || strcmp(reasons[k], reasons[i]) == 0;
        if (told)
            continue;
        fputs(i == 0 ? ":" : ";", stdout);
        for (size_t k = i; k < count; k++) {
            if (strcmp(reasons[k], reasons[i]) == 0)
                printf(" %s", views[k].profile->name);
        }
        printf(": %s", reasons[i]);
    }
    putchar('\n');
}

static bool open_view(struct view *view, const struct conf_profile *profile,
                      const struct package *package)
{
    char text[MANIFEST_TEXT_MAX];
    *view = (struct view){profile, malloc(sizeof *view->manifest), 0};
    if (!view->manifest)
        return false;
    enum manifest_verdict verdict = manifest_parse(package->manifest, package->manifest_len,
                                                   profile->name, view->manifest, text);
    for (size_t i = 0; i < view->manifest->posters; i++)
        view->round_s += view->manifest->poster[i].seconds;
    return verdict == MANIFEST_GOOD || verdict == MANIFEST_NO_PROFILE;
}

static bool print_all(const struct source *source, const struct request *request,
                      const struct package *package, const struct why_request *why)
{
    const struct conf_profile *profiles[AUTHOR_PROFILES_MAX];
    struct view views[AUTHOR_PROFILES_MAX] = {{0}};
    size_t count = package_profiles(source, request, profiles), i;
    bool good = true;
    json_t *poster;
    for (size_t k = 0; k < count; k++)
        good = open_view(&views[k], profiles[k], package) && good;
    json_array_foreach(json_object_get(source->root, "posters"), i, poster)
    {
        if (good)
            print_line(json_string_value(json_object_get(poster, "id")), views, count, why);
    }
    for (size_t k = 0; k < count; k++)
        free(views[k].manifest);
    return good;
}

int command_why(const char *dir, const struct request *request, const struct why_request *why)
{
    struct source source;
    struct package package = {0};
    struct request outline = *request;
    outline.outline = true;
    bool good = source_open(&source, dir) && package_build(&source, &outline, &package) &&
                print_all(&source, &outline, &package, why);
    package_free(&package);
    source_close(&source);
    return good ? 0 : 1;
}

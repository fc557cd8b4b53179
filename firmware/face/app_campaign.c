/* What is shown and asked: the campaign that is installed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "campaign/showing.h"
#include "core/log.h"
#include "face/app.h"

/* What conf and campaign say of the intake; conf wins. */
static void read_intake(struct app *app)
{
    const char *line = app->conf->intake_keys;
    if (!line[0] && app->catalogue.installed)
        line = app->catalogue.manifest.intake_keys;
    app->intake_known = line[0] && seal_intake_parse(line, &app->intake);
    if (line[0] && !app->intake_known)
        log_error("campaign", "the intake's keys cannot be read: %.40s", line);
    if (!app->intake_known && app->catalogue.installed)
        app_fault(app, FAULT_NO_INTAKE_KEYS, line[0] ? "they cannot be read" : "there are none");
}

static size_t find_theme(const struct app *app, const char *id)
{
    for (size_t i = 0; i < app_themes(app); i++) {
        if (strcmp(app_theme_id(app, i), id) == 0)
            return i;
    }
    return 0;
}

static size_t find_poster(const struct manifest *manifest, const char *id)
{
    for (size_t i = 0; i < manifest->posters; i++) {
        if (strcmp(manifest->poster[i].id, id) == 0)
            return i;
    }
    return 0;
}

/* Puts the new catalogue in the old one's place; poster and theme stay where both have them. */
static void take(struct app *app, const struct catalogue *next)
{
    char theme[MANIFEST_NAME_MAX], poster[MANIFEST_NAME_MAX] = "";
    snprintf(theme, sizeof theme, "%s", app_theme_id(app, app->theme));
    if (app->catalogue.installed)
        snprintf(poster, sizeof poster, "%s", app->catalogue.manifest.poster[app->posters.at].id);
    catalogue_close(&app->catalogue);
    app->catalogue = *next;
    app->theme = find_theme(app, theme);
    posters_show(&app->posters, &app->catalogue, find_poster(&next->manifest, poster),
                 app->now.mono_ms);
    log_info("campaign", "showing id=%s version=%lld posters=%zu", next->manifest.id,
             (long long)next->manifest.version, next->manifest.posters);
}

/* Somebody has switched it off: not even what was shown before. */
static void close_campaign(struct app *app)
{
    catalogue_close(&app->catalogue);
    app->catalogue.off = true;
}

void app_campaign_open(struct app *app)
{
    struct catalogue *next = app->safe ? NULL : calloc(1, sizeof *next);
    if (next && catalogue_open(next, app->state_fd, app->conf))
        take(app, next);
    else if (next && next->off)
        close_campaign(app);
    else if (!next && !app->safe)
        log_error("campaign", "out of memory");
    free(next);
    read_intake(app);
    app_campaign_check(app);
}

static bool is_stopped(const struct app *app)
{
    return app->status.stop || faccessat(app->state_fd, "stop", F_OK, 0) == 0;
}

static enum showing showing(const struct app *app)
{
    if (app->catalogue.off)
        return SHOWING_OFF;
    return app->catalogue.installed
               ? showing_at(&app->catalogue.manifest, app->conf->profile->class, app->conf->county,
                            &app->now)
               : SHOWING_ON;
}

static const char no_campaign[] = "no campaign can be shown";
static const char no_poster[] = "no poster can be shown";

static const char *why_not(const struct app *app)
{
    if (app->safe)
        return "safe mode";
    if (showing(app) != SHOWING_ON)
        return showing_str(showing(app));
    if (!app->catalogue.installed)
        return no_campaign;
    if (is_stopped(app))
        return "the stop file is there";
    return app->posters.file ? NULL : no_poster;
}

void app_campaign_check(struct app *app)
{
    bool news = app->campaign_on || !app->campaign_checked;
    const char *why = why_not(app);
    app->campaign_on = !why;
    app->campaign_checked = true;
    if (!why || !news)
        return;
    fade_end(&app->posters.fade); /* nothing is left that would end it */
    if (why == no_campaign || why == no_poster)
        app_fault(app, FAULT_NO_CAMPAIGN, why);
    log_info("campaign", "%s: %s", app_is_home(app) ? "television" : "built-in poster", why);
    if (app_is_home(app))
        app_television(app, KEY_NONE);
}

const struct manifest *app_manifest(const struct app *app)
{
    return app->campaign_on ? &app->catalogue.manifest : NULL;
}

size_t app_themes(const struct app *app)
{
    size_t themes = app->catalogue.installed ? app->catalogue.manifest.themes : 0;
    return themes ? themes : 1;
}

static const struct manifest_theme *theme_at(const struct app *app, size_t i)
{
    bool there = app->catalogue.installed && i < app->catalogue.manifest.themes;
    return there ? &app->catalogue.manifest.theme[i] : NULL;
}

const char *app_theme_id(const struct app *app, size_t i)
{
    const struct manifest_theme *theme = theme_at(app, i);
    return theme ? theme->id : "other";
}

const char *app_theme_name(const struct app *app, size_t i)
{
    const struct manifest_theme *theme = theme_at(app, i);
    return theme ? theme->name : str_text(STR_THEME_OTHER);
}

const char *app_theme_example(const struct app *app, size_t i)
{
    const struct manifest_theme *theme = theme_at(app, i);
    return theme ? theme->example : "";
}

enum token app_theme_token(size_t i)
{
    static const enum token tokens[] = {TOKEN_JADE, TOKEN_RIVER, TOKEN_CITRUS};
    return tokens[i % (sizeof tokens / sizeof tokens[0])];
}

const char *app_channel(const struct app *app)
{
    return app_is_home(app) ? "stb" : "kiosk";
}

bool app_page_url(const struct app *app, char url[APP_URL_BYTES])
{
    const char *page = app->conf->h5_url;
    if (!page[0] && app->campaign_on)
        page = app->catalogue.manifest.h5_url;
    if (!page[0])
        return false;
    snprintf(url, APP_URL_BYTES, "%s%cch=%s&county=%s", page, strchr(page, '?') ? '&' : '?',
             app_channel(app), app->conf->county);
    return true;
}

void app_page_host(const struct app *app, char host[APP_URL_BYTES])
{
    const struct manifest *manifest = app_manifest(app);
    char url[APP_URL_BYTES];
    host[0] = '\0';
    if (!app_page_url(app, url))
        return;
    if (!app->conf->h5_url[0] && manifest && manifest->host[0]) {
        snprintf(host, APP_URL_BYTES, "%s", manifest->host);
        return;
    }
    const char *scheme = strstr(url, "://");
    const char *from = scheme ? scheme + 3 : url;
    snprintf(host, APP_URL_BYTES, "%.*s", (int)strcspn(from, "/?#"), from);
}

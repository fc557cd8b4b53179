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
    app_tell_intake(app);
    app_campaign_check(app);
}

static bool is_stopped(const struct app *app)
{
    return app->status.stop || faccessat(app->state_fd, "stop", F_OK, 0) == 0;
}

/* Why nothing of a campaign is shown: for the log, and for whoever stands before the device. */
enum why { WHY_SHOWN, WHY_SAFE, WHY_OFF, WHY_OVER, WHY_STOPPED, WHY_NONE, WHY_NO_POSTER };

static const struct {
    const char *log;
    enum str words;
} reasons[] = {
    [WHY_SHOWN] = {"", STR_COUNT},
    [WHY_SAFE] = {"safe mode", STR_SERVICE_CAMPAIGN_SAFE},
    [WHY_OFF] = {"the campaign is switched off", STR_SERVICE_CAMPAIGN_OFF},
    [WHY_OVER] = {"the campaign is over", STR_SERVICE_CAMPAIGN_OVER},
    [WHY_STOPPED] = {"the stop file is there", STR_SERVICE_CAMPAIGN_STOPPED},
    [WHY_NONE] = {"no campaign can be shown", STR_SERVICE_CAMPAIGN_NONE},
    [WHY_NO_POSTER] = {"no poster can be shown", STR_SERVICE_CAMPAIGN_POSTERS},
};

static enum why why_not(const struct app *app)
{
    const struct catalogue *catalogue = &app->catalogue;
    const char *county = app->conf->placed ? app->conf->county : "";
    if (app->safe)
        return WHY_SAFE;
    if (catalogue->off)
        return WHY_OFF;
    if (!catalogue->installed)
        return WHY_NONE;
    if (is_stopped(app))
        return WHY_STOPPED;
    switch (showing_at(&catalogue->manifest, app->conf->profile->class, county, &app->now)) {
    case SHOWING_OFF:
        return WHY_OFF;
    case SHOWING_OVER:
        return WHY_OVER;
    case SHOWING_ON:
        break;
    }
    return app->posters.file ? WHY_SHOWN : WHY_NO_POSTER;
}

enum str app_campaign_words(const struct app *app)
{
    return reasons[why_not(app)].words;
}

void app_campaign_check(struct app *app)
{
    bool news = app->campaign_on || !app->campaign_checked;
    enum why why = why_not(app);
    app->campaign_on = why == WHY_SHOWN;
    app->campaign_checked = true;
    if (why == WHY_SHOWN || !news)
        return;
    fade_end(&app->posters.fade); /* nothing is left that would end it */
    if (why == WHY_NONE || why == WHY_NO_POSTER)
        app_fault(app, FAULT_NO_CAMPAIGN, reasons[why].log);
    log_info("campaign", "%s: %s", app_is_home(app) ? "television" : "built-in poster",
             reasons[why].log);
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

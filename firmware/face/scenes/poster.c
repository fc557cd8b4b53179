/* The posters in turn, how to take part, and on a boot screen how long until television. */
#include <stdio.h>
#include <string.h>

#include "core/log.h"
#include "face/countdown.h"
#include "face/idle.h"
#include "face/scenes/page.h"
#include "ui/poster_places.h"

static int64_t over_ms(const struct app *app)
{
    return app->poster_ms + app->conf->boot_seconds * INT64_C(1000);
}

static int seconds_left(const struct app *app)
{
    return countdown_shown(over_ms(app), app->now.mono_ms);
}

/* The theme of the poster shown is the one preselected. */
static void preselect(struct app *app)
{
    const struct manifest *manifest = app_manifest(app);
    for (size_t i = 0; manifest && i < app_themes(app); i++) {
        if (strcmp(app_theme_id(app, i), manifest->poster[app->posters.at].theme) == 0)
            app->theme = i;
    }
}

static void enter(struct app *app)
{
    app->poster_ms = app->now.mono_ms;
    app->notice = STR_COUNT;
    app->posters.since_ms = app->now.mono_ms;
    preselect(app);
}

/* Whatever comes back later shows the picture itself. */
static void leave(struct app *app)
{
    fade_end(&app->posters.fade);
}

static void go_in(struct app *app)
{
    if (app_manifest(app))
        app_go(app, SCENE_kind);
    else
        app->notice = STR_POSTER_CLOSED;
}

/* Who presses a key waits for nothing. */
static bool key(struct app *app, const struct screen_event *event)
{
    fade_end(&app->posters.fade);
    if (app->conf->profile->class == CONF_WALL)
        return true;
    if (event->key == KEY_YELLOW)
        return false;
    if (event->key == KEY_OK)
        go_in(app);
    else if (app_is_home(app))
        app_television(app, event->key);
    return true;
}

static void tap(struct app *app, int x, int y)
{
    (void)x;
    (void)y;
    if (app->conf->profile->class == CONF_KIOSK)
        go_in(app);
}

/* Tells the keeper what was shown and for how long; lost if nobody is there. */
static void note_play(struct app *app, size_t at, int64_t since_ms)
{
    struct post_message play = {.type = POST_PLAY};
    int64_t shown_ms = app->now.mono_ms - since_ms;
    snprintf(play.play.poster, sizeof play.play.poster, "%s",
             app->catalogue.manifest.poster[at].id);
    play.play.wall_ms = app->now.wall_ms - shown_ms;
    play.play.seconds = (uint32_t)(shown_ms / 1000);
    link_send(&app->link, &play);
}

static int64_t posters_turn(struct app *app)
{
    size_t at = app->posters.at;
    int64_t since_ms = app->posters.since_ms;
    if (!app->campaign_on)
        return INT64_MAX;
    if (posters_tick(&app->posters, &app->catalogue, app->now.mono_ms)) {
        note_play(app, at, since_ms);
        preselect(app);
    }
    int64_t fade_ms = fade_tick(&app->posters.fade, app->now.mono_ms);
    int64_t due_ms = posters_due_ms(&app->posters, &app->catalogue);
    return fade_ms < due_ms ? fade_ms : due_ms;
}

/* A boot screen that nobody can answer gives way. Only here: who is writing is told when it cannot
 * be kept, and can go on by phone. */
static bool cannot_listen(const struct app *app)
{
    if (!app_store_is_broken(app))
        return false;
    log_info("poster", "television: nothing can be kept");
    return true;
}

/* When to wipe what somebody wrote who stepped back to the posters of a kiosk and went away: after
 * as long as on the page before. INT64_MAX: there is nothing. */
static int64_t forget_ms(const struct app *app)
{
    struct idle_rule rule = idle_rule(CONF_KIOSK, SCENE_kind);
    bool theirs = app->compose.draft.len > 0 || contact_len(&app->contact) > 0;
    if (app->conf->profile->class != CONF_KIOSK || !theirs)
        return INT64_MAX;
    return app->input_ms + (rule.quiet_s + rule.warn_s) * INT64_C(1000);
}

static int64_t kiosk_tick(struct app *app, int64_t due_ms)
{
    if (app->now.mono_ms >= forget_ms(app))
        app_poster(app);
    int64_t wipe_ms = forget_ms(app);
    if (app->leaves && wipe_ms == INT64_MAX)
        app->end = APP_QUIT;
    return wipe_ms < due_ms ? wipe_ms : due_ms;
}

static int64_t tick(struct app *app)
{
    int64_t due_ms = posters_turn(app);
    if (!app_is_home(app))
        return kiosk_tick(app, due_ms);
    if (seconds_left(app) == 0 || cannot_listen(app)) {
        app_television(app, KEY_NONE);
        return INT64_MAX;
    }
    int64_t number_ms = countdown_due_ms(over_ms(app), app->now.mono_ms);
    return number_ms < due_ms ? number_ms : due_ms;
}

/* -- drawing -- */

/* How to take part here; or, before anybody tries, that it is the phone's turn. */
static struct widget_hint invitation(const struct app *app)
{
    if (app->campaign_on && app_blocked(app) != STR_COUNT)
        return (struct widget_hint){{KEY_NONE, NULL}, str_text(STR_POSTER_HELP_BLOCKED)};
    return (struct widget_hint){
        {KEY_OK, NULL}, str_text(app_is_home(app) ? STR_POSTER_HELP_HOME : STR_POSTER_HELP_KIOSK)};
}

/* The help line, in what of its strip is inside the safe area. */
static void draw_help(struct canvas *canvas, const struct app *app,
                      const struct poster_places *places)
{
    const struct theme *look = &app->look;
    const struct widget_hint hints[] = {
        invitation(app),
        {{KEY_YELLOW, str_text(STR_CAP_YELLOW)}, str_text(view_next_name(app))},
        {{KEY_EXIT, str_text(STR_POSTER_HELP_OTHER)}, str_text(STR_POSTER_HELP_TELEVISION)},
    };
    canvas_fill(canvas, places->strip, look->colours[TOKEN_PAPER]);
    widget_help(canvas, look, places->help, hints, app_is_home(app) ? 3 : 2);
}

static void draw_built_in(struct canvas *canvas, const struct app *app)
{
    const struct theme *look = &app->look;
    char url[APP_URL_BYTES];
    struct style text = theme_style(look, ROLE_BODY, TOKEN_INK);
    struct style title = theme_style(look, ROLE_TITLE, TOKEN_INK);
    bool page = app_page_url(app, url);
    struct rect r = rect_inset(widget_page(canvas, look, NULL, TOKEN_JADE), look->gutter);
    if (look->portrait)
        layout_cut_top(&r, r.h / 8, 0);
    else
        layout_cut_right(&r, theme_px(look, 480), 0);
    int used = text_block(canvas, r, &title, ALIGN_LEFT, str_text(STR_POSTER_BUILTIN_TITLE));
    layout_cut_top(&r, used, look->gutter);
    text_block(canvas, r, &text, ALIGN_LEFT,
               str_text(page ? STR_POSTER_BUILTIN_TEXT : STR_POSTER_BUILTIN_EMPTY));
}

static void draw(struct canvas *canvas, const struct app *app)
{
    const struct theme *look = &app->look;
    struct rect all = {0, 0, look->width, look->height};
    if (app->campaign_on && fade_is_on(&app->posters.fade))
        canvas_cross(canvas, &app->posters.fade.cross);
    else if (app->campaign_on)
        canvas_image(canvas, all, app->posters.key, posters_row, (void *)&app->posters);
    else
        draw_built_in(canvas, app);
    if (app->conf->profile->class == CONF_WALL)
        return;
    struct poster_places places = poster_places(look);
    page_phone(canvas, app, places.qr);
    draw_help(canvas, app, &places);
    if (app->notice != STR_COUNT)
        widget_notice(canvas, look, look->safe, str_text(app->notice), false);
    if (app_is_home(app))
        page_countdown(canvas, app, seconds_left(app));
}

static void focus(const struct app *app, char *out, size_t size)
{
    (void)app;
    snprintf(out, size, "%s", "");
}

const struct scene scene_poster = {
    .name = "poster",
    .enter = enter,
    .leave = leave,
    .key = key,
    .tap = tap,
    .tick = tick,
    .draw = draw,
    .focus = focus,
};

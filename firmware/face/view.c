#include "face/view.h"

#include "face/app.h"

enum { DAY_MS = 86400000, HOUR_MS = 3600000, CHINA_MS = 8 * HOUR_MS };
enum { MORNING = 6, EVENING = 22 }; /* hours; between them it is day */
enum { NIGHT_LIGHT = 144 };         /* of 256: posters at night, a quarter of their brightness */

static void work_out(struct app *app)
{
    enum palette palette = app->night ? PALETTE_NIGHT : PALETTE_DAY;
    if (app->view == VIEW_CONTRAST)
        palette = PALETTE_CONTRAST;
    app->large = app->view != VIEW_PLAIN;
    theme_init(&app->look, app->conf->profile, app->large, palette);
    theme_init(&app->plain, app->conf->profile, false, palette);
    posters_light(&app->posters, palette == PALETTE_NIGHT ? NIGHT_LIGHT : FRAME_LIGHT_FULL);
}

void view_set(struct app *app, enum view view)
{
    app->view = view;
    work_out(app);
}

void view_next(struct app *app)
{
    view_set(app, (app->view + 1) % VIEW_COUNT);
}

enum str view_next_name(const struct app *app)
{
    static const enum str names[VIEW_COUNT] = {STR_VIEW_LARGE, STR_VIEW_CONTRAST, STR_VIEW_PLAIN};
    return names[app->view];
}

int64_t view_tick(struct app *app)
{
    bool clockless = app->now.state == CLOCK_UNKNOWN || app->conf->profile->class == CONF_WALL;
    int64_t of_day_ms = (app->now.wall_ms + CHINA_MS) % DAY_MS;
    bool day = of_day_ms >= MORNING * HOUR_MS && of_day_ms < EVENING * HOUR_MS;
    bool night = !clockless && !day;
    if (night != app->night) {
        app->night = night;
        work_out(app);
    }
    if (clockless)
        return INT64_MAX;
    int64_t next_ms = (day ? EVENING : MORNING) * HOUR_MS;
    int64_t left_ms = next_ms - of_day_ms;
    return app->now.mono_ms + (left_ms > 0 ? left_ms : left_ms + DAY_MS);
}

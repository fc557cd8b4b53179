#include "face/describe.h"

#include "face/app.h"
#include "face/json_out.h"

static const char *mode_str(const struct compose *compose)
{
    switch (compose->mode) {
    case COMPOSE_PINYIN:
        return "pinyin";
    case COMPOSE_STROKES:
        return "strokes";
    case COMPOSE_PUNCT:
        return "punct";
    case COMPOSE_TEMPLATES:
        return "templates";
    case COMPOSE_SYLLABLES:
        return "syllables";
    case COMPOSE_DIGITS:
        return "123";
    case COMPOSE_LETTERS:
        break;
    }
    return "abc";
}

static void put_texts(struct json_out *out, const struct app *app)
{
    const struct manifest *manifest = app_manifest(app);
    json_out_open(out, "texts", '[');
    if (app->scene == SCENE_poster && manifest)
        json_out_text(out, NULL, manifest->poster[app->posters.at].alt);
    for (size_t i = 0; i < canvas_texts(app->canvas); i++)
        json_out_text(out, NULL, canvas_text(app->canvas, i));
    json_out_close(out, ']');
}

static void put_candidates(struct json_out *out, const struct compose *compose)
{
    json_out_open(out, "candidates", '[');
    for (size_t i = 0; compose && i < compose->shown_count; i++)
        json_out_text(out, NULL, compose->shown[i].text);
    json_out_close(out, ']');
    json_out_open(out, "used", '[');
    for (size_t i = 0; compose && i < compose->shown_count; i++)
        json_out_number(out, NULL, compose->shown[i].used);
    json_out_close(out, ']');
    json_out_number(out, "candidate_first", compose ? (int64_t)compose->first : 0);
    json_out_number(out, "candidate_total", compose ? (int64_t)compose->total : 0);
    json_out_number(out, "selected", compose ? compose->selected : -1);
    json_out_bool(out, "pick", compose && compose->pick);
}

static void put_writing(struct json_out *out, const struct app *app)
{
    bool writes = app->scene == SCENE_compose;
    const struct compose *compose = writes ? &app->compose : NULL;
    json_out_text(out, "typed", writes ? compose->draft.text : "");
    json_out_number(out, "caret", writes ? (int64_t)draft_place(&compose->draft) : 0);
    json_out_text(out, "mode", writes ? mode_str(compose) : "");
    json_out_text(out, "composition", writes ? compose_digits(compose) : "");
    json_out_text(out, "reading", writes ? compose_reading(compose) : "");
    put_candidates(out, compose);
}

static void put_state(struct json_out *out, const struct app *app)
{
    char focus[64] = "";
    /* What time alone brings on: the next step of a fade, the next try to save. A letter that waits
     * for a second press is no unrest: the picture stands, and only the person knows whether
     * another press comes. */
    bool fading = app->scene == SCENE_poster && fade_is_on(&app->posters.fade);
    bool animating = fading || sending_rests(&app->sending, &app->link);
    scene_of(app->scene)->focus(app, focus, sizeof focus);
    json_out_text(out, "scene", scene_of(app->scene)->name);
    bool settled = app->sending.save != SAVE_SAVING && !fading && !app_device_waits(app);
    json_out_bool(out, "settled", settled);
    json_out_bool(out, "animating", animating);
    if (app->due_ms == INT64_MAX)
        json_out_null(out, "next_ms");
    else
        json_out_number(out, "next_ms", app->due_ms);
    json_out_text(out, "focus", focus);
}

size_t describe(const struct app *app, char *text, size_t size)
{
    struct json_out out;
    json_out_init(&out, text, size);
    json_out_open(&out, NULL, '{');
    put_state(&out, app);
    put_texts(&out, app);
    put_writing(&out, app);
    json_out_text(&out, "save", save_str(app->sending.save));
    json_out_text(&out, "theme", app_theme_id(app, app->theme));
    json_out_text(&out, "qr", canvas_qr_text(app->canvas));
    json_out_bool(&out, "large", app->large);
    json_out_bool(&out, "contrast", app->view == VIEW_CONTRAST);
    json_out_bool(&out, "night", app->night);
    json_out_close(&out, '}');
    return out.len;
}

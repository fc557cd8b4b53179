#include "face/overlay.h"

#include "face/app.h"
#include "ui/layout.h"

void overlay_draw(struct canvas *canvas, const struct app *app)
{
    const struct theme *look = &app->look;
    char text[128];
    if (app->idle_left_s <= 0)
        return;
    struct style title = theme_style(look, ROLE_TITLE, TOKEN_INK);
    struct style body = theme_style(look, ROLE_BODY, TOKEN_INK);
    struct style help = theme_style(look, ROLE_HELP, TOKEN_QUIET);
    enum str words = app_is_home(app) ? STR_IDLE_TEXT_HOME : STR_IDLE_TEXT;
    str_number(text, sizeof text, words, app->idle_left_s);
    int width = look->safe.w < theme_px(look, 1100) ? look->safe.w : theme_px(look, 1100);
    int inner = width - 2 * look->pad - 2 * look->gap;
    int lines = text_block_height(canvas_fonts(canvas), inner, &body, text);
    int height = title.line + lines + help.line + 2 * look->gap + 2 * look->gutter;
    struct rect all = {0, 0, look->width, look->height};
    struct rect panel = layout_centre(all, width, height);
    int radius = look->radius;
    canvas_round(canvas, rect_inset(panel, -look->ring), radius + look->ring,
                 look->colours[TOKEN_FOCUS]);
    canvas_round(canvas, panel, radius, look->colours[TOKEN_CARD]);
    struct rect in = rect_inset(panel, look->gutter);
    text_line(canvas, layout_cut_top(&in, title.line, look->gap), &title, ALIGN_CENTRE,
              str_text(STR_IDLE_TITLE));
    text_block(canvas, layout_cut_top(&in, lines, look->gap), &body, ALIGN_CENTRE, text);
    text_line(canvas, layout_cut_top(&in, help.line, 0), &help, ALIGN_CENTRE,
              str_text(STR_IDLE_HELP));
}

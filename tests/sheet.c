#include "sheet.h"

#include <stdint.h>
#include <stdio.h>

#include "ui/layout.h"
#include "ui/widgets.h"

static void help(struct canvas *canvas, const struct theme *theme)
{
    static const struct widget_hint hints[] = {
        {{KEY_OK, "OK"}, "选定"},         {{KEY_BACK, "返回"}, "上一步"},
        {{KEY_RED, "红"}, "拼音"},        {{KEY_GREEN, "绿"}, "常用语"},
        {{KEY_YELLOW, "黄"}, "大字"},     {{KEY_BLUE, "蓝"}, "遮住"},
        {{KEY_MENU, "菜单"}, "用手机写"},
    };
    widget_help(canvas, theme, widget_help_rect(theme), hints, sizeof hints / sizeof hints[0]);
}

static void choosing(struct canvas *canvas, const struct theme *t)
{
    static const struct widget_card cards[] = {
        {"提建议", "对农业农村发展、双城经济圈建设，您有什么好主意？",
         "例：希望早班公交从6点提前到5点40分，方便赶早市的菜农。", TOKEN_JADE, true, CARD_FITTED},
        {"反映个人诉求", "求决、申诉、检举，请找专门的窗口。", "例：征地补偿、劳动争议、合同纠纷。",
         TOKEN_RIVER, false, CARD_FITTED},
    };
    static const struct widget_chip chips[] = {
        {"三农", TOKEN_JADE, true, false},
        {"双城经济圈", TOKEN_RIVER, false, true},
        {"其他", TOKEN_CITRUS, false, false},
    };
    static const struct widget_button buttons[] = {
        {"修改", {KEY_BACK, "返回"}, false, false, false},
        {"提交", {KEY_OK, "OK"}, true, true, false},
        {"暂停", {KEY_NONE, NULL}, true, false, false},
        {"不可用", {KEY_NONE, NULL}, false, false, true},
    };
    struct rect r = widget_page(canvas, t, "您想说什么？", TOKEN_CITRUS);
    layout_cut_bottom(&r, t->help, t->gutter);
    struct rect row = layout_cut_bottom(&r, t->button, t->gutter);
    for (int i = 0; i < 4; i++)
        widget_button(canvas, t, layout_column(row, 4, i, t->gutter), &buttons[i]);
    row = layout_cut_bottom(&r, t->button * 3 / 4, t->gutter);
    for (int i = 0; i < 3; i++) {
        int width = widget_chip_width(canvas, t, chips[i].label);
        widget_chip(canvas, t, layout_cut_left(&row, width, t->gutter), &chips[i]);
    }
    for (int i = 0; i < 2; i++)
        widget_card(canvas, t,
                    t->portrait ? layout_row(r, 2, i, t->gutter)
                                : layout_column(r, 2, i, t->gutter),
                    &cards[i]);
    help(canvas, t);
}

static void keypad(struct canvas *canvas, const struct theme *t, struct rect r, int rows)
{
    static const struct widget_key keys[] = {
        {.symbol = "1", .letters = "首选"},
        {.symbol = "2", .letters = "ABC"},
        {.symbol = "3", .letters = "DEF"},
        {.symbol = "4", .letters = "GHI", .lit = true},
        {.symbol = "5", .letters = "JKL"},
        {.symbol = "6", .letters = "MNO", .focused = true},
        {.symbol = "7", .letters = "PQRS"},
        {.symbol = "8", .letters = "TUV"},
        {.symbol = "3", .mark = SIGN_STROKE_3, .letters = "撇"},
        {.sign = SIGN_LEFT},
        {.symbol = "0", .letters = "选字", .disabled = true},
        {.sign = SIGN_DELETE},
    };
    for (int i = 0; i < 3 * rows; i++)
        widget_key(canvas, t, layout_column(layout_row(r, rows, i / 3, t->gap), 3, i % 3, t->gap),
                   &keys[i]);
}

/* What stands beside the keypad; a row of buttons on a kiosk. */
static void tools(struct canvas *canvas, const struct theme *t, struct rect r)
{
    static const char *const names[] = {"拼音", "笔画", "123", "ABC"};
    static const struct widget_tool tools[] = {
        {.cap = {KEY_GREEN, "绿"}, .label = "常用句"},
        {.cap = {KEY_YELLOW, "黄"}, .label = "大字", .focused = true},
        {.cap = {KEY_BLUE, "蓝"}, .label = "遮住"},
        {.cap = {KEY_MENU, "菜单"}, .label = "手机续写"},
    };
    const struct widget_modes modes = {{KEY_RED, "红"}, names, 4, 1, false};
    if (!t->portrait)
        widget_modes(canvas, t, layout_row(r, 5, 0, t->gap), &modes);
    for (int i = 0; i < 4; i++) {
        struct widget_button button = {tools[i].label, {KEY_NONE, NULL}, false, false, false};
        if (t->portrait)
            widget_button(canvas, t, layout_column(r, 4, i, t->gap), &button);
        else
            widget_tool(canvas, t, layout_row(r, 5, i + 1, t->gap), &tools[i]);
    }
}

static void writing(struct canvas *canvas, const struct theme *t)
{
    static const struct widget_candidate candidates[] = {
        {"1", "希望", NULL, false, true},
        {"2", "西", NULL, false, false},
        {"3", "农产品交易市场", NULL, false, false},
        {"4", "农村", "nong cun", false, false},
        {NULL, "双城经济圈建设", NULL, false, false},
    };
    static const char text[] = "建议在几江街道增设2个早市摊位区，让菜农有固定的地方卖菜，不再占道。"
                               "另外“田坝”到县城的601路班车，能否把首班提前到5:40？谢谢！";
    struct widget_box box = {text, sizeof text - 1, "请写下您的建议", "66/200", true};
    struct style reading = theme_style(t, ROLE_HELP, TOKEN_JADE);
    struct rect r = widget_page(canvas, t, NULL, TOKEN_JADE);
    layout_cut_bottom(&r, t->help, t->gap);
    struct rect pad = layout_cut_bottom(&r, r.h * (t->portrait ? 50 : 40) / 100, t->gutter);
    struct rect side = t->portrait ? layout_cut_bottom(&pad, t->button, t->gutter)
                                   : layout_cut_right(&pad, pad.w * 2 / 5, t->gutter);
    keypad(canvas, t, pad, t->portrait ? 4 : 3);
    tools(canvas, t, side);
    struct rect row = layout_cut_bottom(&r, t->candidate, t->gap);
    for (int i = 0; i < 5; i++)
        widget_candidate(canvas, t, layout_column(row, 5, i, t->gap), &candidates[i]);
    text_line(canvas, layout_cut_bottom(&r, reading.line, t->gap), &reading, ALIGN_LEFT,
              "xi wang  94 9264");
    widget_box(canvas, t, r, &box);
    help(canvas, t);
}

static void telling(struct canvas *canvas, const struct theme *t)
{
    static const struct widget_qr qr = {"扫码参与", "HTTPS://JY.CQJJ.GOV.CN/S/7KQ2M9XW4D",
                                        "江津区委 · 江津区人民政府"};
    static const enum badge badges[] = {BADGE_BUSY, BADGE_SAVED, BADGE_DONE, BADGE_FAILED};
    static const char *const states[] = {"正在保存", "已保存", "已送达", "未保存"};
    struct rect r = widget_page(canvas, t, "感谢您的建议", TOKEN_CITRUS);
    layout_cut_bottom(&r, t->help, t->gutter);
    struct rect right = t->portrait ? layout_cut_bottom(&r, r.h * 45 / 100, t->gutter)
                                    : layout_cut_right(&r, r.w / 3, t->gutter);
    widget_qr(canvas, t, right, &qr);
    layout_cut_top(&r, widget_field(canvas, t, r, "受理号", "2020 0917 3856 0142"), t->gap);
    layout_cut_top(&r, widget_field(canvas, t, r, "查询码", "480 193"), t->gap);
    for (int i = 0; i < 4; i++) {
        struct rect place = layout_column(r, 4, i, t->gap);
        place.h = t->types[ROLE_STRONG].line;
        widget_badge(canvas, t, place, badges[i], states[i], 1);
    }
    layout_cut_top(&r, t->types[ROLE_STRONG].line, t->gap);
    layout_cut_top(&r, widget_notice(canvas, t, r, "网络不通。您的建议已保存，会自动送出。", true),
                   t->gutter);
    layout_cut_top(&r, widget_notice(canvas, t, r, "已经为您保存草稿。", false), t->gutter);
    struct rect dots = layout_cut_top(&r, t->unit * 3, t->gap);
    widget_dots(canvas, t, dots, 5, 1);
    help(canvas, t);
}

void sheet_draw(struct canvas *canvas, void *data)
{
    const struct sheet *sheet = data;
    void (*const pages[SHEET_PAGES])(struct canvas *, const struct theme *) = {choosing, writing,
                                                                               telling};
    pages[sheet->page](canvas, &sheet->theme);
}

#include "sim/storyboard.h"

#include <errno.h>
#include <string.h>

#include "sim/report.h"
#include "strings/strings.h"

static const char head[] =
    "<!doctype html>\n<html lang=\"zh-CN\">\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<title>%s</title>\n"
    "<style>\n"
    "body{margin:0 auto;max-width:1200px;padding:32px 20px;background:#f7f3ea;color:#1d2b2a;"
    "font:18px/1.6 \"Noto Sans CJK SC\",\"Noto Sans SC\",\"PingFang SC\",\"Microsoft "
    "YaHei\",sans-serif}\n"
    "h1{margin:0 0 4px;font-size:34px}h1+p{margin:0 0 28px;color:#3f4f4d}\n"
    "main{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%%,340px),1fr));gap:"
    "28px 24px}\n"
    "figure{margin:0;break-inside:avoid}\n"
    "img{display:block;max-width:100%%;max-height:560px;width:auto;height:auto;border:1px solid "
    "#c3cdc6;"
    "border-radius:10px;box-sizing:border-box}\n"
    "figcaption{padding:10px 2px 0;font-weight:700;line-height:1.4}\n"
    "figcaption span{display:block;font-weight:400;font-size:15px;color:#3f4f4d}\n"
    "@media print{body{background:#fff;padding:0}main{grid-template-columns:1fr 1fr}}\n"
    "</style>\n<h1>%s</h1>\n<p>%s</p>\n<main>\n";

static void print_text(FILE *page, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&':
            fputs("&amp;", page);
            break;
        case '<':
            fputs("&lt;", page);
            break;
        case '"':
            fputs("&quot;", page);
            break;
        default:
            fputc(*text, page);
        }
    }
}

static void take_caption(void *data, enum str words, const char *english)
{
    struct storyboard *board = data;
    board->words = str_text(words);
    board->english = english;
}

static void take_shot(void *data, const char *name, const struct picture *picture)
{
    struct storyboard *board = data;
    FILE *page = board->page;
    fprintf(page, "<figure><img src=\"%s.png\" width=\"%d\" height=\"%d\" alt=\"", name,
            picture->width, picture->height);
    print_text(page, board->words ? board->words : name);
    fputs("\">", page);
    if (board->words) {
        fputs("<figcaption>", page);
        print_text(page, board->words);
        fputs("<span lang=\"en\">", page);
        print_text(page, board->english);
        fputs("</span></figcaption>", page);
    }
    fputs("</figure>\n", page);
    board->words = NULL;
}

bool storyboard_open(struct storyboard *board, const char *folder)
{
    *board = (struct storyboard){0};
    if (!folder)
        return true;
    snprintf(board->path, sizeof board->path, "%s/index.html", folder);
    board->page = fopen(board->path, "w");
    if (!board->page) {
        report("cannot write %s: %s", board->path, strerror(errno));
        return false;
    }
    board->watch = (struct runner_watch){.caption = take_caption, .shot = take_shot, .data = board};
    fprintf(board->page, head, str_text(STR_TOUR_TITLE), str_text(STR_TOUR_TITLE),
            str_text(STR_TOUR_TEXT));
    return true;
}

const struct runner_watch *storyboard_watch(const struct storyboard *board)
{
    return board->page ? &board->watch : NULL;
}

bool storyboard_close(struct storyboard *board)
{
    if (!board->page)
        return true;
    fputs("</main>\n</html>\n", board->page);
    bool written = !ferror(board->page);
    written = fclose(board->page) == 0 && written;
    board->page = NULL;
    if (!written)
        report("cannot write %s", board->path);
    return written;
}

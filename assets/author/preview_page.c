#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "author/preview.h"
#include "core/file.h"
#include "strings/strings.h"

/* How every preview begins, whatever its style: by this it is known again. */
#define BEGINNING                                                                                  \
    "<!doctype html>\n<html lang=\"zh-CN\">\n<meta charset=\"utf-8\">\n"                           \
    "<meta name=\"generator\" content=\"jianyan-campaign preview\">\n"

enum { PAGE_BYTES_MAX = 1 << 20 };

static const char page_name[] = "index.html";

static const char head[] = BEGINNING
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<style>\n"
    "body{margin:0 auto;max-width:1400px;padding:32px 20px;background:#f7f3ea;color:#1d2b2a;"
    "font:18px/1.6 \"Noto Sans CJK SC\",\"PingFang SC\",\"Microsoft YaHei\",sans-serif}\n"
    "h1{font-size:34px;margin:0}h2{font-size:26px;margin:40px 0 0}p{margin:4px 0 16px;"
    "color:#3f4f4d}\n"
    "main{display:flex;flex-wrap:wrap;gap:20px}figure{margin:0}\n"
    "img{display:block;height:360px;width:auto;max-width:100%;border:1px solid #c3cdc6;"
    "border-radius:8px}\n"
    "figcaption{font-size:15px;padding-top:6px}\n"
    "</style>\n";

static void put_text(FILE *page, const char *text)
{
    for (; text && *text; text++) {
        if (*text == '<')
            fputs("&lt;", page);
        else if (*text == '&')
            fputs("&amp;", page);
        else if (*text == '"')
            fputs("&quot;", page);
        else
            fputc(*text, page);
    }
}

static void put_element(FILE *page, const char *tag, const char *text)
{
    fprintf(page, "<%s>", tag);
    put_text(page, text);
    fprintf(page, "</%s>\n", tag);
}

static const char *member(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

/* Old televisions stretch their picture to 4:3. */
static int seen_width(const struct conf_profile *profile)
{
    return strcmp(profile->name, "pal-576") == 0 ? 768 : profile->width;
}

static void put_figures(FILE *page, const struct conf_profile *profile, const json_t *poster)
{
    if (!source_picture(poster, profile))
        return;
    for (size_t view = 0; view < preview_views(profile); view++) {
        char name[PREVIEW_NAME_MAX];
        enum str words = view == PREVIEW_LARGE ? STR_VIEW_LARGE : STR_VIEW_PLAIN;
        preview_name(name, profile, member(poster, "id"), (enum preview_view)view);
        fprintf(page,
                "<figure><a href=\"%s.png\"><img src=\"%s.png\" alt=\"\" "
                "style=\"aspect-ratio:%d/%d\"></a><figcaption>%s %s</figcaption></figure>\n",
                name, name, seen_width(profile), profile->height, profile->name,
                preview_views(profile) > 1 ? str_text(words) : "");
    }
}

static void put_poster(FILE *page, const json_t *poster,
                       const struct conf_profile *const profiles[AUTHOR_PROFILES_MAX], size_t count)
{
    put_element(page, "h2", member(poster, "id"));
    put_element(page, "p", member(poster, "alt"));
    fputs("<main>\n", page);
    for (size_t k = 0; k < count; k++)
        put_figures(page, profiles[k], poster);
    fputs("</main>\n", page);
}

static char *make_page(const struct source *source, const struct request *request)
{
    const struct conf_profile *profiles[AUTHOR_PROFILES_MAX];
    size_t count = package_profiles(source, request, profiles), len, i;
    char *text = NULL;
    FILE *page = open_memstream(&text, &len);
    json_t *poster;
    if (!page)
        return NULL;
    fputs(head, page);
    put_element(page, "title", member(source->root, "title"));
    put_element(page, "h1", member(source->root, "title"));
    put_element(page, "p", str_text(STR_PREVIEW_TEXT));
    json_array_foreach(json_object_get(source->root, "posters"), i, poster)
        put_poster(page, poster, profiles, count);
    return fclose(page) == 0 ? text : NULL;
}

bool preview_is_page(int folder_fd)
{
    size_t len;
    char *page = file_read(folder_fd, page_name, PAGE_BYTES_MAX, &len);
    bool is =
        page && len >= sizeof BEGINNING - 1 && memcmp(page, BEGINNING, sizeof BEGINNING - 1) == 0;
    free(page);
    return is;
}

bool preview_page(const struct source *source, const struct request *request, int out_fd)
{
    char *page = make_page(source, request);
    bool written = page && file_write(out_fd, page_name, page, strlen(page));
    free(page);
    return written;
}

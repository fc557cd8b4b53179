#include "intake/arrivals.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "intake/counties.h"
#include "intake/kept.h"
#include "intake/reply.h"

enum { NEWEST = 60, NEWEST_JSON = 12 };

struct name {
    const char *id, *name;
};

static const struct name themes[] = {
    {"sannong", "三农"}, {"chengyu", "双城经济圈"}, {"other", "其他"}};
static const struct name channels[] = {
    {"stb", "机顶盒"},   {"kiosk", "触控柱"}, {"sim", "模拟器"},       {"h5", "手机页面"},
    {"web", "网站专栏"}, {"letter", "来信"},  {"agent", "代理员录入"}, {"led_qr", "户外屏扫码"}};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static const char *name_of(const struct name *table, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(table[i].id, id) == 0)
            return table[i].name;
    }
    return id;
}

void arrivals_print_escaped(FILE *out, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&':
            fputs("&amp;", out);
            break;
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        case '\'':
            fputs("&#39;", out);
            break;
        default:
            fputc(*text, out);
        }
    }
}

static void print_tag(FILE *out, const char *class, const char *text)
{
    fprintf(out, "<span class=\"%s\">", class);
    arrivals_print_escaped(out, text);
    fputs("</span>", out);
}

/* "2020-09-01T09:30:00…" as people write it: "2020-09-01 09:30". */
static void print_time(FILE *out, const char *created)
{
    fputs("<time>", out);
    for (int i = 0; i < 16 && created[i]; i++) {
        char text[2] = {created[i] == 'T' ? ' ' : created[i], '\0'};
        arrivals_print_escaped(out, text);
    }
    fputs("</time>", out);
}

/* What rows are written to: a page, or an array. */
struct list {
    const struct keys *keys;
    FILE *out;
    json_t *array;
};

static bool print_row(void *context, const struct store_row *row)
{
    const struct list *list = context;
    FILE *out = list->out;
    struct record record;
    if (!kept_open(list->keys, row, &record)) {
        fputs("<li><p class=\"shut\">有一封建议的密钥不在本机，无法打开。</p></li>\n", out);
        return true;
    }
    const char *county = county_name(record.county);
    const char *r = record.receipt;
    fputs("<li><header>", out);
    fprintf(out, "<b>%.4s %.4s %.4s %.4s</b>", r, r + 4, r + 8, r + 12);
    print_time(out, record.created);
    fputs("</header><p><bdi>", out);
    arrivals_print_escaped(out, record.text);
    fputs("</bdi></p><footer>", out);
    print_tag(out, "theme", name_of(themes, COUNT(themes), record.theme));
    print_tag(out, "channel", name_of(channels, COUNT(channels), record.channel));
    print_tag(out, "county", county ? county : record.county);
    if (row->flags[0])
        print_tag(out, "flags", row->flags);
    fputs("</footer></li>\n", out);
    record_fini(&record);
    return true;
}

/* One arrival as the simulator's window shows it: {"receipt", "created", "theme", "channel",
 * "text"}, the two middle ones in words. */
static bool add_arrival(void *context, const struct store_row *row)
{
    const struct list *list = context;
    struct record record;
    if (!kept_open(list->keys, row, &record))
        return true;
    json_array_append_new(
        list->array,
        json_pack("{s:s, s:s, s:s, s:s, s:s}", "receipt", record.receipt, "created", record.created,
                  "theme", name_of(themes, COUNT(themes), record.theme), "channel",
                  name_of(channels, COUNT(channels), record.channel), "text", record.text));
    record_fini(&record);
    return true;
}

static void print_json(struct server *server, FILE *out)
{
    json_t *array = json_array();
    struct list list = {.keys = server->keys, .array = array};
    json_t *all =
        json_pack("{s:I, s:o}", "count", (json_int_t)store_count(server->store), "newest", array);
    if (all && store_each(server->store, NEWEST_JSON, add_arrival, &list))
        json_dumpf(all, out, JSON_COMPACT);
    json_decref(all);
}

static void print_page(struct server *server, FILE *out)
{
    struct list list = {.keys = server->keys, .out = out};
    int64_t count = store_count(server->store);
    fputs("<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<title>建言 · 收到的建议（演示）</title>\n"
          "<link rel=\"stylesheet\" href=\"/arrivals/arrivals.css\">\n"
          "<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>\n"
          "<script src=\"/arrivals/arrivals.js\" defer></script></head>\n<body>\n"
          "<div class=\"top\"><h1>收到的建议</h1><p class=\"demo\">演示</p></div>\n<main>\n",
          out);
    if (count > 0)
        fprintf(out, "<p class=\"count\">共 <b>%" PRId64 "</b> 条，新的在前；页面自己更新。</p>\n",
                count);
    else
        fputs("<p class=\"count empty\">还没有收到建议。<br>在屏幕上写一条并确认，"
              "它会出现在这里。</p>\n",
              out);
    fputs("<ol>\n", out);
    if (!store_each(server->store, NEWEST, print_row, &list))
        fputs("<li><p class=\"shut\">读取数据时出错，请看日志。</p></li>\n", out);
    fputs("</ol>\n</main>\n</body></html>\n", out);
}

bool arrivals_host_is_local(const char *host)
{
    static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};
    for (size_t i = 0; host && i < COUNT(names); i++) {
        size_t len = strlen(names[i]);
        if (strncasecmp(host, names[i], len) != 0)
            continue;
        if (host[len] == '\0')
            return true;
        if (host[len] == ':' && host[len + 1] &&
            host[len + 1 + strspn(host + len + 1, "0123456789")] == '\0')
            return true;
    }
    return false;
}

/* A person at this machine: not somebody behind a proxy that runs on it, nor a page of the web
 * whose name was made to point here. */
static bool is_at_home(const struct request *request)
{
    return server_is_loopback(request) && arrivals_host_is_local(request_header(request, "Host")) &&
           !request_header(request, "X-Forwarded-For") && !request_header(request, "Forwarded") &&
           !request_header(request, "Via");
}

static void answer(struct request *request, const char *type,
                   void (*print)(struct server *server, FILE *out))
{
    char *page = NULL;
    size_t len = 0;
    if (!is_at_home(request)) {
        reply_problem(request, PROBLEM_FORBIDDEN, (struct problem_place){0});
        return;
    }
    FILE *out = open_memstream(&page, &len);
    if (!out)
        return;
    print(request->server, out);
    if (fclose(out) == 0)
        reply_bytes(request, MHD_HTTP_OK, type, page, len);
    free(page);
}

void arrivals_answer(struct request *request)
{
    answer(request, "text/html; charset=utf-8", print_page);
}

void arrivals_answer_json(struct request *request)
{
    answer(request, "application/json", print_json);
}

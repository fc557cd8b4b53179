#include "intake/pages.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/assets.h"
#include "intake/counties.h"
#include "intake/reply.h"
#include "seal/keyed.h"

static const char *type_of(const char *path)
{
    static const struct {
        const char *ending, *type;
    } types[] = {
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".yaml", "application/yaml"},
        {".svg", "image/svg+xml"},
    };
    size_t len = strlen(path);
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        size_t ending = strlen(types[i].ending);
        if (len >= ending && strcmp(path + len - ending, types[i].ending) == 0)
            return types[i].type;
    }
    return "text/html; charset=utf-8";
}

const struct asset *asset_find(const char *path)
{
    for (size_t i = 0; i < assets_count; i++) {
        if (strcmp(assets[i].path, path) == 0)
            return &assets[i];
    }
    return NULL;
}

/* What the form is filled in with, where it has these marks. */
static const char counties_mark[] = "<!-- counties -->";
static const char campaign_mark[] = "data-campaign=\"h5\" data-notice=\"h5-1\"";

static bool is_token(const char *text)
{
    size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
    return len > 0 && text[len] == '\0';
}

/* Writes bytes up to the mark, then `instead`; what follows the mark stays in *at. Without the
 * mark nothing is written. */
static void replace(FILE *out, const char **at, const char *end, const char *mark,
                    const char *instead)
{
    const char *found = memmem(*at, (size_t)(end - *at), mark, strlen(mark));
    if (!found)
        return;
    fwrite(*at, 1, (size_t)(found - *at), out);
    fputs(instead, out);
    *at = found + strlen(mark);
}

/* The form with its list of places and the running campaign; NULL if there is no memory. Owned by
 * the caller. */
static char *fill_form(const struct campaign_facts *facts, const struct asset *asset, size_t *len)
{
    char options[8192], campaign[256], *page = NULL;
    const char *at = (const char *)asset->bytes, *end = at + asset->len;
    FILE *out = open_memstream(&page, len);
    if (!out)
        return NULL;
    county_print_options(options, sizeof options);
    snprintf(campaign, sizeof campaign, "data-campaign=\"%s\" data-notice=\"%s\"",
             is_token(facts->id) ? facts->id : "h5",
             is_token(facts->notice) ? facts->notice : "h5-1");
    replace(out, &at, end, campaign_mark, campaign);
    replace(out, &at, end, counties_mark, options);
    fwrite(at, 1, (size_t)(end - at), out);
    if (fclose(out) == 0)
        return page;
    free(page);
    return NULL;
}

void page_asset(struct request *request)
{
    const struct asset *asset = asset_find(request->url);
    struct MHD_Response *response;
    if (!asset) {
        reply_problem(request, PROBLEM_NOT_FOUND, (struct problem_place){0});
        return;
    }
    if (strcmp(asset->path, "/h5/") == 0) {
        size_t len = 0;
        char *page = fill_form(&request->server->facts, asset, &len);
        response = page ? MHD_create_response_from_buffer(len, page, MHD_RESPMEM_MUST_FREE) : NULL;
    } else {
        response = MHD_create_response_from_buffer(asset->len, (void *)asset->bytes,
                                                   MHD_RESPMEM_PERSISTENT);
    }
    reply_with(request, MHD_HTTP_OK, type_of(asset->path), response, REPLY_CHECK);
}

void page_root(struct request *request)
{
    reply_text(request, MHD_HTTP_FOUND, "text/plain", "/h5/\n");
    reply_header(request, "Location", "/h5/");
}

static int hex_value(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* 32 lower-case hexadecimal digits. */
static bool parse_nonce(const char *text, uint8_t nonce[SEAL_NONCE_BYTES])
{
    if (strlen(text) != 2 * (size_t)SEAL_NONCE_BYTES)
        return false;
    for (size_t i = 0; i < SEAL_NONCE_BYTES; i++) {
        int high = hex_value(text[2 * i]), low = hex_value(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        nonce[i] = (uint8_t)(high * 16 + low);
    }
    return true;
}

/* A box that was dark while the keys changed knows an older pair. */
static const struct key_pair *time_pair(const struct request *request)
{
    const struct keys *keys = request->server->keys;
    const char *kid =
        MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, "kid");
    const struct key_pair *pair = kid ? keys_find(keys, kid) : NULL;
    return pair ? pair : &keys->pair[0];
}

void page_time(struct request *request)
{
    const struct seal_intake_secret *secret = &time_pair(request)->seal;
    uint8_t nonce[SEAL_NONCE_BYTES] = {0}, signature[SEAL_SIGNATURE_BYTES];
    char at[CLOCK_TEXT_MAX], signed_text[SEAL_SIGNATURE_BYTES * 2], text[512];
    const char *asked =
        MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, "nonce");
    if (asked && !parse_nonce(asked, nonce)) {
        reply_problem(request, PROBLEM_INVALID_FIELD, (struct problem_place){.pointer = "/nonce"});
        return;
    }
    int64_t now = clock_world_ms(&request->server->world);
    seal_sign_time(secret, nonce, now, signature);
    seal_base64_encode(signature, sizeof signature, signed_text, sizeof signed_text);
    clock_format(now, at);
    snprintf(text, sizeof text,
             "{\"time\":\"%s\",\"unix_ms\":%" PRId64 ",\"nonce\":\"%s\",\"kid\":\"%s\","
             "\"signature\":\"%s\"}\n",
             at, now, asked ? asked : "00000000000000000000000000000000", secret->known.kid,
             signed_text);
    reply_text(request, MHD_HTTP_OK, "application/json", text);
}

void page_health(struct request *request)
{
    if (request->server->ill)
        reply_problem(request, PROBLEM_OVERLOADED, (struct problem_place){0});
    else
        reply_text(request, MHD_HTTP_OK, "text/plain; charset=utf-8", "ok\n");
}

void page_metrics(struct request *request)
{
    const struct server_counters *counters = &request->server->counters;
    char text[1024];
    snprintf(text, sizeof text,
             "# TYPE jianyan_submissions_total counter\n"
             "jianyan_submissions_total{result=\"received\"} %" PRIu64 "\n"
             "jianyan_submissions_total{result=\"replayed\"} %" PRIu64 "\n"
             "jianyan_submissions_total{result=\"refused\"} %" PRIu64 "\n"
             "jianyan_submissions_total{result=\"failed\"} %" PRIu64 "\n"
             "# TYPE jianyan_commits_total counter\njianyan_commits_total %" PRIu64 "\n"
             "# TYPE jianyan_requests_total counter\njianyan_requests_total %" PRIu64 "\n",
             counters->received, counters->replayed, counters->refused, counters->failed,
             counters->commits, counters->requests);
    reply_text(request, MHD_HTTP_OK, "text/plain; version=0.0.4", text);
}

#include "courier/http.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <curl/curl.h>

#include "core/log.h"
#include "courier/url.h"

enum { LOW_SPEED_BYTES = 10, LOW_SPEED_SECONDS = 15, MEMORY_STEP = 4096 };

struct transfer {
    CURL *easy;
    struct curl_slist *headers;
    bool running, ended;
    CURLcode result;
    char *body; /* owned */
    size_t len, room, max;
    bool too_large, begun;
    int file; /* -1: to memory */
    char error[CURL_ERROR_SIZE];
};

struct http {
    CURLM *multi;
    const struct conf *conf;
    struct transfer transfers[HTTP_SLOTS];
};

/* True if the file may keep what it had: the server sends only the rest. */
static bool is_rest(const struct transfer *transfer)
{
    long status = 0;
    curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    return status == 206;
}

static size_t take_to_file(struct transfer *transfer, const char *bytes, size_t more)
{
    bool first = !transfer->begun;
    transfer->begun = true;
    if (first && !is_rest(transfer)) {
        transfer->len = 0;
        if (ftruncate(transfer->file, 0) != 0 || lseek(transfer->file, 0, SEEK_SET) != 0)
            return 0;
    }
    if (write(transfer->file, bytes, more) != (ssize_t)more)
        return 0;
    transfer->len += more;
    return more;
}

/* Bytes of a reply: to memory or file, up to what was allowed. */
static size_t take_bytes(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    size_t more = size * count;
    if (transfer->len + more > transfer->max) {
        transfer->too_large = true;
        return 0;
    }
    if (transfer->file >= 0)
        return take_to_file(transfer, bytes, more);
    if (transfer->len + more + 1 > transfer->room) {
        size_t room = transfer->len + more + MEMORY_STEP;
        char *body = realloc(transfer->body, room);
        if (!body)
            return 0;
        transfer->body = body;
        transfer->room = room;
    }
    memcpy(transfer->body + transfer->len, bytes, more);
    transfer->len += more;
    transfer->body[transfer->len] = '\0';
    return more;
}

/* What holds for every request. */
static void set_rules(struct http *http, struct transfer *transfer)
{
    CURL *easy = transfer->easy;
    curl_easy_reset(easy);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "jianyan/" JIANYAN_VERSION);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    if (http->conf->ca_file[0])
        curl_easy_setopt(easy, CURLOPT_CAINFO, http->conf->ca_file);
    /* The folder libcurl would read besides is the building machine's; with Mbed TLS no connection
     * is made where it is missing. */
    curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    if (http->conf->pin[0])
        curl_easy_setopt(easy, CURLOPT_PINNEDPUBLICKEY, http->conf->pin);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, (long)HTTP_CONNECT_SECONDS);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)LOW_SPEED_BYTES);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)LOW_SPEED_SECONDS);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_bytes);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
}

/* Nothing of this connection may serve another request: no reuse, no resumption of its session. */
static void forgo_certificate(CURL *easy)
{
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
    curl_easy_setopt(easy, CURLOPT_SSL_SESSIONID_CACHE, 0L);
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
}

static void set_request(struct transfer *transfer, const struct http_request *request)
{
    CURL *easy = transfer->easy;
    bool secure = strncmp(request->url, "https:", 6) == 0;
    long seconds = request->is_signed ? HTTP_SIGNED_SECONDS : HTTP_TOTAL_SECONDS;
    char range[32];
    snprintf(range, sizeof range, "%zu-", request->resume);
    curl_easy_setopt(easy, CURLOPT_URL, request->url);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, secure ? "https" : "http");
    curl_easy_setopt(easy, CURLOPT_TIMEOUT,
                     (long)(request->file >= 0 ? HTTP_DOWNLOAD_SECONDS : seconds));
    if (request->is_signed)
        forgo_certificate(easy);
    if (request->body) {
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_len);
    }
    if (request->resume > 0)
        curl_easy_setopt(easy, CURLOPT_RANGE, range);
    for (int i = 0; i < HTTP_HEADERS_MAX && request->headers[i]; i++)
        transfer->headers = curl_slist_append(transfer->headers, request->headers[i]);
    /* No "Expect: 100-continue": it costs a round trip, and portals stumble over it. */
    transfer->headers = curl_slist_append(transfer->headers, "Expect:");
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
}

struct http *http_open(const struct conf *conf)
{
    struct http *http = calloc(1, sizeof *http);
    if (!http || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        log_error("http", "libcurl cannot start");
        free(http);
        return NULL;
    }
    http->conf = conf;
    http->multi = curl_multi_init();
    for (int i = 0; i < HTTP_SLOTS; i++) {
        http->transfers[i].easy = curl_easy_init();
        if (!http->transfers[i].easy || !http->multi) {
            log_error("http", "no memory for libcurl");
            http_close(http);
            return NULL;
        }
    }
    return http;
}

void http_close(struct http *http)
{
    if (!http)
        return;
    for (int i = 0; i < HTTP_SLOTS; i++) {
        http_cancel(http, (enum http_slot)i);
        curl_easy_cleanup(http->transfers[i].easy);
        free(http->transfers[i].body);
    }
    curl_multi_cleanup(http->multi);
    curl_global_cleanup();
    free(http);
}

bool http_start(struct http *http, enum http_slot slot, const struct http_request *request)
{
    struct transfer *transfer = &http->transfers[slot];
    enum url_verdict verdict = url_check(request->url);
    http_cancel(http, slot);
    if (verdict != URL_GOOD) {
        log_error("http", "refused url=%s: %s", request->url, url_verdict_str(verdict));
        return false;
    }
    transfer->len = request->file >= 0 ? request->resume : 0;
    transfer->too_large = false;
    transfer->begun = false;
    transfer->file = request->file;
    transfer->max = request->max ? request->max : HTTP_REPLY_MAX;
    transfer->error[0] = '\0';
    set_rules(http, transfer);
    set_request(transfer, request);
    transfer->running = curl_multi_add_handle(http->multi, transfer->easy) == CURLM_OK;
    if (!transfer->running)
        log_error("http", "cannot start a request");
    return transfer->running;
}

void http_cancel(struct http *http, enum http_slot slot)
{
    struct transfer *transfer = &http->transfers[slot];
    if (transfer->running)
        curl_multi_remove_handle(http->multi, transfer->easy);
    transfer->running = false;
    transfer->ended = false;
    curl_slist_free_all(transfer->headers);
    transfer->headers = NULL;
}

/* Moves all requests on and notes which have ended. */
static void perform(struct http *http)
{
    int running, left;
    CURLMsg *message;
    curl_multi_perform(http->multi, &running);
    while ((message = curl_multi_info_read(http->multi, &left))) {
        char *context = NULL;
        if (message->msg != CURLMSG_DONE)
            continue;
        CURLcode result = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &context);
        struct transfer *transfer = (struct transfer *)(void *)context;
        transfer->result = result;
        transfer->ended = true;
    }
}

static bool any_ended(const struct http *http)
{
    for (int i = 0; i < HTTP_SLOTS; i++) {
        if (http->transfers[i].ended)
            return true;
    }
    return false;
}

void http_wait(struct http *http, struct pollfd *fds, size_t count, int timeout_ms)
{
    struct curl_waitfd waits[HTTP_FDS_MAX];
    unsigned used = 0;
    perform(http);
    if (any_ended(http))
        timeout_ms = 0;
    for (size_t i = 0; i < count && used < HTTP_FDS_MAX; i++) {
        fds[i].revents = 0;
        if (fds[i].fd >= 0)
            waits[used++] = (struct curl_waitfd){.fd = fds[i].fd, .events = CURL_WAIT_POLLIN};
    }
    /* libcurl takes no "for ever"; an hour is near enough. */
    curl_multi_poll(http->multi, waits, used, timeout_ms < 0 ? 3600000 : timeout_ms, NULL);
    used = 0;
    for (size_t i = 0; i < count && used < HTTP_FDS_MAX; i++) {
        if (fds[i].fd >= 0)
            fds[i].revents = waits[used++].revents;
    }
    perform(http);
}

static void copy_header(CURL *easy, const char *name, char *text, size_t size)
{
    struct curl_header *header;
    text[0] = '\0';
    if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK)
        snprintf(text, size, "%s", header->value);
}

/* Errors that leave a whole answer in doubt count as none; one that was too large is an answer. */
static void fill(struct transfer *transfer, struct http_reply *reply)
{
    CURL *easy = transfer->easy;
    *reply = (struct http_reply){.body = "", .too_large = transfer->too_large};
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &reply->status);
    reply->answered = reply->status > 0 && (transfer->result == CURLE_OK || transfer->too_large);
    if (!reply->answered) {
        snprintf(reply->why, sizeof reply->why, "%s",
                 transfer->error[0] ? transfer->error : curl_easy_strerror(transfer->result));
        return;
    }
    copy_header(easy, "Content-Type", reply->type, sizeof reply->type);
    copy_header(easy, "Retry-After", reply->retry_after, sizeof reply->retry_after);
    copy_header(easy, "ETag", reply->etag, sizeof reply->etag);
    snprintf(reply->why, sizeof reply->why, "HTTP %ld", reply->status);
    reply->len = transfer->len;
    if (transfer->file < 0 && transfer->body && transfer->len > 0)
        reply->body = transfer->body;
}

bool http_take(struct http *http, enum http_slot slot, struct http_reply *reply)
{
    struct transfer *transfer = &http->transfers[slot];
    if (!transfer->ended)
        return false;
    fill(transfer, reply);
    http_cancel(http, slot);
    return true;
}

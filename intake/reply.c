#include "intake/reply.h"

#include <stdio.h>
#include <string.h>

/* Pages load nothing from elsewhere, run nothing inline, and are framed by nobody. */
static const char content_policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

static const char *const cache_control[] = {
    [REPLY_NO_STORE] = "no-store",
    [REPLY_CHECK] = "no-cache",
    [REPLY_IMMUTABLE] = "public, max-age=31536000, immutable",
};

void reply_header(struct request *request, const char *name, const char *value)
{
    if (request->response)
        MHD_add_response_header(request->response, name, value);
}

void reply_with(struct request *request, unsigned status, const char *type,
                struct MHD_Response *response, enum reply_cache cache)
{
    if (request->response)
        MHD_destroy_response(request->response);
    request->response = response;
    request->status = status;
    if (type)
        reply_header(request, "Content-Type", type);
    if (type && strncmp(type, "text/html", 9) == 0)
        reply_header(request, "Content-Security-Policy", content_policy);
    reply_header(request, "Cache-Control", cache_control[cache]);
    reply_header(request, "X-Content-Type-Options", "nosniff");
    reply_header(request, "Referrer-Policy", "no-referrer");
}

void reply_bytes(struct request *request, unsigned status, const char *type, const void *bytes,
                 size_t len)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(len, (void *)bytes, MHD_RESPMEM_MUST_COPY);
    reply_with(request, status, type, response, REPLY_NO_STORE);
}

void reply_text(struct request *request, unsigned status, const char *type, const char *text)
{
    reply_bytes(request, status, type, text, strlen(text));
}

void reply_problem(struct request *request, enum problem problem, struct problem_place place)
{
    char text[PROBLEM_BYTES_MAX], seconds[16];
    uint8_t id[SEAL_ID_BYTES];
    char uuid[SEAL_UUID_TEXT];
    bool named = submission_key_parse(request_header(request, "Idempotency-Key"), id);
    if (named)
        seal_uuid_print(id, uuid);
    size_t len = problem_print(problem, place, request->language, named ? uuid : NULL, text);
    reply_bytes(request, problem_status(problem), "application/problem+json", text, len);
    reply_header(request, "Content-Language", problem_language_tag(request->language));
    if (problem_retry_after(problem) > 0) {
        snprintf(seconds, sizeof seconds, "%d", problem_retry_after(problem));
        reply_header(request, "Retry-After", seconds);
    }
}

const char *request_header(const struct request *request, const char *name)
{
    return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

#include "courier/verdict.h"

#include <jansson.h>
#include <string.h>
#include <strings.h>

#include "core/utf8.h"

const char *verdict_str(enum verdict verdict)
{
    static const char *const names[] = {
        [VERDICT_DELIVERED] = "delivered", [VERDICT_REFUSED] = "refused",
        [VERDICT_CAPTIVE] = "captive",     [VERDICT_HELD] = "held",
        [VERDICT_BUSY] = "busy",           [VERDICT_RETRY] = "retry",
    };
    return names[verdict];
}

/* True for "application/json" and "application/json; charset=…". */
static bool is_type(const char *type, const char *wanted)
{
    size_t len = strlen(wanted);
    return strncasecmp(type, wanted, len) == 0 && (type[len] == '\0' || strchr("; ", type[len]));
}

/* The reply's JSON object; NULL if it is none. The caller gives it back. */
static json_t *read_json(const struct http_reply *reply, const char *type)
{
    if (reply->too_large || !is_type(reply->type, type) || !utf8_is_valid(reply->body, reply->len))
        return NULL;
    json_t *json = json_loadb(reply->body, reply->len, JSON_REJECT_DUPLICATES, NULL);
    if (json_is_object(json))
        return json;
    json_decref(json);
    return NULL;
}

static bool read_receipt(const struct http_reply *reply, const uint8_t id[SEAL_ID_BYTES],
                         uint8_t signature[SEAL_SIGNATURE_BYTES])
{
    uint8_t answered[SEAL_ID_BYTES];
    json_t *json = read_json(reply, "application/json");
    const char *uuid = json_string_value(json_object_get(json, "id"));
    const char *text = json_string_value(json_object_get(json, "signature"));
    bool ours = uuid && text && seal_uuid_parse(uuid, answered) &&
                memcmp(answered, id, SEAL_ID_BYTES) == 0 &&
                seal_base64_decode(text, strlen(text), signature, SEAL_SIGNATURE_BYTES) ==
                    SEAL_SIGNATURE_BYTES;
    json_decref(json);
    return ours;
}

/* A refusal counts if the intake itself wrote it: a portal's 400 sets no letter aside. Nor does an
 * intake that was started without the key the letter is sealed to: nothing is wrong with the
 * letter, and one slip there must not lose what a whole city has written. */
static enum verdict judge_problem(const struct http_reply *reply)
{
    static const char ours[] = "urn:jianyan:problem:";
    enum verdict verdict = VERDICT_CAPTIVE;
    json_t *json = read_json(reply, "application/problem+json");
    const char *type = json_string_value(json_object_get(json, "type"));
    if (type && strncmp(type, ours, sizeof ours - 1) == 0 &&
        json_integer_value(json_object_get(json, "status")) == reply->status)
        verdict =
            strcmp(type + sizeof ours - 1, "key-unknown") == 0 ? VERDICT_HELD : VERDICT_REFUSED;
    json_decref(json);
    return verdict;
}

enum verdict verdict_of(const struct http_reply *reply, const uint8_t id[SEAL_ID_BYTES],
                        uint8_t signature[SEAL_SIGNATURE_BYTES])
{
    if (!reply->answered)
        return VERDICT_RETRY;
    switch (reply->status) {
    case 201:
        return read_receipt(reply, id, signature) ? VERDICT_DELIVERED : VERDICT_CAPTIVE;
    case 400:
    case 413:
    case 415:
    case 422:
        return judge_problem(reply);
    case 401:
    case 403:
    case 404:
    case 410:
        return VERDICT_HELD;
    case 409:
    case 425:
    case 429:
    case 503:
        return VERDICT_BUSY;
    default:
        return reply->status >= 500 ? VERDICT_RETRY : VERDICT_CAPTIVE;
    }
}

bool verdict_time(const struct http_reply *reply, const char *nonce, int64_t *wall_ms,
                  uint8_t signature[SEAL_SIGNATURE_BYTES])
{
    json_t *json =
        reply->answered && reply->status == 200 ? read_json(reply, "application/json") : NULL;
    const char *answered = json_string_value(json_object_get(json, "nonce"));
    const char *text = json_string_value(json_object_get(json, "signature"));
    const json_t *unix_ms = json_object_get(json, "unix_ms");
    bool ours = answered && text && json_is_integer(unix_ms) && strcmp(answered, nonce) == 0 &&
                seal_base64_decode(text, strlen(text), signature, SEAL_SIGNATURE_BYTES) ==
                    SEAL_SIGNATURE_BYTES;
    *wall_ms = json_integer_value(unix_ms);
    json_decref(json);
    return ours;
}

#include "face/record.h"

#include <jansson.h>
#include <string.h>

#include "core/log.h"
#include "seal/seal.h"

static const char *state_str(enum clock_state state)
{
    switch (state) {
    case CLOCK_TRUSTED:
        return "trusted";
    case CLOCK_PLAUSIBLE:
        return "plausible";
    case CLOCK_UNKNOWN:
        break;
    }
    return "unknown";
}

static json_t *build(const struct record *record)
{
    char created[CLOCK_TEXT_MAX];
    bool call = record->sealed_contact;
    bool publish = record->contact && record->contact->may_publish;
    clock_format(record->created.wall_ms, created);
    return json_pack(
        "{s:i, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:{s:b, s:b}, s:s, s:s*}",
        "v", 1, "id", record->id, "receipt", record->receipt, "code", record->code, "campaign",
        record->campaign, "theme", record->theme, "channel", record->channel, "county",
        record->county, "text", record->text, "created", created, "clock",
        state_str(record->created.state), "notice", record->notice, "consent", "contact", call,
        "publish", publish, "fw", JIANYAN_VERSION, "sealed_contact", record->sealed_contact);
}

/* Overwrites the library's own copy of a member before it goes back to the heap. */
static void wipe_member(json_t *json, const char *name)
{
    json_t *member = json_object_get(json, name);
    if (json_is_string(member))
        seal_wipe((char *)json_string_value(member), json_string_length(member));
}

size_t record_print(const struct record *record, char out[RECORD_BYTES_MAX])
{
    json_t *json = build(record);
    size_t len = json ? json_dumpb(json, out, RECORD_BYTES_MAX - 1, JSON_COMPACT) : 0;
    if (len == 0 || len >= RECORD_BYTES_MAX) {
        log_error("record", "a record cannot be written: %s", json ? "too long" : "not UTF-8");
        seal_wipe(out, RECORD_BYTES_MAX);
        len = 0;
    }
    out[len] = '\0';
    wipe_member(json, "text");
    wipe_member(json, "code");
    json_decref(json);
    return len;
}

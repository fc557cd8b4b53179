#include "intake/facts.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/file.h"
#include "core/log.h"

enum { MANIFEST_MAX = 262144 };

static void copy(char *to, size_t size, const json_t *from)
{
    const char *text = json_string_value(from);
    if (text)
        snprintf(to, size, "%s", text);
}

void facts_load(struct campaign_facts *facts, int campaigns_fd)
{
    size_t len;
    *facts = (struct campaign_facts){0};
    char *text = file_read(campaigns_fd, "manifest.json", MANIFEST_MAX, &len);
    json_t *json = text ? json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL) : NULL;
    free(text);
    if (!json_is_object(json)) {
        log_warn("facts", "no readable manifest.json in the campaigns folder; nothing is flagged");
        json_decref(json);
        return;
    }
    copy(facts->id, sizeof facts->id, json_object_get(json, "id"));
    copy(facts->notice, sizeof facts->notice,
         json_object_get(json_object_get(json, "notice"), "version"));
    const char *expires = json_string_value(json_object_get(json, "expires"));
    if (!expires || !clock_parse(expires, &facts->ends_ms))
        facts->ends_ms = 0;
    json_decref(json);
}

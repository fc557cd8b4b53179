#include "sim/described.h"

static const char *text_of(const json_t *json, const char *member)
{
    const char *text = json_string_value(json_object_get(json, member));
    return text ? text : "";
}

bool described_parse(struct described *described, const char *bytes, size_t len)
{
    json_t *json = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(json)) {
        json_decref(json);
        return false;
    }
    described_clear(described);
    json_t *next = json_object_get(json, "next_ms");
    *described = (struct described){
        .json = json,
        .scene = text_of(json, "scene"),
        .typed = text_of(json, "typed"),
        .save = text_of(json, "save"),
        .qr = json_string_value(json_object_get(json, "qr")),
        .settled = json_is_true(json_object_get(json, "settled")),
        .animating = json_is_true(json_object_get(json, "animating")),
        .next_ms = json_is_integer(next) ? json_integer_value(next) : INT64_MAX,
    };
    return true;
}

void described_clear(struct described *described)
{
    json_decref(described->json);
    *described = (struct described){.scene = "", .typed = "", .save = "", .next_ms = INT64_MAX};
}

size_t described_texts(const struct described *described)
{
    return json_array_size(json_object_get(described->json, "texts"));
}

const char *described_text(const struct described *described, size_t i)
{
    const char *text =
        json_string_value(json_array_get(json_object_get(described->json, "texts"), i));
    return text ? text : "";
}

#include "campaign/reach.h"

#include <string.h>

#include "seal/seal.h"

static const struct {
    const char *name;
    enum conf_class class;
} classes[] = {{"home", CONF_HOME}, {"kiosk", CONF_KIOSK}, {"wall", CONF_WALL}};

enum { CLASSES = sizeof classes / sizeof classes[0], ALL_CLASSES = (1 << CLASSES) - 1 };

enum { ASK_MINUTES_MOST = 1440 };

bool reach_class_parse(const char *name, enum conf_class *class)
{
    for (size_t i = 0; i < CLASSES; i++) {
        if (strcmp(classes[i].name, name) == 0) {
            *class = classes[i].class;
            return true;
        }
    }
    return false;
}

/* -- reading -- */

static bool parse_classes(const struct place *place, const json_t *item, unsigned *bits)
{
    const json_t *list;
    if (!take_some(place, item, "classes", MANIFEST_OFF_MAX, &list))
        return false;
    *bits = list ? 0 : ALL_CLASSES;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *name = json_string_value(json_array_get(list, i));
        enum conf_class class;
        if (!name)
            return place_wrong(place, "classes", "must be texts");
        if (reach_class_parse(name, &class))
            *bits |= 1U << class;
    }
    return true;
}

static bool add_off(const struct place *place, const char *county, unsigned bits,
                    struct manifest *m)
{
    if (m->offs == MANIFEST_OFF_MAX)
        return place_wrong(place, "counties", "names more than %d places in all", MANIFEST_OFF_MAX);
    struct manifest_off *off = &m->off[m->offs++];
    memcpy(off->county, county, strlen(county) + 1);
    off->classes = bits;
    return true;
}

static bool parse_off(const struct place *place, const json_t *item, struct manifest *m)
{
    const json_t *counties;
    unsigned bits;
    if (!json_is_object(item))
        return place_wrong(place, "counties", "must stand in an object: { … }");
    if (!take_some(place, item, "counties", MANIFEST_OFF_MAX, &counties) ||
        !parse_classes(place, item, &bits))
        return false;
    if (!counties && !json_object_get(item, "classes"))
        return place_wrong(place, "counties",
                           "is missing, and so is classes: \"enabled\": false "
                           "switches a campaign off everywhere");
    if (!counties)
        return add_off(place, "", bits, m);
    for (size_t i = 0; i < json_array_size(counties); i++) {
        const char *county = json_string_value(json_array_get(counties, i));
        if (!county || !county[0] || !area_is_code(county))
            return place_wrong(place, "counties", "must be codes of GB/T 2260 or their beginnings");
        if (!add_off(place, county, bits, m))
            return false;
    }
    return true;
}

bool reach_parse(const struct place *top, const json_t *root, struct manifest *manifest)
{
    const json_t *list;
    int64_t rollout = REACH_ALL, minutes = MANIFEST_ASK_MINUTES;
    if (json_object_get(root, "rollout") &&
        !take_number(top, root, "rollout", 0, REACH_ALL, &rollout))
        return false;
    if (json_object_get(root, "ask_minutes") &&
        !take_number(top, root, "ask_minutes", 1, ASK_MINUTES_MOST, &minutes))
        return false;
    manifest->rollout = (int)rollout;
    manifest->ask_minutes = (int)minutes;
    if (!take_some(top, root, "off", MANIFEST_OFF_MAX, &list))
        return false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const struct place place = place_item(top, "off", i);
        if (!parse_off(&place, json_array_get(list, i), manifest))
            return false;
    }
    return true;
}

/* -- asking -- */

bool reach_is_off(const struct manifest *manifest, enum conf_class class, const char *county)
{
    if (!manifest->enabled)
        return true;
    for (size_t i = 0; i < manifest->offs; i++) {
        const struct manifest_off *off = &manifest->off[i];
        if ((off->classes & 1U << class) && area_holds(off->county, county))
            return true;
    }
    return false;
}

bool reach_draws(const char *id, int rollout, const uint8_t lot[REACH_LOT_BYTES])
{
    static const char purpose[] = "jianyan-rollout-v1";
    uint8_t bytes[sizeof purpose + REACH_LOT_BYTES + MANIFEST_NAME_MAX], digest[SEAL_DIGEST_BYTES];
    size_t id_len = strnlen(id, MANIFEST_NAME_MAX);
    memcpy(bytes, purpose, sizeof purpose);
    memcpy(bytes + sizeof purpose, lot, REACH_LOT_BYTES);
    memcpy(bytes + sizeof purpose + REACH_LOT_BYTES, id, id_len);
    seal_digest(bytes, sizeof purpose + REACH_LOT_BYTES + id_len, digest);
    uint32_t drawn = (uint32_t)digest[0] << 24 | (uint32_t)digest[1] << 16 |
                     (uint32_t)digest[2] << 8 | digest[3];
    return drawn % REACH_ALL < (uint32_t)rollout;
}

bool reach_is_among(const struct manifest *manifest, const uint8_t lot[REACH_LOT_BYTES])
{
    return reach_draws(manifest->id, manifest->rollout, lot);
}

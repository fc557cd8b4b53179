#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "author/author.h"
#include "campaign/area.h"
#include "core/file.h"

static const char *const top_members[] = {
    "format",   "id",    "version", "enabled",     "issued",    "expires", "title",   "host",
    "h5_url",   "reply", "notice",  "complaint",   "intake",    "themes",  "posters", "deadlines",
    "channels", "off",   "rollout", "ask_minutes", "sentences", NULL};
static const char *const notice_members[] = {"version", "text", "contact", NULL};
static const char *const complaint_members[] = {"name", "url", "phone", NULL};
static const char *const intake_members[] = {"url", "keys", NULL};
static const char *const theme_members[] = {"id", "name", "example", NULL};
static const char *const deadline_members[] = {"id", "name", "until", NULL};
static const char *const channel_members[] = {"kind",  "name",  "url",    "postcode", "address",
                                              "phone", "hours", "county", "deadline", NULL};
static const char *const sentence_members[] = {"places", "topics", "requests", NULL};
static const char *const place_members[] = {"name", "county", NULL};
static const char *const topic_members[] = {"name", "theme", "requests", NULL};
static const char *const channel_kinds[] = {"web", "h5", "letter", "phone", "help", NULL};
static const char *const off_members[] = {"counties", "classes", NULL};
static const char *const class_names[] = {"home", "kiosk", "wall", NULL};
static const char *const county_codes[] = {
#define COUNTY(code, region, name) #code,
#include "places/counties.def"
#undef COUNTY
    NULL};
static const char *const poster_members[] = {"id",   "theme",    "alt", "seconds",
                                             "fade", "pictures", NULL};

bool source_complain(const struct source *source, const char *place, const char *format, ...)
{
    va_list args;
    fprintf(stderr, "%s: %s%s", source->file, place, place[0] ? ": " : "");
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    return false;
}

static bool is_among(const char *const *names, const char *name)
{
    for (; *names; names++) {
        if (strcmp(*names, name) == 0)
            return true;
    }
    return false;
}

/* False at the first member that is not among the names. Anything but an object is fine here: the
 * manifest's parser says it better. */
static bool check_members(const struct source *source, const char *place, json_t *object,
                          const char *const *names)
{
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value)
    {
        if (!is_among(names, name))
            return source_complain(source, place,
                                   "no member is called \"%s\"; docs/campaign-format.md lists them",
                                   name);
    }
    return true;
}

/* `above`: the object that has the list, and its name; "" for the top. */
static bool check_items_of(const struct source *source, const json_t *object, const char *above,
                           const char *list, const char *const *names)
{
    size_t i;
    json_t *value;
    json_array_foreach(json_object_get(object, list), i, value)
    {
        char place[64];
        snprintf(place, sizeof place, "%s%s[%zu]", above, list, i);
        if (!check_members(source, place, value, names))
            return false;
    }
    return true;
}

static bool check_items(const struct source *source, const char *list, const char *const *names)
{
    return check_items_of(source, source->root, "", list, names);
}

static bool check_sentences(const struct source *source)
{
    json_t *sentences = json_object_get(source->root, "sentences");
    return check_members(source, "sentences", sentences, sentence_members) &&
           check_items_of(source, sentences, "sentences.", "places", place_members) &&
           check_items_of(source, sentences, "sentences.", "topics", topic_members);
}

/* A device leaves out what it does not know; whoever writes it means something. */
static bool check_kinds(const struct source *source)
{
    size_t i;
    json_t *channel;
    json_array_foreach(json_object_get(source->root, "channels"), i, channel)
    {
        char place[64];
        const char *kind = json_string_value(json_object_get(channel, "kind"));
        snprintf(place, sizeof place, "channels[%zu].kind", i);
        if (kind && !is_among(channel_kinds, kind))
            return source_complain(source, place, "\"%s\" is none of web, h5, letter, phone, help",
                                   kind);
    }
    return true;
}

/* A list that is there and empty stops nothing: whoever means everywhere leaves it out. */
static bool is_empty_list(const json_t *object, const char *name)
{
    const json_t *list = json_object_get(object, name);
    return json_is_array(list) && json_array_size(list) == 0;
}

/* A stop that names no place stops nothing: codes of Chongqing must be in the list of its counties.
 * Other provinces are beyond us. */
static bool is_county(const char *code)
{
    bool ours = strncmp(code, "50", 2) == 0 && strlen(code) == AREA_DIGITS;
    return !ours || strcmp(code, "500000") == 0 || is_among(county_codes, code);
}

static bool check_off_item(const struct source *source, const char *place, const json_t *item)
{
    size_t i;
    json_t *value;
    if (is_empty_list(item, "counties") || is_empty_list(item, "classes"))
        return source_complain(source, place, "has an empty list, which stops nothing");
    json_array_foreach(json_object_get(item, "classes"), i, value)
    {
        const char *name = json_string_value(value);
        if (name && !is_among(class_names, name))
            return source_complain(source, place, "\"%s\" is none of home, kiosk, wall", name);
    }
    json_array_foreach(json_object_get(item, "counties"), i, value)
    {
        const char *code = json_string_value(value);
        if (code && !is_county(code))
            return source_complain(source, place, "\"%s\" is no county of Chongqing", code);
    }
    return true;
}

static bool check_off(const struct source *source)
{
    size_t i;
    json_t *item;
    json_array_foreach(json_object_get(source->root, "off"), i, item)
    {
        char place[64];
        snprintf(place, sizeof place, "off[%zu]", i);
        if (!check_off_item(source, place, item))
            return false;
    }
    return true;
}

/* A file inside the folder: no way out of it. */
static bool is_inside(const char *file)
{
    return file && file[0] && file[0] != '/' && !strstr(file, "..");
}

static bool check_pictures(const struct source *source, size_t i, json_t *pictures)
{
    const char *name;
    json_t *file;
    json_object_foreach(pictures, name, file)
    {
        char place[96];
        snprintf(place, sizeof place, "posters[%zu].pictures.%.32s", i, name);
        if (strcmp(name, "landscape") != 0 && strcmp(name, "portrait") != 0 &&
            !conf_profile_find(name))
            return source_complain(source, place, "is no profile; use landscape, portrait or: %s",
                                   conf_profile_names());
        if (!is_inside(json_string_value(file)))
            return source_complain(source, place, "must name a picture inside %s", source->dir);
    }
    return true;
}

static bool check_names(const struct source *source)
{
    json_t *root = source->root, *poster;
    size_t i;
    if (!check_members(source, "", root, top_members) ||
        !check_members(source, "notice", json_object_get(root, "notice"), notice_members) ||
        !check_members(source, "complaint", json_object_get(root, "complaint"),
                       complaint_members) ||
        !check_members(source, "intake", json_object_get(root, "intake"), intake_members) ||
        !check_items(source, "themes", theme_members) || !check_sentences(source) ||
        !check_items(source, "deadlines", deadline_members) ||
        !check_items(source, "channels", channel_members) || !check_kinds(source) ||
        !check_items(source, "off", off_members) || !check_off(source) ||
        !check_items(source, "posters", poster_members))
        return false;
    json_array_foreach(json_object_get(root, "posters"), i, poster)
    {
        if (!check_pictures(source, i, json_object_get(poster, "pictures")))
            return false;
    }
    return true;
}

static bool load(struct source *source)
{
    size_t len;
    json_error_t error;
    char place[64];
    char *text = file_read(source->dir_fd, "campaign.json", MANIFEST_BYTES_MAX, &len);
    if (!text)
        return source_complain(source, "", "cannot be read: %s", strerror(errno));
    source->root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
    free(text);
    snprintf(place, sizeof place, "line %d, column %d", error.line, error.column);
    if (!source->root)
        return source_complain(source, place, "%s", error.text);
    if (!json_is_object(source->root))
        return source_complain(source, "line 1", "must be one JSON object: { … }");
    return check_names(source);
}

bool source_open(struct source *source, const char *dir)
{
    *source = (struct source){.dir = dir};
    source->dir_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (source->dir_fd < 0) {
        fprintf(stderr, "%s: cannot open folder: %s\n", dir, strerror(errno));
        return false;
    }
    if (snprintf(source->file, sizeof source->file, "%s/campaign.json", dir) >=
        (int)sizeof source->file) {
        fprintf(stderr, "%s: path too long\n", dir);
        return false;
    }
    return load(source);
}

void source_close(struct source *source)
{
    if (source->dir_fd > 0)
        close(source->dir_fd);
    json_decref(source->root);
    *source = (struct source){0};
}

const char *source_picture(const json_t *poster, const struct conf_profile *profile)
{
    const json_t *pictures = json_object_get(poster, "pictures");
    const char *file = json_string_value(json_object_get(pictures, profile->name));
    const char *shape = profile->width > profile->height ? "landscape" : "portrait";
    if (!file && profile->class != CONF_WALL)
        file = json_string_value(json_object_get(pictures, shape));
    return file;
}

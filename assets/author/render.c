/* render: an author's folder whose pictures are drawn already, one PNG a profile, so that
 * publishing it has only to hash, copy and sign. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "author/author.h"
#include "core/file.h"

/* Draws one poster for all profiles; {profile: file}, NULL after one line. */
static json_t *render_poster(const struct source *source, const struct request *request, size_t i,
                             const json_t *poster, int out_fd)
{
    const struct conf_profile *profiles[AUTHOR_PROFILES_MAX];
    size_t count = package_profiles(source, request, profiles);
    const char *id = json_string_value(json_object_get(poster, "id"));
    json_t *pictures = json_object();
    for (size_t k = 0; k < count; k++) {
        char place[96], name[160];
        size_t len;
        const char *file = source_picture(poster, profiles[k]);
        if (!file)
            continue;
        snprintf(place, sizeof place, "posters[%zu].pictures", i);
        snprintf(name, sizeof name, "%.64s.%s.png", id ? id : "poster", profiles[k]->name);
        char *bytes = picture_make(source, place, file, profiles[k], &len);
        bool written = bytes && file_write(out_fd, name, bytes, len);
        free(bytes);
        if (!written) {
            json_decref(pictures);
            return NULL;
        }
        json_object_set_new(pictures, profiles[k]->name, json_string(name));
    }
    return pictures;
}

static bool render(const struct source *source, const struct request *request, int out_fd)
{
    json_t *root = json_deep_copy(source->root), *poster;
    size_t i;
    bool written = true;
    json_array_foreach(json_object_get(root, "posters"), i, poster)
    {
        json_t *pictures = written ? render_poster(source, request, i, poster, out_fd) : NULL;
        written = pictures && json_object_set_new(poster, "pictures", pictures) == 0;
    }
    char *text = written ? json_dumps(root, JSON_INDENT(2)) : NULL;
    written = text && file_write(out_fd, "campaign.json", text, strlen(text));
    free(text);
    json_decref(root);
    return written;
}

/* Checks what was drawn as publish will: cheap, because nothing is left to draw. */
static bool check(const struct source *source, const struct folder *folder,
                  const struct request *request)
{
    struct source drawn;
    struct package package = {0};
    bool good = source_open(&drawn, folder->fresh ? folder->temporary : folder->path);
    memcpy(drawn.file, source->file, sizeof drawn.file); /* messages are about the author's file */
    good = good && package_build(&drawn, request, &package);
    package_free(&package);
    source_close(&drawn);
    return good;
}

int command_render(const char *dir, const char *out, const struct request *request)
{
    struct source source;
    struct folder folder;
    bool good = source_open(&source, dir);
    if (good) {
        good = folder_open(&folder, out) && render(&source, request, folder.fd) &&
               check(&source, &folder, request);
        good = folder_close(&folder, good);
    }
    source_close(&source);
    return good ? 0 : 1;
}

/* From an author's folder to manifest and blobs, in memory. The manifest is checked with the very
 * parser that devices use, so that nothing is published which they would refuse. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "author/author.h"
#include "campaign/channels.h"
#include "campaign/reach.h"
#include "seal/seal.h"

/* Every profile by name, in the order of conf_profile_names(). */
static size_t all_profiles(const struct conf_profile *profiles[AUTHOR_PROFILES_MAX])
{
    size_t count = 0;
    const char *names = conf_profile_names();
    while (*names && count < AUTHOR_PROFILES_MAX) {
        char name[32];
        size_t len = strcspn(names, " ");
        snprintf(name, sizeof name, "%.*s", (int)len, names);
        profiles[count++] = conf_profile_find(name);
        names += len + strspn(names + len, " ");
    }
    return count;
}

static bool any_poster_has(const struct source *source, const struct conf_profile *profile)
{
    size_t i;
    json_t *poster;
    json_array_foreach(json_object_get(source->root, "posters"), i, poster)
    {
        if (source_picture(poster, profile))
            return true;
    }
    return false;
}

size_t package_profiles(const struct source *source, const struct request *request,
                        const struct conf_profile *profiles[AUTHOR_PROFILES_MAX])
{
    size_t count = 0;
    const struct conf_profile *all[AUTHOR_PROFILES_MAX];
    size_t total = all_profiles(all);
    if (request->profile_count > 0) {
        for (size_t i = 0; i < request->profile_count; i++)
            profiles[i] = conf_profile_find(request->profiles[i]);
        return request->profile_count;
    }
    for (size_t i = 0; i < total; i++) {
        if (any_poster_has(source, all[i]))
            profiles[count++] = all[i];
    }
    return count;
}

static void hash_text(const void *bytes, size_t len, char text[MANIFEST_HASH_TEXT])
{
    uint8_t digest[SEAL_DIGEST_BYTES];
    seal_digest(bytes, len, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
}

/* Takes its bytes over; the same content is kept once. NULL if there is no room. */
static const struct blob *keep_blob(struct package *package, const struct blob *blob)
{
    for (size_t i = 0; i < package->blob_count; i++) {
        if (strcmp(package->blobs[i].hash, blob->hash) == 0) {
            free(blob->bytes);
            return &package->blobs[i];
        }
    }
    if (package->blob_count == MANIFEST_BLOBS_MAX) {
        free(blob->bytes);
        return NULL;
    }
    package->blobs[package->blob_count] = *blob;
    return &package->blobs[package->blob_count++];
}

/* One picture of the i-th poster, or in an outline its name alone; NULL after one line. */
static const struct blob *add_picture(const struct source *source, const struct request *request,
                                      size_t i, const char *file,
                                      const struct conf_profile *profile, struct package *package)
{
    char place[96];
    struct blob blob = {.len = strlen(file)};
    snprintf(place, sizeof place, "posters[%zu].pictures", i);
    if (!request->outline)
        blob.bytes = picture_make(source, place, file, profile, &blob.len);
    if (!request->outline && !blob.bytes)
        return NULL;
    hash_text(blob.bytes ? blob.bytes : file, blob.len, blob.hash);
    const struct blob *kept = keep_blob(package, &blob);
    if (!kept)
        source_complain(source, place, "more than %d different pictures", MANIFEST_BLOBS_MAX);
    return kept;
}

/* {profile: hash} of one poster; NULL after one line. */
static json_t *make_pictures(const struct source *source, const struct request *request, size_t i,
                             const json_t *poster, struct package *package)
{
    const struct conf_profile *profiles[AUTHOR_PROFILES_MAX];
    size_t count = package_profiles(source, request, profiles);
    json_t *pictures = json_object();
    for (size_t k = 0; k < count; k++) {
        const char *file = source_picture(poster, profiles[k]);
        const struct blob *blob =
            file ? add_picture(source, request, i, file, profiles[k], package) : NULL;
        if (file && !blob) {
            json_decref(pictures);
            return NULL;
        }
        if (blob)
            json_object_set_new(pictures, profiles[k]->name, json_string(blob->hash));
    }
    return pictures;
}

static bool put_posters(const struct source *source, const struct request *request, json_t *root,
                        struct package *package)
{
    size_t i;
    json_t *poster;
    json_array_foreach(json_object_get(root, "posters"), i, poster)
    {
        if (!json_is_object(json_object_get(poster, "pictures")))
            continue; /* the parser will say it */
        json_t *pictures = make_pictures(source, request, i, poster, package);
        if (!pictures)
            return false;
        json_object_set_new(poster, "pictures", pictures);
    }
    return true;
}

static json_t *list_blobs(const struct package *package)
{
    json_t *list = json_array();
    for (size_t i = 0; i < package->blob_count; i++)
        json_array_append_new(list, json_pack("{s:s, s:I}", "hash", package->blobs[i].hash, "bytes",
                                              (json_int_t)package->blobs[i].len));
    return list;
}

/* Now, as a number that reads as a time: 20200820093000. */
static json_int_t version_of_now(void)
{
    struct tm tm;
    time_t now = time(NULL);
    gmtime_r(&now, &tm);
    return ((((tm.tm_year + 1900LL) * 100 + tm.tm_mon + 1) * 100 + tm.tm_mday) * 100 + tm.tm_hour) *
               10000 +
           tm.tm_min * 100 + tm.tm_sec;
}

static void put_request(json_t *root, const struct request *request)
{
    json_t *intake = json_object_get(root, "intake");
    if (!json_object_get(root, "format"))
        json_object_set_new(root, "format", json_integer(1));
    if (request->version)
        json_object_set_new(root, "version", json_integer(request->version));
    else if (!json_object_get(root, "version"))
        json_object_set_new(root, "version", json_integer(version_of_now()));
    if (request->h5_url)
        json_object_set_new(root, "h5_url", json_string(request->h5_url));
    if (!intake && (request->intake_url || request->intake_keys)) {
        intake = json_object();
        json_object_set_new(root, "intake", intake);
    }
    if (request->intake_url)
        json_object_set_new(intake, "url", json_string(request->intake_url));
    if (request->intake_keys)
        json_object_set_new(intake, "keys", json_string(request->intake_keys));
}

static bool print_manifest(const struct source *source, const json_t *root, struct package *package)
{
    char *text = json_dumps(root, JSON_INDENT(1) | JSON_SORT_KEYS);
    size_t len = text ? strlen(text) : 0;
    package->manifest = malloc(len + 2);
    if (!text || !package->manifest) {
        free(text);
        return source_complain(source, "", "no memory for the manifest");
    }
    memcpy(package->manifest, text, len);
    memcpy(package->manifest + len, "\n", 2);
    package->manifest_len = len + 1;
    free(text);
    return true;
}

/* A day that nobody would see is a slip of the pen. */
static bool check_deadlines(const struct source *source, const struct manifest *manifest)
{
    for (size_t i = 0; i < manifest->deadlines; i++) {
        const struct manifest_deadline *deadline = &manifest->deadline[i];
        char place[64];
        snprintf(place, sizeof place, "deadlines[%zu].until", i);
        if (deadline->over_ms <= manifest->issued_ms ||
            deadline->over_ms - CHANNELS_DAY_MS > manifest->expires_ms)
            return source_complain(source, place, "%s is not between issued and expires",
                                   deadline->until);
    }
    return true;
}

/* Who stops a campaign means everybody: devices do not look at `rollout` then, and it misleads. */
static bool check_rollout(const struct source *source, const struct manifest *manifest)
{
    return manifest->enabled || manifest->rollout == REACH_ALL ||
           source_complain(source, "rollout",
                           "has no say where \"enabled\" is false: leave it out");
}

/* As every profile will read it. */
static bool check_manifest(const struct source *source, const struct request *request,
                           struct package *package)
{
    char why[MANIFEST_TEXT_MAX];
    const struct conf_profile *profiles[AUTHOR_PROFILES_MAX];
    size_t count = package_profiles(source, request, profiles);
    enum manifest_verdict verdict =
        manifest_parse(package->manifest, package->manifest_len, NULL, &package->checked, why);
    for (size_t i = 0; i < count && verdict == MANIFEST_GOOD; i++)
        verdict = manifest_parse(package->manifest, package->manifest_len, profiles[i]->name,
                                 &package->checked, why);
    if (verdict != MANIFEST_GOOD)
        return source_complain(source, why, "see docs/campaign-format.md");
    if (count == 0 && package->checked.enabled)
        return source_complain(source, "posters",
                               "none has a picture, so there is nothing to show");
    return check_rollout(source, &package->checked) && check_deadlines(source, &package->checked);
}

bool package_build(const struct source *source, const struct request *request,
                   struct package *package)
{
    *package = (struct package){0};
    json_t *root = json_deep_copy(source->root);
    put_request(root, request);
    bool built = put_posters(source, request, root, package);
    if (built) {
        json_object_set_new(root, "blobs", list_blobs(package));
        built = print_manifest(source, root, package) && check_manifest(source, request, package);
    }
    json_decref(root);
    return built;
}

void package_free(struct package *package)
{
    for (size_t i = 0; i < package->blob_count; i++)
        free(package->blobs[i].bytes);
    free(package->manifest);
    *package = (struct package){0};
}

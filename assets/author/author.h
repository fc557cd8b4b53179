/* jianyan-campaign: from an author's folder (campaign.json and pictures) to a published, signed
 * one. docs/campaign-format.md describes both. Runs on an office's computer, never on a device. */
#ifndef JIANYAN_AUTHOR_AUTHOR_H
#define JIANYAN_AUTHOR_AUTHOR_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "campaign/manifest.h"
#include "core/clock.h"
#include "core/conf.h"

enum { AUTHOR_PATH_MAX = 1024, AUTHOR_PROFILES_MAX = 7 };

/* An author's folder, read. */
struct source {
    const char *dir;
    int dir_fd;
    char file[AUTHOR_PATH_MAX]; /* DIR/campaign.json, for messages */
    json_t *root;
};

/* What the command line asks for. */
struct request {
    const char *profiles[AUTHOR_PROFILES_MAX];
    size_t profile_count;    /* 0: all that have pictures */
    const char *intake_keys; /* one line; NULL: as campaign.json says */
    const char *intake_url;
    const char *h5_url;
    int64_t version; /* 0: as campaign.json says, else UTC as YYYYMMDDHHMMSS */
    bool outline;    /* pictures are named, not drawn: the package is not for publishing */
};

/* What `why` asks. */
struct why_request {
    struct clock_now at;
    const char *county; /* empty: wherever nobody has said */
};

struct blob {
    char hash[MANIFEST_HASH_TEXT];
    char *bytes; /* owned */
    size_t len;
};

/* A campaign ready to be written. */
struct package {
    char *manifest; /* owned, ends with a line break */
    size_t manifest_len;
    struct manifest checked; /* the manifest as a device will read it */
    struct blob blobs[MANIFEST_BLOBS_MAX];
    size_t blob_count;
};

/* One line to standard error: "FILE: PLACE: what is wrong and what to do". Always false. */
bool source_complain(const struct source *source, const char *place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Reads DIR/campaign.json and refuses members nobody knows (misspelt, most likely). False after one
 * line on standard error; close in any case. */
bool source_open(struct source *source, const char *dir);
void source_close(struct source *source);

/* The file of a poster's picture for a profile: its own, or "landscape"/"portrait" (never for a
 * wall, whose pictures are drawn pixel by pixel). NULL if there is none. */
const char *source_picture(const json_t *poster, const struct conf_profile *profile);

/* Makes the picture a profile shows: a PNG or JPEG that has the canvas's size is taken as it is,
 * all else is drawn to a PNG, filling the canvas. Owned memory; NULL after one line. */
char *picture_make(const struct source *source, const char *place, const char *file,
                   const struct conf_profile *profile, size_t *len);

/* Builds the package. False after one line; free in any case. */
bool package_build(const struct source *source, const struct request *request,
                   struct package *package);
void package_free(struct package *package);

/* The profiles the request means: those asked for, or all that some poster has a picture for. */
size_t package_profiles(const struct source *source, const struct request *request,
                        const struct conf_profile *profiles[AUTHOR_PROFILES_MAX]);

/* Signs it and writes the published folder, or brings one up to date. False after one line. */
struct minisign_secret;
bool package_write(const char *out, const struct package *package,
                   const struct minisign_secret *key);

/* The commands. Each returns the exit status. */
int command_keygen(const char *dir);
int command_sign(const char *file, const char *key_file, const char *password_file);
int command_new(const char *dir);
int command_lint(const char *dir, const struct request *request);
int command_calendar(const char *dir, const struct request *request, int64_t from_ms,
                     int64_t to_ms);
int command_why(const char *dir, const struct request *request, const struct why_request *why);
int command_render(const char *dir, const char *out, const struct request *request);
int command_preview(const char *dir, const char *out, const struct request *request);
int command_publish(const char *dir, const char *out, const char *key_file,
                    const char *password_file, const struct request *request);

/* A folder being written under a temporary name; taken over by one rename. */
struct folder {
    const char *path; /* final */
    char temporary[AUTHOR_PATH_MAX];
    bool fresh; /* path was not there: what is written goes to temporary */
    int fd;     /* where to write */
};

/* False after one line. */
bool folder_open(struct folder *folder, const char *path);
/* Renames a fresh folder to its place (good), or removes it. */
bool folder_close(struct folder *folder, bool good);
/* Removes a folder with all that is in it, two levels of folders deep. */
void folder_remove(const char *path);

#endif

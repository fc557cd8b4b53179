/* Campaigns from a web server (campaign_url): manifest, signature, missing blobs, verified before
 * anything is believed, gathered in STATE/incoming/.fetched and installed from there. A download
 * that was cut goes on where it was. */
#ifndef JIANYAN_COURIER_FETCH_H
#define JIANYAN_COURIER_FETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "campaign/manifest.h"
#include "core/setup.h"

struct courier;

enum fetch_stage { FETCH_RESTS, FETCH_MANIFEST, FETCH_SIGNATURE, FETCH_BLOB, FETCH_INSTALLING };

struct fetch {
    enum fetch_stage stage;
    bool tried;     /* since the start */
    int64_t due_ms; /* state folder's clock; INT64_MAX: never */
    unsigned failures;
    char etag[128]; /* of the manifest that was installed last, or is not for this device */
    char new_etag[128];
    char county[SETUP_COUNTY_BYTES]; /* as it was set when it was asked last */
    int dir_fd;                      /* STATE/incoming/.fetched; -1 while resting */
    int file_fd;                     /* what is being downloaded; -1: nothing */
    struct manifest *manifest;
    const struct manifest_blob *wanted[MANIFEST_POSTERS_MAX];
    size_t wanted_count, wanted_at;
};

void fetch_init(struct courier *courier);
void fetch_fini(struct courier *courier);
void fetch_tick(struct courier *courier);

/* Ask now. */
void fetch_hurry(struct courier *courier);

/* incoming.c has finished what was fetched. */
void fetch_installed(struct courier *courier, bool good);

int64_t fetch_due_ms(const struct courier *courier);

/* Nothing is under way, and it was asked once. */
bool fetch_is_done(const struct courier *courier);

#endif

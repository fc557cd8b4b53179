/* What is installed: STATE/current -> campaigns/<version>, and its frame files. Read by the face;
 * changed only by the courier (install.h). */
#ifndef JIANYAN_CAMPAIGN_CATALOGUE_H
#define JIANYAN_CAMPAIGN_CATALOGUE_H

#include <stdbool.h>

#include "campaign/manifest.h"
#include "core/conf.h"

struct catalogue {
    int state_fd;   /* the state folder, borrowed */
    int frames_fd;  /* STATE/frames, owned; -1: none */
    bool installed; /* a campaign is there and its manifest was good */
    bool off;       /* a good manifest is there, and it is switched off here */
    struct manifest manifest;
};

/* Reads the running campaign: verifies its manifest again (the folder is not trusted), parses it
 * for the board's profile and checks that every frame file is there; posters without one are left
 * out. False (installed is then false; one logged line) if nothing can be shown: no campaign, a
 * damaged one, none for this profile, or one that is switched off, everywhere or for this class in
 * this county. Whether it has expired is for the caller to say, who knows the time. */
bool catalogue_open(struct catalogue *catalogue, int state_fd, const struct conf *conf);

/* Fine on a zeroed or closed struct. */
void catalogue_close(struct catalogue *catalogue);

/* The manifest in an open folder, verified and parsed for the board's profile. `why` has
 * MANIFEST_TEXT_MAX bytes. */
enum manifest_verdict catalogue_read(int dir_fd, const struct conf *conf, struct manifest *manifest,
                                     char *why);

/* The running campaign's manifest alone, verified and parsed, for who needs no pictures (the
 * courier: intake's address and keys). A campaign that is switched off is good here. False after
 * one logged line. */
bool catalogue_manifest(int state_fd, const struct conf *conf, struct manifest *manifest);

#endif

/* The steps of install.c, each in its own file. */
#ifndef JIANYAN_COURIER_INSTALL_PARTS_H
#define JIANYAN_COURIER_INSTALL_PARTS_H

#include "courier/install.h"

/* A decoder to be run: what it reads, what it writes. */
struct install_job {
    const char *decoder; /* path, or NULL */
    int in_fd, out_fd;   /* borrowed */
    int width, height;
};

/* Runs jianyan-decode and waits for it. MANIFEST_GOOD, MANIFEST_PICTURE_BAD (its reason is in why)
 * or MANIFEST_NO_SPACE. */
enum manifest_verdict install_decode(const struct install_job *job, char *why);

/* Makes the frame file of one blob, durably; one that is there is replaced. */
enum manifest_verdict install_frame(const struct install_target *target, int published_fd,
                                    int frames_fd, const struct manifest_blob *blob, char *why);

/* True if the blob's frame file is there and all its bands are sound. */
bool install_frame_is_whole(const struct install_target *target, int frames_fd, const char *hash);

/* Puts the papers to STATE/campaigns/<version>/ and swaps `current`. *changed: whether anything
 * was. False after a logged line. */
bool install_version(const struct install_target *target, const struct install_papers *papers,
                     int64_t version, bool *changed);

/* Removes versions before the previous one, and frames that neither version shows. Failing here
 * costs space, nothing else. */
void install_tidy(const struct install_target *target, const struct manifest *running);

#endif

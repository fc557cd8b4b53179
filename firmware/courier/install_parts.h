/* The steps of install.c, each in its own file. */
#ifndef JIANYAN_COURIER_INSTALL_PARTS_H
#define JIANYAN_COURIER_INSTALL_PARTS_H

#include <limits.h>

#include "courier/install.h"

/* A decoder to be run: what it reads, what it writes. */
struct install_job {
    const char *decoder; /* path, or NULL */
    int in_fd, out_fd;   /* borrowed */
    int width, height;
};

/* Where jianyan-decode is: `given`, or, where that is NULL, beside the running program. False if
 * that cannot be told. */
bool install_find_decoder(const char *given, char path[PATH_MAX]);

/* Name of the socket behind which the system starts a decoder for each connection; NULL: decoders
 * are children. From the environment (JIANYAN_DECODE_SOCKET): a unit of systemd says it. */
const char *install_decoder_socket(void);

/* Connects there and hands the job over, with words_fd as the decoder's standard error. 0, or what
 * errno says. */
int install_call_service(const struct install_job *job, int words_fd, int *answer_fd);

/* How that ended, as waitpid() would say it; -1 once timer_fd is readable. One that ends without an
 * answer counts as killed. */
int install_hear_service(int answer_fd, int timer_fd);

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

/* One installation at a time: between the look at the running version and the swap nobody else may
 * swap, nor clear up. Held until closed; -1 on a medium that knows no locks: it is done without. */
int install_take_turn(int state_fd);

/* The version that `back` would return to, 0 if there is none. */
int64_t install_previous_version(int state_fd);

/* Swaps `current`; durable. False after one logged line. */
bool install_swap(int state_fd, int64_t version);

/* The version that somebody went back from last, 0 if none; the note that says so, which is valid
 * only while `running` runs; and whether `version` may therefore not come again. */
int64_t install_taken_back(int state_fd);
bool install_note_taken_back(int state_fd, int64_t version, int64_t running);
bool install_was_taken_back(int state_fd, int64_t version, int64_t running);

/* True if the manifest is meant for this device now: a stop reaches everybody at once, all else as
 * many as `rollout` says. */
bool install_is_meant(const struct install_target *target, const struct manifest *manifest);

/* Removes versions before the previous one, and frames that neither version shows. Failing here
 * costs space, nothing else. */
void install_tidy(const struct install_target *target, const struct manifest *running);

#endif

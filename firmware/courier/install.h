/* Installing a published campaign (docs/campaign-format.md). Whatever fails, and wherever the power
 * is cut, the running campaign stays whole: `current` is swapped last, by one rename.
 *
 *   STATE/frames/…              frame files by content, shared by versions
 *   STATE/campaigns/<version>/  manifest.json, manifest.json.minisig
 *   STATE/current               -> campaigns/<version>
 *   STATE/taken-back            which version somebody went back from, and to which
 *   STATE/lot                   random; decides once and for all who comes early in a roll-out
 *
 * The previous version and its frames are kept to return to; what is older is removed. */
#ifndef JIANYAN_COURIER_INSTALL_H
#define JIANYAN_COURIER_INSTALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "campaign/manifest.h"
#include "core/conf.h"

struct install_target {
    int state_fd;            /* the state folder; borrowed */
    const struct conf *conf; /* trust_key and profile; borrowed */
    const char *decoder;     /* path of jianyan-decode; NULL: beside the running program */
    bool by_hand;            /* somebody chose it for this device: `rollout` does not count */
};

/* A manifest as it came, and its signature; not zero-terminated. Borrowed. */
struct install_papers {
    const char *manifest;
    size_t manifest_len;
    const char *signature;
    size_t signature_len;
};

struct install_result {
    int64_t version;             /* of the campaign offered; 0 if its manifest was not good */
    bool changed;                /* `current` was swapped; false: it was installed already */
    char why[MANIFEST_TEXT_MAX]; /* more than the verdict says; may be empty */
};

/* Verifies, then parses for the board's profile, then compares with the version installed, with
 * what was taken back, and with how far the campaign is to reach. `why` has MANIFEST_TEXT_MAX
 * bytes. */
enum manifest_verdict install_check(const struct install_target *target,
                                    const struct install_papers *papers, struct manifest *manifest,
                                    char *why);

/* The blobs that install_campaign() will want to find: those of this profile whose frame file is
 * not there yet. Returns how many; pointers into manifest. */
size_t install_wanted(const struct install_target *target, const struct manifest *manifest,
                      const struct manifest_blob *wanted[MANIFEST_POSTERS_MAX]);

/* Installs the published folder published_fd. Blobs whose frames are there already need not be in
 * it. One logged line in any case. Waits for the decoder, at most 15 s a picture, and for another
 * installation into the same state folder. */
enum manifest_verdict install_campaign(const struct install_target *target, int published_fd,
                                       struct install_result *result);

/* Goes back to the campaign that ran before the running one, by one rename. What it came from is
 * noted and not installed again; any higher version is. False, after one logged line, if there is
 * none or it is damaged; result->version: the campaign that runs now, *from: the one before. */
bool install_back(const struct install_target *target, struct install_result *result,
                  int64_t *from);

/* True if this device is among so many per cent (0 to 100) for what `id` names; the same device
 * each time, and another one for another id. */
bool install_reaches(int state_fd, const char *id, int rollout);

/* Version that `current` points to, 0 if there is none. */
int64_t install_running_version(int state_fd);

#endif

#include "campaign/manifest.h"

#include "seal/minisign.h"

static const char *const sentences[] = {
    [MANIFEST_GOOD] = "the campaign is good",
    [MANIFEST_NO_TRUST_KEY] = "board.conf has no trust_key (or no valid one), so nothing installs",
    [MANIFEST_UNSIGNED] = "the campaign has no valid signature file",
    [MANIFEST_OTHER_KEY] = "the campaign is signed with another key than trust_key",
    [MANIFEST_ALTERED] = "the manifest was altered after it was signed",
    [MANIFEST_MALFORMED] = "the manifest is signed but malformed",
    [MANIFEST_NO_PROFILE] = "the campaign has no picture for this board's profile",
    [MANIFEST_OLDER] = "the campaign is older than the one installed",
    [MANIFEST_TAKEN_BACK] =
        "the campaign was taken back on this device; only a higher version counts",
    [MANIFEST_LATER] = "the campaign does not reach this device yet (rollout)",
    [MANIFEST_BLOB_MISSING] = "a picture of the campaign is missing",
    [MANIFEST_BLOB_ALTERED] = "a picture of the campaign was altered",
    [MANIFEST_PICTURE_BAD] = "a picture of the campaign cannot be decoded",
    [MANIFEST_NO_SPACE] = "the campaign could not be written: is the storage full?",
};

bool manifest_may_wait(enum manifest_verdict verdict)
{
    return verdict == MANIFEST_TAKEN_BACK || verdict == MANIFEST_LATER;
}

const char *manifest_verdict_str(enum manifest_verdict verdict)
{
    if ((unsigned)verdict < sizeof sentences / sizeof sentences[0])
        return sentences[verdict];
    return "no verdict";
}

enum manifest_verdict manifest_verify(const char *trust_key, const char *bytes, size_t len,
                                      const char *signature, size_t signature_len)
{
    struct minisign_public key;
    if (!trust_key[0] || !minisign_public_parse(trust_key, &key))
        return MANIFEST_NO_TRUST_KEY;
    if (len > MANIFEST_BYTES_MAX)
        return MANIFEST_MALFORMED;
    if (signature_len > MANIFEST_SIGNATURE_MAX)
        return MANIFEST_UNSIGNED;
    switch (minisign_verify(&key, bytes, len, signature, signature_len)) {
    case MINISIGN_GOOD:
        return MANIFEST_GOOD;
    case MINISIGN_MALFORMED:
        return MANIFEST_UNSIGNED;
    case MINISIGN_OTHER_KEY:
        return MANIFEST_OTHER_KEY;
    case MINISIGN_WRONG:
        break;
    }
    return MANIFEST_ALTERED;
}

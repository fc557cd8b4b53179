/* A published campaign's manifest: what a device needs to know, verified before it is parsed.
 *
 *   manifest.json  manifest.json.minisig  blobs/<BLAKE2b-256 in hex>
 *
 * docs/campaign-format.md describes the JSON. Everything in it is bounded; unknown members are
 * ignored, so that a newer campaign still plays on an older device. */
#ifndef JIANYAN_CAMPAIGN_MANIFEST_H
#define JIANYAN_CAMPAIGN_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "campaign/area.h"

enum {
    MANIFEST_BYTES_MAX = 262144,
    MANIFEST_SIGNATURE_MAX = 2048,
    MANIFEST_POSTERS_MAX = 32,
    MANIFEST_THEMES_MAX = 8,
    MANIFEST_BLOBS_MAX = 256,
    MANIFEST_BLOB_BYTES_MAX = 16 * 1024 * 1024,
    MANIFEST_HASH_TEXT = 65, /* 64 hex digits and a zero */
    MANIFEST_NAME_MAX = 64,
    MANIFEST_TEXT_MAX = 512,
    MANIFEST_URL_MAX = 512,
    MANIFEST_DEADLINES_MAX = 8,
    MANIFEST_CHANNELS_MAX = 64,
    MANIFEST_OFF_MAX = 64,
    MANIFEST_ASK_MINUTES = 60, /* where it does not say */
    MANIFEST_DATE_TEXT = 11,   /* "2020-10-31" and a zero */
    MANIFEST_PLACES_MAX = 128,
    MANIFEST_TOPICS_MAX = 24,
    MANIFEST_REQUESTS_MAX = 8,
    MANIFEST_REQUEST_MAX = 128,
};

struct manifest_blob {
    char hash[MANIFEST_HASH_TEXT];
    size_t bytes;
};

/* One poster as one profile shows it. */
struct manifest_poster {
    char id[MANIFEST_NAME_MAX];
    char theme[MANIFEST_NAME_MAX]; /* the theme it preselects */
    char alt[MANIFEST_TEXT_MAX];   /* what it says, for screen readers and scripts */
    int seconds;                   /* how long it stays */
    int fade_ms;                   /* how slowly it comes; -1: as the board likes */
    char hash[MANIFEST_HASH_TEXT]; /* of its picture for this profile */
};

struct manifest_theme {
    char id[MANIFEST_NAME_MAX];   /* "sannong" */
    char name[MANIFEST_NAME_MAX]; /* "三农" */
    char example[MANIFEST_TEXT_MAX];
};

/* Until when whom: web and phone, letters, agents. */
struct manifest_deadline {
    char id[MANIFEST_NAME_MAX];   /* "letter" */
    char name[MANIFEST_NAME_MAX]; /* "来信" */
    char until[MANIFEST_DATE_TEXT];
    int64_t over_ms; /* Unix: the end of that day in China */
};

enum manifest_channel_kind {
    CHANNEL_WEB,    /* a column on a site: url */
    CHANNEL_H5,     /* a page for phones: url */
    CHANNEL_LETTER, /* address */
    CHANNEL_PHONE,  /* phone */
    CHANNEL_HELP,   /* somebody helps there: address or phone */
};

/* Another way to take part. campaign/channels.h says which are shown. */
struct manifest_channel {
    enum manifest_channel_kind kind;
    char name[MANIFEST_NAME_MAX * 2];
    char url[MANIFEST_URL_MAX];
    char postcode[7]; /* of the address; six digits, or empty */
    char address[MANIFEST_TEXT_MAX / 2];
    char phone[MANIFEST_NAME_MAX];
    char hours[MANIFEST_NAME_MAX * 2];
    char county[AREA_TEXT];
    int deadline; /* index; -1: open as long as the campaign */
};

/* Where it is switched off; campaign/reach.h asks. */
struct manifest_off {
    char county[AREA_TEXT];
    unsigned classes; /* bit n: enum conf_class n */
};

/* What helps people to begin a sentence: campaign/sentences.h. */
struct manifest_place {
    char name[MANIFEST_NAME_MAX];
    char county[AREA_TEXT]; /* empty: everywhere */
};

struct manifest_topic {
    char name[MANIFEST_NAME_MAX];
    char theme[MANIFEST_NAME_MAX]; /* empty: all */
    size_t requests;
    char request[MANIFEST_REQUESTS_MAX][MANIFEST_REQUEST_MAX];
};

struct manifest {
    char id[MANIFEST_NAME_MAX];
    int64_t version; /* only rises */
    bool enabled;
    int ask_minutes; /* a device asks for a newer one at least so often */
    int rollout;     /* per cent of the devices that take it */
    size_t offs;
    struct manifest_off off[MANIFEST_OFF_MAX];
    int64_t issued_ms, expires_ms; /* Unix */
    char title[MANIFEST_TEXT_MAX];
    char host[MANIFEST_NAME_MAX * 2]; /* printed beside the QR code */
    char h5_url[MANIFEST_URL_MAX];
    char notice[MANIFEST_TEXT_MAX];         /* the privacy line of review */
    char notice_contact[MANIFEST_TEXT_MAX]; /* what a telephone number is used for; may be empty */
    char notice_version[MANIFEST_NAME_MAX];
    char reply[MANIFEST_TEXT_MAX]; /* where and when a reply appears */
    /* where complaints and appeals go */
    char complaint_name[MANIFEST_TEXT_MAX], complaint_url[MANIFEST_URL_MAX], complaint_phone[64];
    char intake_url[MANIFEST_URL_MAX];   /* empty: board.conf's */
    char intake_keys[MANIFEST_TEXT_MAX]; /* "kid box receipt"; empty: board.conf's */
    size_t deadlines;
    struct manifest_deadline deadline[MANIFEST_DEADLINES_MAX];
    size_t channels;
    struct manifest_channel channel[MANIFEST_CHANNELS_MAX];
    size_t places;
    struct manifest_place place[MANIFEST_PLACES_MAX];
    size_t topics;
    struct manifest_topic topic[MANIFEST_TOPICS_MAX];
    size_t requests; /* for every topic, and without one */
    char request[MANIFEST_REQUESTS_MAX][MANIFEST_REQUEST_MAX];
    size_t themes;
    struct manifest_theme theme[MANIFEST_THEMES_MAX];
    size_t posters; /* for the profile asked for */
    struct manifest_poster poster[MANIFEST_POSTERS_MAX];
    size_t blobs; /* everything published */
    struct manifest_blob blob[MANIFEST_BLOBS_MAX];
};

enum manifest_verdict {
    MANIFEST_GOOD,
    MANIFEST_NO_TRUST_KEY, /* board.conf names none */
    MANIFEST_UNSIGNED,     /* no or malformed signature */
    MANIFEST_OTHER_KEY,
    MANIFEST_ALTERED,    /* the signature does not fit the bytes */
    MANIFEST_MALFORMED,  /* signed, but not a manifest; `why` says where */
    MANIFEST_NO_PROFILE, /* nothing to show for this profile */
    MANIFEST_OLDER,      /* version below the one installed */
    MANIFEST_TAKEN_BACK, /* somebody went back from it on this device */
    MANIFEST_LATER,      /* good, but this device is not among the first `rollout` per cent */
    MANIFEST_BLOB_MISSING,
    MANIFEST_BLOB_ALTERED,
    MANIFEST_PICTURE_BAD, /* the decode helper refused it */
    MANIFEST_NO_SPACE,
};

/* True where nothing is wrong with it, and there is nothing to do but to wait for another one. */
bool manifest_may_wait(enum manifest_verdict verdict);

/* True if one of its themes has that id. */
bool manifest_has_theme(const struct manifest *manifest, const char *id);

/* A sentence for logs and the service screen, in English. */
const char *manifest_verdict_str(enum manifest_verdict verdict);

/* Verifies the signature over the exact bytes. trust_key as board.conf has it. */
enum manifest_verdict manifest_verify(const char *trust_key, const char *bytes, size_t len,
                                      const char *signature, size_t signature_len);

/* Parses bytes that manifest_verify() found good. profile may be NULL (posters stay 0). On
 * MANIFEST_MALFORMED `why` (MANIFEST_TEXT_MAX bytes) says where and what. */
enum manifest_verdict manifest_parse(const char *bytes, size_t len, const char *profile,
                                     struct manifest *manifest, char *why);

#endif

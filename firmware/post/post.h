/* The bounded messages between face, keeper, courier and (simulated only) the conductor.
 *
 * One SOCK_SEQPACKET socket `post` in the state folder; the keeper listens. Every message is one
 * record: a header and a body of at most POST_BODY_MAX bytes, read whole or refused. The first
 * message of a peer is POST_HELLO with its role; the keeper checks the peer's user against
 * board.conf. Whatever cannot be parsed closes that connection and nothing else. */
#ifndef JIANYAN_POST_POST_H
#define JIANYAN_POST_POST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/setup.h"

enum {
    POST_VERSION = 2,
    POST_ID_BYTES = 16,  /* UUIDv7, binary */
    POST_KEY_BYTES = 32, /* Ed25519 public key */
    POST_SIGNATURE_BYTES = 64,
    POST_NONCE_BYTES = 16,
    POST_KID_MAX = 33,       /* names a pair of the intake's keys, with its zero */
    POST_LETTER_MAX = 32768, /* a sealed letter, as stored and sent */
    POST_TEXT_MAX = 256,     /* short texts in messages, with their terminating zero */
    POST_BODY_MAX = POST_LETTER_MAX + 512,
    POST_WAITING_MAX = 1024, /* letters that may wait on a device */
    POST_FAULTS_MAX = 24,    /* faults told in answer to one POST_ASK_FACTS, newest first */
};

enum post_role {
    POST_FACE = 1,
    POST_COURIER = 2,
    POST_CONDUCTOR = 3, /* the simulator; only beside the marker `simulated` */
    POST_OVERSEER = 4,  /* the supervisor, which asks whether the store works */
};

enum post_type {
    POST_HELLO = 1,
    POST_PUT,            /* face: keep this letter */
    POST_SAVED,          /* keeper to face: how that ended */
    POST_STATUS,         /* keeper to all, at hello and on every change */
    POST_STATE,          /* keeper to face: a letter it put has a new state */
    POST_NEXT,           /* courier: give me the letter that is due */
    POST_LETTER,         /* keeper to courier: the letter, or an empty one if none waits */
    POST_DELIVERED,      /* courier: the intake's signature for a letter */
    POST_MARKED,         /* keeper to courier: whether the signature was right */
    POST_REFUSED,        /* courier: the intake says this letter is malformed; set it aside */
    POST_LATER,          /* courier: not yet; this letter goes to the back of the queue */
    POST_COURIER_STATUS, /* courier: how the network is; passed on inside POST_STATUS */
    POST_INSTALLED,      /* courier: a campaign has been installed; passed on inside POST_STATUS */
    POST_CONTACT,        /* conductor to keeper to courier: contact now, no splay, waits clamped */
    POST_FAULT,     /* face, courier or supervisor: a numbered fault, kept in the expendable file */
    POST_PLAY,      /* face: a poster was shown */
    POST_SETTINGS,  /* face: keep this; keeper to face, at hello and in answer: what is kept */
    POST_UNLOCK,    /* face: the token, where `setup` is locked; answered by POST_SETTINGS */
    POST_ASK_FACTS, /* face: what the service screen shows; answered by the two below */
    POST_FACTS,     /* keeper to face: versions, disk, network, how many faults follow */
    POST_FAULT_NOTE, /* keeper to face: one kind of fault that was met */
    POST_INTAKE,     /* face: the intake that the running campaign or board.conf names */
    POST_ASK_TIME,   /* courier: I would ask the intake for the time */
    POST_NONCE,      /* keeper to courier: what to ask it with */
    POST_TIME,       /* courier: what it has answered */
    POST_CLOCK,      /* keeper to face and courier, at hello and anew: the time it has signed;
                        to the courier alone: that was no answer to the last nonce */
    POST_PROBE,      /* supervisor: does the store work?; answered by the next */
    POST_PROBED,     /* keeper to supervisor: how trying it has ended */
};

enum post_save {
    POST_SAVE_OK,       /* committed and synced */
    POST_SAVE_FULL,     /* POST_WAITING_MAX letters wait */
    POST_SAVE_NO_SPACE, /* the disk is full */
    POST_SAVE_FAILED,   /* read-only, I/O error, store being set aside: try the same id again */
};

enum post_state { POST_WAITING, POST_ARRIVED, POST_SET_ASIDE };

enum post_store {
    POST_STORE_OK,
    POST_STORE_NO_SPACE,
    POST_STORE_READ_ONLY,
    POST_STORE_BROKEN,
    POST_STORE_RENEWED, /* a corrupt store was set aside; a new one works */
};

enum post_net {
    POST_NET_UNKNOWN, /* not tried since start */
    POST_NET_OK,
    POST_NET_DOWN,    /* no answer */
    POST_NET_CAPTIVE, /* an answer that is not the intake's */
    POST_NET_BUSY,    /* the intake asks to wait */
    POST_NET_HELD,    /* 401, 403, 404, 410: somebody must look */
};

struct post_put {
    uint8_t id[POST_ID_BYTES];
    char receipt[20];                    /* 16 digits */
    uint8_t receipt_key[POST_KEY_BYTES]; /* the intake's signing key of this moment, kept with the
                                            letter */
    uint8_t digest[32];                  /* BLAKE2b-256 of the letter; the keeper checks it */
    size_t letter_len;
    const uint8_t *letter; /* borrowed: in a received message it points into `buffer` */
};

struct post_status {
    uint32_t waiting, delivered, refused; /* letters */
    uint64_t total;                       /* letters ever kept in this store */
    enum post_store store;
    enum post_net net;
    char net_why[POST_TEXT_MAX];  /* one short line, English, for the service screen */
    char campaign[POST_TEXT_MAX]; /* version last reported as installed; empty: none since start */
    uint32_t installs;            /* how often POST_INSTALLED came since the keeper's start */
    bool stop;                    /* the stop file is there */
    uint32_t day, today; /* letters first kept on that day, counted from 1970 in China's time */
};

struct post_facts {
    char keeper[32], courier[32];               /* versions; an empty one is not connected */
    uint32_t keeper_confined, courier_confined; /* CONFINE_…, as sets */
    uint32_t disk_free_mb;
    int64_t contact_ms; /* wall clock of the last good answer from outside; 0: none since start */
    bool has_token;     /* an enrolment token is kept */
    uint32_t faults;    /* so many POST_FAULT_NOTE follow */
};

struct post_fault_note {
    uint32_t number, times;
    int64_t first_ms, last_ms; /* wall clock */
    char what[POST_TEXT_MAX];  /* as last reported */
};

/* One message; only the member of its type is set. */
struct post_message {
    enum post_type type;
    union {
        struct {
            enum post_role role;
            uint32_t pid;
            uint32_t confined; /* CONFINE_… of the sender, as a set (core/confine.h) */
            char version[32];
        } hello;
        struct post_put put; /* POST_PUT; POST_LETTER uses id, letter_len and letter */
        struct {
            uint8_t id[POST_ID_BYTES];
            enum post_save result;
        } saved;
        struct post_status status;
        struct {
            uint8_t id[POST_ID_BYTES];
            enum post_state state;
        } state;
        struct {
            uint8_t id[POST_ID_BYTES];
            uint8_t signature[POST_SIGNATURE_BYTES];
        } delivered;
        struct {
            uint8_t id[POST_ID_BYTES];
            bool right;
        } marked;
        struct {
            uint8_t id[POST_ID_BYTES];
            uint32_t http_status;
            char why[POST_TEXT_MAX];
        } refused; /* POST_REFUSED, POST_LATER */
        struct {
            enum post_net net;
            char why[POST_TEXT_MAX];
        } courier;
        struct {
            char version[POST_TEXT_MAX];
        } installed;
        struct {
            uint32_t number;
            char what[POST_TEXT_MAX];
        } fault;
        struct {
            char poster[64];
            int64_t wall_ms;
            uint32_t seconds;
        } play;
        struct {
            bool set;    /* somebody has gone through `setup` */
            bool locked; /* a public device that was set up: only POST_UNLOCK opens it */
            char county[SETUP_COUNTY_BYTES];
            char token[SETUP_TOKEN_BYTES]; /* empty on the way to the face */
        } settings;
        struct {
            char token[SETUP_TOKEN_BYTES];
        } unlock;
        struct {
            char kid[POST_KID_MAX];
            uint8_t receipt_key[POST_KEY_BYTES];
            int64_t issued_ms; /* when the campaign was signed, Unix; 0: there is none */
        } intake;
        struct {
            char kid[POST_KID_MAX]; /* empty: no intake is known that could be asked */
            uint8_t nonce[POST_NONCE_BYTES];
        } nonce;
        struct {
            int64_t wall_ms; /* Unix */
            uint8_t signature[POST_SIGNATURE_BYTES];
        } time;
        struct {
            bool right;
            int64_t wall_ms, steady_ms; /* it was this when clock_steady_ms() was that */
        } clock;
        struct {
            bool write; /* a commit, and waiting for the disk; otherwise nothing is written */
        } probe;
        struct {
            enum post_save result;
        } probed;
        struct post_facts facts;
        struct post_fault_note note;
    };
};

/* Room to encode or receive one message. */
struct post_buffer {
    uint8_t bytes[16 + POST_BODY_MAX];
};

enum post_result {
    POST_OK,
    POST_AGAIN,  /* nothing there, or no room in the socket: not an error */
    POST_CLOSED, /* the other end is gone */
    POST_BAD,    /* not a message of this version: close the connection */
};

/* Encodes and sends without blocking. */
enum post_result post_send(int fd, const struct post_message *message, struct post_buffer *buffer);

/* Receives without blocking; pointers in *message go into *buffer and live as long as it is not
 * reused. */
enum post_result post_receive(int fd, struct post_message *message, struct post_buffer *buffer);

/* Pure halves of the two above, for tests and fuzzing. encode returns the length, 0 if a field is
 * out of bounds; decode is true only if every byte was used. */
size_t post_encode(const struct post_message *message, struct post_buffer *buffer);
bool post_decode(const uint8_t *bytes, size_t len, struct post_message *message);

/* Connects to STATE/post and says hello; confined: what confine_enforce() returned, 0 if nothing
 * is known. The descriptor is non-blocking and close-on-exec; -1 if
 * the keeper is not there (not logged: callers try again). */
int post_connect(const char *state_dir, enum post_role role, unsigned confined);

/* Binds and listens on STATE/post (an old socket file is replaced; whoever holds the store's lock
 * owns the name). -1 on failure, logged once. */
int post_listen(const char *state_dir);

/* Accepts one peer (non-blocking, close-on-exec) and says which user it runs as. -1 if none waits.
 */
int post_accept(int listen_fd, unsigned *uid);

#endif

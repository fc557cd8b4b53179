/* The messages of the socket screen, as bytes: see docs/screen-protocol.md. Both ends include this.
 * One message is one SOCK_SEQPACKET record: a header, then `size - sizeof header` bytes of body.
 * Host byte order: both ends are on one machine. */
#ifndef JIANYAN_BOARD_WIRE_H
#define JIANYAN_BOARD_WIRE_H

#include <stdint.h>

enum { WIRE_VERSION = 1, WIRE_MESSAGE_MAX = 65536, WIRE_RECTS_MAX = 64 };

enum wire_type {
    /* from the face */
    WIRE_HELLO = 1,    /* struct wire_hello; carries the frame's memory as a file descriptor */
    WIRE_PRESENT = 2,  /* struct wire_rect × n */
    WIRE_DESCRIBE = 3, /* JSON text, no terminating zero */
    WIRE_HANDOFF = 4,  /* struct wire_key: goes to television; the face ends */
    /* to the face */
    WIRE_WELCOME = 16, /* struct wire_clock: answers hello */
    WIRE_CLOCK = 17,   /* struct wire_clock */
    WIRE_KEY = 18,     /* struct wire_key */
    WIRE_TAP = 19,     /* struct wire_tap */
    WIRE_WAKE = 20,    /* no body: present everything and describe again */
    WIRE_QUIT = 21,    /* no body: end */
};

struct wire_header {
    uint16_t type;    /* enum wire_type */
    uint16_t version; /* WIRE_VERSION */
    uint32_t serial;  /* to the face: the sender's count. From the face: the last serial it has
                         worked off */
};

struct wire_hello {
    uint32_t width, height; /* pixels */
    uint32_t stride;        /* bytes from line to line */
    uint32_t format;        /* 1: XRGB8888, host byte order */
    uint32_t pid;           /* of the face */
};

struct wire_clock {
    int64_t mono_ms, wall_ms;
    uint32_t state;   /* enum clock_state */
    uint32_t running; /* 0: stands until the next clock message; 1: goes on with the machine's */
};

struct wire_key {
    uint32_t key;     /* enum key */
    uint32_t phase;   /* enum key_phase */
    uint32_t hold_ms; /* since the press */
};

struct wire_tap {
    int32_t x, y; /* canvas pixels */
};

struct wire_rect {
    int32_t x, y, w, h;
};

#endif

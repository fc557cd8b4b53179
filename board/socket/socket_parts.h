/* What the two files of the socket screen share. */
#ifndef JIANYAN_BOARD_SOCKET_PARTS_H
#define JIANYAN_BOARD_SOCKET_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board/wire.h"
#include "platform.h"

struct screen {
    int fd;      /* to the other end */
    int wake_fd; /* the face's, borrowed; -1: none */
    bool gone;   /* the connection ended or was ended */
    struct frame frame;
    size_t frame_bytes;
    struct wire_clock clock;                  /* the last one told */
    int64_t clock_host_ms;                    /* CLOCK_MONOTONIC when it was told */
    uint32_t worked;                          /* serial of the last message handed to the face */
    uint32_t described;                       /* serial the last description was sent with */
    struct wire_rect changed[WIRE_RECTS_MAX]; /* not sent yet */
    size_t changed_count;
    bool present_waits; /* a present to be sent, maybe with no rectangle */
    bool describe_waits;
    char *json; /* the newest description, kept to answer messages that change nothing */
    size_t json_len, json_room;
};

/* Makes the frame, connects to PATH, says hello and takes the welcome. False after one logged line;
 * whatever was taken is in *screen. */
bool socket_connect(struct screen *screen, const struct screen_config *config);

/* CLOCK_MONOTONIC, ms. */
int64_t socket_host_ms(void);

bool socket_clock_is_right(const struct wire_clock *clock);
void socket_set_clock(struct screen *screen, const struct wire_clock *clock);

#endif

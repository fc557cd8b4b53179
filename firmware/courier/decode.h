/* The picture decoders of jianyan-decode, and its walls. The program works off one picture and
 * ends: a decoder that finds something wrong ends it at once (decode_refuse), so that no half-open
 * state is ever carried on. */
#ifndef JIANYAN_COURIER_DECODE_H
#define JIANYAN_COURIER_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum decode_exit {
    DECODE_DONE = 0,
    DECODE_REFUSED = 1,      /* the picture is not what it should be */
    DECODE_WRONG_USAGE = 2,  /* as every program */
    DECODE_CANNOT_WRITE = 3, /* the frame could not be written: no space, most likely */
};

enum {
    DECODE_ANSWER = 3, /* where a service says how it ended; a child has nothing open there */
    DECODE_SIZE_BYTES = 32,
};

/* The end of the process; as a service, told to the courier by one byte. */
void decode_end(enum decode_exit how) __attribute__((noreturn));

/* One line to standard error and the end of the process with DECODE_REFUSED. */
void decode_refuse(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* Reads up to len bytes of the picture; fewer only at its end. Begins with what was sniffed. */
struct decode_source {
    uint8_t head[8];
    size_t head_len, head_at;
};

size_t decode_read(struct decode_source *source, void *bytes, size_t len);

/* A picture being decoded. */
struct decode_picture {
    int width, height;
    /* Row y (each once, ascending) as XRGB8888; valid until the next call. */
    const uint32_t *(*row)(int y, void *state);
    void *state;
};

/* Read the headers; the dimensions are at most FRAME_SIDE_MAX. Nothing of the size of the picture
 * has been allocated when they return. */
struct decode_picture decode_png(struct decode_source *source);
struct decode_picture decode_jpeg(struct decode_source *source);

/* malloc() that refuses instead of failing. */
void *decode_memory(size_t bytes);

/* As a service: takes the size of the canvas, as on the command line, and the three standard
 * descriptors from the connection on standard input, which moves to DECODE_ANSWER. False if what
 * came is nothing of the kind. */
bool decode_take_job(char size[DECODE_SIZE_BYTES]);

/* Limits memory, time, output and descriptors; from here on no file, and of system calls only what
 * decoding needs: read, write, memory, exit. A log line if this kernel cannot. */
void decode_confine(bool served);

#endif

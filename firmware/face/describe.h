/* What stands on the screen, as data: docs/screen-protocol.md. */
#ifndef JIANYAN_FACE_DESCRIBE_H
#define JIANYAN_FACE_DESCRIBE_H

#include <stddef.h>

struct app;

/* Writes the JSON object of the picture last drawn; returns its length. Allocates nothing. */
size_t describe(const struct app *app, char *text, size_t size);

#endif

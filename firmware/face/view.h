/* How things look: the size of type and the colours, as the person and the hour want them. */
#ifndef JIANYAN_FACE_VIEW_H
#define JIANYAN_FACE_VIEW_H

#include <stdint.h>

#include "strings/strings.h"

struct app;

/* What YELLOW steps through. */
enum view {
    VIEW_PLAIN,
    VIEW_LARGE,    /* 大字 */
    VIEW_CONTRAST, /* 大字, white and yellow on black */
    VIEW_COUNT
};

void view_set(struct app *app, enum view view);

/* The next one, then the first again. */
void view_next(struct app *app);

/* The word for what YELLOW would bring. */
enum str view_next_name(const struct app *app);

/* Keeps the colours in step with the hour; when to look again (mono_ms; INT64_MAX: never). A clock
 * that nobody knows has no night, and a wall has its own rules. */
int64_t view_tick(struct app *app);

#endif

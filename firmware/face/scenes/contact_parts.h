/* The parts of `contact`: where things lie, and how they are drawn. */
#ifndef JIANYAN_FACE_SCENES_CONTACT_PARTS_H
#define JIANYAN_FACE_SCENES_CONTACT_PARTS_H

#include "face/scenes/page.h"

/* The cells of the first step: 1 to 9, a row with what * 0 # do, and on a column, to be touched, a
 * button that ends it. */
enum { CONTACT_DELETE = 9, CONTACT_ZERO, CONTACT_NEXT, CONTACT_KEYS, CONTACT_LEAVE = CONTACT_KEYS };

/* The lines of the second. */
enum { CONTACT_CALL, CONTACT_PUBLISH, CONTACT_DONE, CONTACT_DROP, CONTACT_LINES };

struct contact_places {
    struct rect field, notice; /* the number; what it is used for, or what is wrong with it */
    struct rect keys[CONTACT_KEYS];
    struct rect leave; /* empty on a wide page */
    struct rect lines[CONTACT_LINES];
    struct rect state; /* what will happen to the number */
};

/* Of the step that is shown; the other's are empty. */
struct contact_places contact_places(const struct app *app);

void contact_draw(struct canvas *canvas, const struct app *app);

#endif

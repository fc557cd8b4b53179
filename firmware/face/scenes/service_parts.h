/* The parts of `service`: what is told, where it lies, how it is drawn. Nothing a person wrote is
 * ever part of it. */
#ifndef JIANYAN_FACE_SCENES_SERVICE_PARTS_H
#define JIANYAN_FACE_SCENES_SERVICE_PARTS_H

#include "face/scenes/page.h"

enum service_light { LIGHT_NONE, LIGHT_GOOD, LIGHT_LOOK, LIGHT_BAD };

struct service_fact {
    enum str label;
    char value[160];
    enum service_light light;
};

enum { SERVICE_FACTS_MAX = 16, SERVICE_PICTURES_COUNT = 4 };

/* The table of facts; how many. */
size_t service_facts(const struct app *app, struct service_fact facts[SERVICE_FACTS_MAX]);

/* How the network is, in words. */
const char *service_net_word(const struct app *app);

/* "2020-09-01 09:30", in China's time. */
enum { SERVICE_TIME_BYTES = 24 };
void service_time(int64_t wall_ms, char text[SERVICE_TIME_BYTES]);

/* What a fault is, why, and what to do; STR_SERVICE_FAULTS_UNKNOWN and STR_COUNT for a number that
 * this program does not know. The light is out where it was last met more than a day ago. */
struct service_fault {
    enum str name, cause, cure;
    enum service_light light;
};
struct service_fault service_fault(const struct app *app, const struct post_fault_note *note);

/* Where things lie: tab i; the table; its button where a tab has one; leaving, by touch. */
struct rect service_tab(const struct theme *look, size_t i);
struct rect service_body(const struct theme *look);
struct rect service_start(const struct theme *look);
struct rect service_leave(const struct theme *look);

/* Lines of a table of `count` that are shown at once; faults that fit above their explanation. */
size_t service_lines(const struct theme *look, size_t count);
size_t service_fault_lines(const struct theme *look);

void service_draw(struct canvas *canvas, const struct app *app);

/* The key test and the pictures: the whole screen. */
void service_draw_keys(struct canvas *canvas, const struct app *app);
void service_draw_picture(struct canvas *canvas, const struct app *app);

#endif

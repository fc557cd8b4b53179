/* What the scenes' pages share: where their parts lie, worked out in one place for drawing and for
 * touch. */
#ifndef JIANYAN_FACE_SCENES_PAGE_H
#define JIANYAN_FACE_SCENES_PAGE_H

#include <stdbool.h>

#include "face/app.h"
#include "ui/layout.h"
#include "ui/widgets.h"

enum { PAGE_REACH_PERCENT = 42 }; /* of a portrait page: what is touched begins below */

/* Between the title that widget_page() draws and the help line. */
struct rect page_body(const struct theme *look);

/* The lower part of a portrait page, where hands reach; the body on any other. */
struct rect page_reach(const struct theme *look);

/* The QR card of the page for phones; nothing where no page is known. */
void page_phone(struct canvas *canvas, const struct app *app, struct rect r);

/* Above the reach of hands on a column: whose campaign it is, and the way by phone. Draws nothing
 * on any other screen. */
void page_above(struct canvas *canvas, const struct app *app);

/* A paragraph whose lines have much the same length; the height it used. */
int page_text(struct canvas *canvas, struct rect r, const struct style *style, const char *text);

/* A paragraph in the largest type up to `style` in which none of it is cut off, its lines of much
 * the same length. */
void page_fit(struct canvas *canvas, struct rect r, const struct style *style, const char *text);

/* Cards side by side: their sentences are set in one size. */
void page_same_size(const struct app *app, const struct rect *places, struct widget_card *cards,
                    size_t count);

/* A page that sends people elsewhere: a sentence, and an address as a QR card. */
struct page_pointer {
    const char *title, *text, *extra; /* extra: a second line, or NULL */
    const char *url;                  /* NULL: none */
    const char *heading, *host;       /* of the card */
    bool others;                      /* GREEN opens `channels` */
};
void page_pointer(struct canvas *canvas, const struct app *app, const struct page_pointer *page);

/* Its button i of `count` on a column: back, and where there are two the way to `channels`. Empty
 * on a wide page. */
struct rect page_pointer_button(const struct theme *look, int i, int count);

/* The help line at the foot of a page. */
void page_help(struct canvas *canvas, const struct app *app, const struct widget_hint *hints,
               size_t count);

/* How long a boot screen still waits for a key, in the upper right corner. */
void page_countdown(struct canvas *canvas, const struct app *app, int seconds);

/* For tables where nothing is to be done. */
void page_nothing(struct app *app);
int64_t page_never(struct app *app);

#endif

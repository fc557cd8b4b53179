/* What compose.c (the keys) and compose_edit.c (what they do) share; for these two alone. */
#ifndef JIANYAN_FACE_COMPOSE_PARTS_H
#define JIANYAN_FACE_COMPOSE_PARTS_H

#include "face/compose.h"

/* Candidates shown at once: a row, or nine in pick mode. */
size_t compose_window(const struct compose *compose);

/* A list lies over the mode: punctuation or openers. */
bool compose_is_list(const struct compose *compose);

/* Something is typed that is not text yet. */
bool compose_is_pending(const struct compose *compose);

/* What is selected when a list comes up: the first, because OK takes it; but not a prediction,
 * because then OK means that the text is finished. */
int compose_selected_first(const struct compose *compose);

/* Works out what is shown of the list, from `first` on; the same after the list has changed. */
void compose_show(struct compose *compose);
void compose_refresh(struct compose *compose);

/* The text or the caret has changed by other means than the engine's. */
void compose_edited(struct compose *compose);

void compose_drop_pending(struct compose *compose);
void compose_set_mode(struct compose *compose, enum compose_mode mode);

/* Writes at the caret; false, with a notice, if there is no room. */
bool compose_write(struct compose *compose, const char *text);

/* Turns the pending letter into text. */
void compose_take_letter(struct compose *compose);

#endif

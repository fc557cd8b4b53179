/* What the files compose*.c share; for these alone. compose.c: keys of a remote control.
 * compose_move.c: arrows. compose_keyboard.c: keys of a keyboard. compose_edit.c: what they do. */
#ifndef JIANYAN_FACE_COMPOSE_PARTS_H
#define JIANYAN_FACE_COMPOSE_PARTS_H

#include "face/compose.h"

/* Candidates shown at once: a row, or nine. */
size_t compose_window(const struct compose *compose);

/* A list lies over the mode: signs, sentences, syllables. */
bool compose_is_list(const struct compose *compose);

/* The engine's candidates are on show. */
bool compose_uses_ime(const struct compose *compose);

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

/* Back from a list to the way of typing; what is typed stays where the list was about it. */
void compose_leave_list(struct compose *compose);
void compose_toggle_list(struct compose *compose, enum compose_mode list);

/* Numbers for the candidates, or no longer. */
void compose_toggle_pick(struct compose *compose);

/* What was cleared cannot come back any more. */
void compose_forget_cleared(struct compose *compose);

/* Writes at the caret; false, with a notice, if there is no room. */
bool compose_write(struct compose *compose, const char *text);

/* Turns the pending letter into text. */
void compose_take_letter(struct compose *compose);

/* Takes back the least there is. */
enum compose_answer compose_press_back(struct compose *compose);

/* -- compose_move.c -- */

/* An arrow is pressed, or still held. */
void compose_press_arrow(struct compose *compose, enum key key);

/* -- compose_keyboard.c -- */

/* A key that only keyboards have, or DEL, is pressed or still held. COMPOSE_IGNORED for others. */
enum compose_answer compose_press_keyboard(struct compose *compose, enum key key, bool again);

/* A digit where letters are typed: true when it chose, or wrote itself. */
bool compose_keyboard_digit(struct compose *compose, int digit);

#endif

/* A short click with every key, where board.conf asks for one (key_click). Through ALSA, which is
 * loaded for this alone: a board without it, or without a sound card, is silent after one logged
 * line. Between clicks the card rests and nothing wakes up. */
#ifndef JIANYAN_BOARD_COMMON_CLICK_H
#define JIANYAN_BOARD_COMMON_CLICK_H

struct click;

/* Opens the default sound card; NULL after one logged line. May take some milliseconds: not before
 * the first picture. Freed by click_close(). */
struct click *click_open(void);

/* Begins a click, cutting off one that still sounds; never waits. NULL is allowed. */
void click_play(struct click *click);

void click_close(struct click *click);

#endif

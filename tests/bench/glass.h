/* Looks at an X display's root window as a person would: what is shown, whoever drew it. */
#ifndef JIANYAN_TESTS_BENCH_GLASS_H
#define JIANYAN_TESTS_BENCH_GLASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct glass;

/* Opens $DISPLAY, which must have 32 bits a pixel; NULL after one line on standard error. */
struct glass *glass_open(void);
void glass_close(struct glass *glass);

int glass_width(const struct glass *glass);
int glass_height(const struct glass *glass);
size_t glass_pixels(const struct glass *glass);

/* All pixels, or one row of them, as they are shown now: 0x00RRGGBB once masked. Borrowed until the
 * next call of the same function. */
const uint32_t *glass_look(struct glass *glass);
const uint32_t *glass_row(struct glass *glass, int y);

/* Presses and lets go of a key by its X name ("Return", "5"); false if the keyboard has none. */
bool glass_press(struct glass *glass, const char *key);

/* Waits until the picture has stood still for still_ms, at most ten seconds; false if it does not.
 */
bool glass_settle(struct glass *glass, int still_ms);

/* True if every pixel's red, green and blue are within `tolerance`. */
bool glass_alike(const uint32_t *a, const uint32_t *b, size_t pixels, int tolerance);

/* Monotonic milliseconds. */
double glass_ms(void);
void glass_sleep(double ms);

#endif

/* Golden pictures: a picture must equal tests/golden/NAME.png in every RGB value. A missing golden
 * fails. On failure NAME.actual.png and NAME.diff.png (differing pixels in red) are left in the
 * build's tests folder. With JIANYAN_UPDATE_GOLDEN=1 the golden is written instead. */
#ifndef JIANYAN_TESTS_GOLDEN_H
#define JIANYAN_TESTS_GOLDEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A picture in memory, 0x00RRGGBB, rows without padding; pixels is freed by the caller. */
struct picture {
    int width, height;
    uint32_t *pixels;
};

/* Compares with tests/golden/NAME.png. False after saying on standard error what differs. */
bool golden_check(const struct picture *actual, const char *name);

/* Compares with the PNG at `golden`; the two failure pictures go to DIR/NAME.*.png. */
bool golden_compare(const struct picture *actual, const char *golden, const char *dir,
                    const char *name);

/* PNG files; alpha is ignored. False after one line on standard error. */
bool picture_read(struct picture *picture, const char *path);
bool picture_write(const struct picture *picture, const char *path);

#endif

/* Group fixture of the tests that draw: *state is a struct fonts of the build's own fonts. */
#ifndef JIANYAN_TESTS_WITH_FONTS_H
#define JIANYAN_TESTS_WITH_FONTS_H

/* Opens them; 0, or -1 where they cannot be read. */
int with_fonts_open(void **state);

/* Closes them; always 0. */
int with_fonts_close(void **state);

#endif

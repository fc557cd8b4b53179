#include "with_fonts.h"

#include "ui/text.h"

int with_fonts_open(void **state)
{
    *state = fonts_open(DATA_DIR);
    return *state ? 0 : -1;
}

int with_fonts_close(void **state)
{
    fonts_close(*state);
    return 0;
}

#include "with_ime.h"

int with_ime_open(void **state)
{
    const struct ime_options options = {IME_NINE, true, true};
    *state = ime_open(DATA_DIR, &options);
    return *state ? 0 : -1;
}

int with_ime_close(void **state)
{
    ime_close(*state);
    return 0;
}

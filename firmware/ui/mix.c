#include "ui/mix.h"

/* a + (b − a) × part, in 256ths and modulo 2^16, which the result fits into: one multiplication a
 * channel, two channels a word. Compilers turn this into the widest vectors the machine has
 * (CMakeLists.txt asks for it); gcc and clang both do it well in this form. */
static inline uint16_t mix_pair(uint16_t a, uint16_t b, uint16_t part)
{
    uint16_t low = (uint16_t)((b & 0xff) - (a & 0xff)), high = (uint16_t)((b >> 8) - (a >> 8));
    low = (uint16_t)((uint16_t)(a << 8) + (uint16_t)(low * part));
    high = (uint16_t)((a & 0xff00) + (uint16_t)(high * part));
    return (uint16_t)(low >> 8 | (high & 0xff00));
}

void mix_row(uint32_t *out, const uint32_t *from, const uint32_t *to, size_t count, int part)
{
    uint16_t *pairs = (uint16_t *)out;
    const uint16_t *a = (const uint16_t *)from, *b = (const uint16_t *)to;
    for (size_t i = 0; i < 2 * count; i++)
        pairs[i] = mix_pair(a[i], b[i], (uint16_t)part);
}

#include "ui/mix.h"

/* Byte by byte in 16 bits: the compiler turns this into the widest multiplications the machine has
 * (CMakeLists.txt asks for it). */
void mix_row(uint32_t *pixels, const uint32_t *to, size_t count, int part)
{
    uint8_t *a = (uint8_t *)pixels;
    const uint8_t *b = (const uint8_t *)to;
    uint16_t other = (uint16_t)part, own = (uint16_t)(MIX_FULL - part);
    for (size_t i = 0; i < count * sizeof *pixels; i++)
        a[i] = (uint8_t)((uint16_t)(a[i] * own + b[i] * other) >> 8);
}

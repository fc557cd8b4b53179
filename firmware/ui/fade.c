#include "ui/fade.h"

/* Byte by byte in 16 bits: the compiler turns this into the widest multiplications the machine has
 * (CMakeLists.txt asks for it). */
void fade_row(uint32_t *out, const uint32_t *from, const uint32_t *to, size_t count, int part)
{
    uint8_t *o = (uint8_t *)out;
    const uint8_t *a = (const uint8_t *)from, *b = (const uint8_t *)to;
    uint16_t other = (uint16_t)part, own = (uint16_t)(FADE_FULL - part);
    for (size_t i = 0; i < count * sizeof *out; i++)
        o[i] = (uint8_t)((uint16_t)(a[i] * own + b[i] * other) >> 8);
}

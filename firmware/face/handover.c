#include "face/handover.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/utf8.h"

enum {
    BASE = 31622,
    OTHER = BASE - 1, /* two more numbers follow */
    SPLIT = 4096,
    NUMBERS_MAX = 3, /* of one character */
};

/* Part of the format: append, never change. */
static const struct {
    uint32_t first, last;
} ranges[] = {
    {0x20, 0x7e},     {0x4e00, 0x9fff}, {0x3000, 0x303f}, {0xff00, 0xffef},
    {0x2000, 0x206f}, {0xa0, 0xff},     {0x3400, 0x4dbf},
};

/* A character's numbers; how many. */
static size_t numbers_of(uint32_t c, uint32_t numbers[NUMBERS_MAX])
{
    uint32_t before = 0;
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (c >= ranges[i].first && c <= ranges[i].last) {
            numbers[0] = before + c - ranges[i].first;
            return 1;
        }
        before += ranges[i].last - ranges[i].first + 1;
    }
    numbers[0] = OTHER;
    numbers[1] = c / SPLIT;
    numbers[2] = c % SPLIT;
    return 3;
}

/* Digits being written, two numbers at a time. */
struct out {
    char *text;
    size_t size, len;
    uint32_t first;
    bool half; /* `first` waits for a second */
    bool full;
};

static void put(struct out *out, int width, uint32_t value)
{
    size_t room = out->full ? 0 : out->size - out->len;
    int len = snprintf(out->text + out->len, room, "%0*" PRIu32, width, value);
    out->full = out->full || (size_t)len >= room;
    out->len += out->full ? 0 : (size_t)len;
}

static void add(struct out *out, uint32_t number)
{
    if (out->half)
        put(out, 9, out->first * BASE + number);
    out->first = number;
    out->half = !out->half;
}

bool handover_append(char *address, size_t size, const char *text)
{
    size_t start = strlen(address), len = strlen(text), used;
    struct out out = {.text = address, .size = size, .len = start};
    out.full = start + sizeof "#d=" > size;
    if (!out.full)
        out.len += (size_t)snprintf(address + start, size - start, "#d=");
    for (size_t at = 0; at < len && !out.full; at += used) {
        uint32_t numbers[NUMBERS_MAX];
        size_t count = numbers_of(utf8_decode(text + at, len - at, &used), numbers);
        for (size_t i = 0; i < count; i++)
            add(&out, numbers[i]);
    }
    if (out.half && !out.full)
        put(&out, 5, out.first);
    if (out.full && start < size)
        address[start] = '\0';
    return !out.full;
}

#include "courier/backoff.h"

#include <string.h>

#include "seal/seal.h"

void chance_init(struct chance *chance, bool seeded, uint64_t seed)
{
    chance->state = seed;
    if (!seeded)
        seal_draw(&chance->state, sizeof chance->state);
}

/* splitmix64: good enough to spread boxes, and any seed will do. */
static uint64_t draw(struct chance *chance)
{
    uint64_t z = chance->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

int64_t chance_up_to(struct chance *chance, int64_t most_ms)
{
    return most_ms <= 0 ? 0 : (int64_t)(draw(chance) % ((uint64_t)most_ms + 1));
}

int64_t backoff_ms(struct chance *chance, unsigned failures, long cap_seconds)
{
    int64_t most = (int64_t)cap_seconds * 1000;
    int64_t wait = BACKOFF_BASE_MS;
    for (unsigned i = 0; i < failures && wait < most; i++)
        wait *= 2;
    wait = chance_up_to(chance, wait < most ? wait : most);
    return wait < BACKOFF_LEAST_MS ? BACKOFF_LEAST_MS : wait;
}

int64_t backoff_retry_after_ms(struct chance *chance, const char *header)
{
    int64_t seconds = 0;
    size_t digits = strspn(header, "0123456789");
    if (digits == 0 || header[digits] != '\0')
        return -1;
    for (; *header && seconds < RETRY_AFTER_MOST_S; header++)
        seconds = seconds * 10 + (*header - '0');
    if (seconds < RETRY_AFTER_LEAST_S)
        seconds = RETRY_AFTER_LEAST_S;
    if (seconds > RETRY_AFTER_MOST_S)
        seconds = RETRY_AFTER_MOST_S;
    return seconds * 1000 + chance_up_to(chance, seconds * 250);
}

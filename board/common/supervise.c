#include "board/common/supervise.h"

#include <string.h>

void supervise_started(struct supervise *history, int64_t now_ms)
{
    history->started_ms = now_ms;
}

/* 1, 2, 4 … seconds once the quick restarts are used up. */
static int64_t pause_ms(unsigned crashes)
{
    int64_t pause = 1000;
    if (crashes <= SUPERVISE_QUICK)
        return SUPERVISE_AGAIN_MS;
    for (unsigned i = SUPERVISE_QUICK + 1; i < crashes && pause < SUPERVISE_LONGEST_MS; i++)
        pause *= 2;
    return pause < SUPERVISE_LONGEST_MS ? pause : SUPERVISE_LONGEST_MS;
}

static void note(struct supervise *history, int64_t now_ms)
{
    memmove(history->crashed_ms + 1, history->crashed_ms,
            sizeof history->crashed_ms - sizeof history->crashed_ms[0]);
    history->crashed_ms[0] = now_ms;
    if (history->noted < SUPERVISE_QUICK)
        history->noted++;
}

int64_t supervise_ended(struct supervise *history, enum supervise_end how, int64_t now_ms)
{
    if (how == SUPERVISE_ASKED)
        return now_ms + SUPERVISE_AGAIN_MS;
    if (now_ms - history->started_ms >= SUPERVISE_HEALTHY_MS)
        history->crashes = 0;
    if (history->crashes < UINT32_MAX)
        history->crashes++;
    note(history, now_ms);
    return now_ms + pause_ms(history->crashes);
}

bool supervise_is_looping(const struct supervise *history)
{
    return history->noted == SUPERVISE_QUICK &&
           history->crashed_ms[0] - history->crashed_ms[SUPERVISE_QUICK - 1] <= SUPERVISE_LOOP_MS;
}

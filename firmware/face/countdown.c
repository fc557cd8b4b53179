#include "face/countdown.h"

enum { CALM_SECONDS = 10, CALM_STEP = 5 };

int countdown_shown(int64_t over_ms, int64_t now_ms)
{
    int64_t left_ms = over_ms - now_ms;
    int left_s = left_ms > 0 ? (int)((left_ms + 999) / 1000) : 0;
    return left_s <= CALM_SECONDS ? left_s : (left_s + CALM_STEP - 1) / CALM_STEP * CALM_STEP;
}

int64_t countdown_due_ms(int64_t over_ms, int64_t now_ms)
{
    int shown_s = countdown_shown(over_ms, now_ms);
    if (shown_s == 0)
        return INT64_MAX;
    return over_ms - (shown_s - (shown_s > CALM_SECONDS ? CALM_STEP : 1)) * INT64_C(1000);
}

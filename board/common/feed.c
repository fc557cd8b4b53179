#include "board/common/feed.h"

enum { PERIOD_MS = 10000, SILENCES = 3, BITES = 6 };

void feed_need(struct feed *feed, enum feed_sign sign, bool needed)
{
    feed->needed = needed ? feed->needed | sign : feed->needed & ~(unsigned)sign;
}

bool feed_note(struct feed *feed, enum feed_sign sign)
{
    feed->seen |= sign;
    if ((feed->needed & ~feed->seen) != 0)
        return false;
    feed->seen = 0;
    return true;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

int64_t feed_period_ms(int64_t silence_ms, int bite_s)
{
    int64_t period_ms = least(PERIOD_MS, silence_ms);
    return bite_s > 0 ? least(period_ms, bite_s * INT64_C(1000) / BITES) : period_ms;
}

int64_t feed_silence_ms(int64_t silence_ms, int bite_s)
{
    int64_t most_ms = silence_ms * SILENCES;
    return bite_s > 0 ? least(most_ms, bite_s * INT64_C(1000) / 2) : most_ms;
}

int feed_bite_s(int64_t silence_ms)
{
    return (int)(silence_ms * BITES / 1000);
}

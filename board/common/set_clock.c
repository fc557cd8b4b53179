#include "board/common/set_clock.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/rtc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/log.h"

static const char mark[] = "X_TIME=";

/* Digits alone, and what ends them. */
static bool take_number(const char **at, char end, int64_t *number)
{
    char *rest;
    if (**at < '0' || **at > '9')
        return false;
    errno = 0;
    *number = strtoll(*at, &rest, 10);
    if (errno || *rest != end)
        return false;
    *at = end ? rest + 1 : rest;
    return true;
}

bool set_clock_read(const char *text, struct set_clock_order *order)
{
    const char *at = text + sizeof mark - 1;
    return strncmp(text, mark, sizeof mark - 1) == 0 && take_number(&at, ' ', &order->wall_ms) &&
           take_number(&at, '\0', &order->steady_ms);
}

bool set_clock_is_due(const struct set_clock_order *order, int64_t wall_ms, int64_t steady_ms,
                      int64_t *to_ms)
{
    if (order->steady_ms > steady_ms || steady_ms - order->steady_ms > SET_CLOCK_OLD_MS ||
        !clock_may_be(order->wall_ms))
        return false;
    *to_ms = order->wall_ms + (steady_ms - order->steady_ms);
    int64_t off_ms = *to_ms - wall_ms;
    return off_ms > SET_CLOCK_NEAR_MS || off_ms < -SET_CLOCK_NEAR_MS;
}

/* So that the next start knows the time at once, where the box has a battery for it. */
static void set_battery_clock(time_t seconds)
{
    struct tm tm;
    int fd = open("/dev/rtc0", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    gmtime_r(&seconds, &tm);
    const struct rtc_time time = {.tm_sec = tm.tm_sec,
                                  .tm_min = tm.tm_min,
                                  .tm_hour = tm.tm_hour,
                                  .tm_mday = tm.tm_mday,
                                  .tm_mon = tm.tm_mon,
                                  .tm_year = tm.tm_year};
    if (ioctl(fd, RTC_SET_TIME, &time) != 0)
        log_warn("clock", "cannot set the battery's clock: %s", strerror(errno));
    close(fd);
}

void set_clock(const char *text)
{
    const struct clock machine = {0};
    struct set_clock_order order;
    int64_t to_ms, wall_ms = clock_now(&machine).wall_ms;
    if (!set_clock_read(text, &order) ||
        !set_clock_is_due(&order, wall_ms, clock_steady_ms(&machine), &to_ms))
        return;
    const struct timespec to = {.tv_sec = (time_t)(to_ms / 1000),
                                .tv_nsec = (long)(to_ms % 1000) * 1000000};
    if (clock_settime(CLOCK_REALTIME, &to) != 0) {
        log_warn("clock", "cannot set the machine's clock: %s", strerror(errno));
        return;
    }
    set_battery_clock(to.tv_sec);
    log_info("clock", "the machine's clock was set by_ms=%" PRId64, to_ms - wall_ms);
}

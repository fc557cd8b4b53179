/* put_letters DIR COUNT: puts letters into a running keeper, one after the other, with a pause in
 * the middle that is long enough for it to tidy up. Prints the milliseconds each one took. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "tests/keeper/driver.h"

static double now_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
    static struct driver driver;
    int count = argc == 3 ? (int)strtol(argv[2], NULL, 10) : 0;
    if (count <= 0 || !seal_init()) {
        fprintf(stderr, "usage: put_letters DIR COUNT\n");
        return 2;
    }
    seal_intake_generate(&driver.intake);
    snprintf(driver.state, sizeof driver.state, "%s", argv[1]);
    int fd = driver_connect(&driver, POST_FACE);
    for (int n = 1; n <= count; n++) {
        double begin = now_ms();
        if (driver_put(&driver, fd, (unsigned)n) != POST_SAVE_OK) {
            fprintf(stderr, "letter %d was not kept\n", n);
            return 1;
        }
        printf("%.3f\n", now_ms() - begin);
        if (n == count / 2)
            sleep(3);
    }
    return 0;
}

/* Lists of system calls: how long they are, and that they are code the kernel takes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/confine.h"

extern const struct confine_calls face_calls, face_desktop_calls, keeper_calls, courier_calls,
    decode_calls;

static void test_confine__keeps_the_lists_short(void **state)
{
    (void)
        state; /* armhf has two of many: for small and large files, for times to 2038 and beyond */
    assert_in_range(decode_calls.allowed, 8, 15);
    assert_in_range(face_calls.allowed, 30, 70);
    assert_in_range(keeper_calls.allowed, 30, 95);
    assert_in_range(courier_calls.allowed, 50, 140);
    assert_in_range(face_desktop_calls.allowed, 50, 105);
}

enum { CANNOT = 77 }; /* a build or a kernel without filters */

/* Runs `inside` in a child behind the keeper's walls, with `folder` to write to; its status. */
static int behind_walls(const char *folder, int (*inside)(const char *folder))
{
    pid_t pid = fork();
    if (pid == 0) {
        struct confine confine;
        confine_begin(&confine, CONFINE_NO_TCP);
        confine_allow(&confine, CONFINE_WRITE, "%s", folder);
        confine_allow(&confine, CONFINE_READ, "/nowhere/to/be/found");
        unsigned force = confine_enforce(&confine, "test", &keeper_calls);
        _exit(force & CONFINE_CALLS ? inside(folder) : CANNOT);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static int write_below(const char *folder)
{
    char path[128];
    snprintf(path, sizeof path, "%s/new", folder);
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    return fd >= 0 && write(fd, "x", 1) == 1 && ftruncate(fd, 0) == 0 && unlink(path) == 0 ? 0 : 1;
}

static int try_what_is_unknown(const char *folder)
{
    (void)folder;
    return syscall(SYS_sync) == -1 && errno == ENOSYS ? 0 : 1;
}

static int open_network(const char *folder)
{
    (void)folder;
    return socket(AF_INET, SOCK_STREAM, 0) < 0 ? 1 : 2;
}

static void test_confine__leaves_what_is_needed(void **state)
{
    char folder[] = "/tmp/jianyan-confine-XXXXXX";
    (void)state;
    assert_non_null(mkdtemp(folder));
    int written = behind_walls(folder, write_below);
    int unknown = behind_walls(folder, try_what_is_unknown);
    int network = behind_walls(folder, open_network);
    rmdir(folder);
    if (WIFEXITED(written) && WEXITSTATUS(written) == CANNOT)
        skip();
    assert_int_equal(written, 0);
    assert_int_equal(unknown, 0);
    assert_true(WIFSIGNALED(network));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_confine__keeps_the_lists_short),
        cmocka_unit_test(test_confine__leaves_what_is_needed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

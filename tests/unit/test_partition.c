/* Partitions are found by the name in their uevent file, whatever the disk is called. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "board/init/partition.h"

static void add_block(const char *folder, const char *name, const char *uevent)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/%s/uevent", folder, name);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(uevent, file);
    fclose(file);
}

static void test_partition__is_found_by_its_whole_name(void **state)
{
    char folder[] = "/tmp/jianyan-block-XXXXXX", path[64] = "", command[128];
    (void)state;
    assert_non_null(mkdtemp(folder));
    add_block(folder, "vda", "MAJOR=254\nDEVNAME=vda\nDEVTYPE=disk\n");
    add_block(folder, "vda1", "DEVNAME=vda1\nDEVTYPE=partition\nPARTN=1\nPARTNAME=jianyan-a\n");
    add_block(folder, "sdb7", "DEVNAME=sdb7\nPARTN=7\nPARTNAME=jianyan-data\n");
    assert_true(partition_find(folder, "jianyan-data", path, sizeof path));
    assert_string_equal(path, "/dev/sdb7");
    assert_true(partition_find(folder, "jianyan-a", path, sizeof path));
    assert_string_equal(path, "/dev/vda1");
    assert_false(partition_find(folder, "jianyan", path, sizeof path));
    assert_false(partition_find(folder, "a", path, sizeof path));
    assert_false(partition_wait(folder, "jianyan-b", 10, path, sizeof path));
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    assert_int_equal(system(command), 0);
}

static void test_partition__may_be_looked_for_where_there_is_nothing(void **state)
{
    char path[64];
    (void)state;
    assert_false(partition_find("/nowhere", "jianyan-a", path, sizeof path));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_partition__is_found_by_its_whole_name),
        cmocka_unit_test(test_partition__may_be_looked_for_where_there_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

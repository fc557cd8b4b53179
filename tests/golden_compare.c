/* golden-compare GOLDEN ACTUAL [DIR]: exit 0 if both pictures are equal, 1 if not (what differs is
 * left in DIR, or beside ACTUAL's name in the build's tests folder), 2 for wrong usage. With
 * JIANYAN_UPDATE_GOLDEN=1 it writes GOLDEN. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "golden.h"

int main(int argc, char **argv)
{
    if (argc < 3 || argc > 4) {
        fprintf(stderr, "usage: golden-compare GOLDEN ACTUAL [DIR]\n");
        return 2;
    }
    struct picture actual;
    if (!picture_read(&actual, argv[2]))
        return 1;
    const char *slash = strrchr(argv[1], '/');
    char name[256];
    snprintf(name, sizeof name, "%s", slash ? slash + 1 : argv[1]);
    char *dot = strrchr(name, '.');
    if (dot)
        *dot = '\0';
    bool equal = golden_compare(&actual, argv[1], argc > 3 ? argv[3] : GOLDEN_OUT, name);
    free(actual.pixels);
    return equal ? 0 : 1;
}

/* Which characters the fonts must have: prints code points as hexadecimal ranges, for hb-subset.
 * usage: characters FILE…  (UTF-8 texts whose every character is wanted, beside the fixed set) */
#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/utf8.h"

enum { CODES = 0x110000, FILE_MAX = 64 << 20 };

struct range {
    uint32_t first, last;
};

/* Wanted whether or not a text has them today. */
static const struct range fixed[] = {
    {0x20, 0x7e},     {0xa1, 0xff},     /* ASCII, Latin-1 */
    {0x2010, 0x2027}, {0x2030, 0x203e}, /* dashes, quotes, ellipsis, ‰ ※ */
    {0x20ac, 0x20ac}, {0x2103, 0x2103}, /* € ℃ */
    {0x2190, 0x2193}, {0x2460, 0x2473}, /* arrows, ①–⑳ */
    {0x25a0, 0x25cf}, {0x2605, 0x2606}, /* ■ ▲ ○ ● ★ ☆ */
    {0x3000, 0x301f}, {0xff01, 0xff5e}, /* Chinese punctuation, full-width forms */
    {0xffe0, 0xffe5}, {0xfffd, 0xfffd},
};

static void want_fixed(bool *wanted)
{
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++) {
        for (uint32_t c = fixed[i].first; c <= fixed[i].last; c++)
            wanted[c] = true;
    }
}

/* All of GB2312, as iconv knows it. */
static bool want_gb2312(bool *wanted)
{
    iconv_t to_utf8 = iconv_open("UTF-8", "GB2312");
    if ((intptr_t)to_utf8 == -1) {
        fprintf(stderr, "characters: iconv knows no GB2312: %s\n", strerror(errno));
        return false;
    }
    for (int high = 0xa1; high <= 0xf7; high++) {
        for (int low = 0xa1; low <= 0xfe; low++) {
            char in[2] = {(char)high, (char)low};
            char out[8];
            char *from = in, *to = out;
            size_t in_left = sizeof in, out_left = sizeof out;
            if (iconv(to_utf8, &from, &in_left, &to, &out_left) == (size_t)-1) {
                iconv(to_utf8, NULL, NULL, NULL, NULL);
                continue;
            }
            size_t used;
            wanted[utf8_decode(out, sizeof out - out_left, &used)] = true;
        }
    }
    iconv_close(to_utf8);
    return true;
}

static void want_text(bool *wanted, const char *text, size_t len)
{
    for (size_t i = 0, used; i < len; i += used) {
        uint32_t c = utf8_decode(text + i, len - i, &used);
        if (c >= 0x20)
            wanted[c] = true;
    }
}

static bool want_file(bool *wanted, const char *path)
{
    bool done = false;
    char *text = NULL;
    FILE *file = fopen(path, "rb");
    struct stat stat;
    if (!file || fstat(fileno(file), &stat) || stat.st_size > FILE_MAX)
        goto out;
    size_t len = (size_t)stat.st_size;
    text = malloc(len + 1);
    if (!text || fread(text, 1, len, file) != len)
        goto out;
    want_text(wanted, text, len);
    done = true;
out:
    if (!done)
        fprintf(stderr, "characters: cannot read %s: %s\n", path, strerror(errno));
    free(text);
    if (file)
        fclose(file);
    return done;
}

static void print_ranges(const bool *wanted)
{
    for (uint32_t c = 0; c < CODES; c++) {
        if (!wanted[c])
            continue;
        uint32_t last = c;
        while (last + 1 < CODES && wanted[last + 1])
            last++;
        if (c == last)
            printf("%X\n", c);
        else
            printf("%X-%X\n", c, last);
        c = last;
    }
}

int main(int argc, char **argv)
{
    bool *wanted = calloc(CODES, sizeof *wanted);
    bool good = wanted && want_gb2312(wanted);
    if (good)
        want_fixed(wanted);
    for (int i = 1; good && i < argc; i++)
        good = want_file(wanted, argv[i]);
    if (good)
        print_ranges(wanted);
    free(wanted);
    return good && fflush(stdout) == 0 ? 0 : 1;
}

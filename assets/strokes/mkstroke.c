/* mkstroke: compiles lists of strokes into stroke.dict. usage: mkstroke OUT MAPPINGS LIST…
 *
 * LIST: character TAB strokes, h 横 s 竖 p 撇 n 点 z 折; where it names a character twice, the last
 * line is the standard way (Debian's rime-data-stroke has the forms of the mainland behind those of
 * Taiwan). MAPPINGS: Unicode's Unihan_OtherMappings.txt; only characters of 通用规范汉字表 (kTGH)
 * and of GB 2312 (kGB0) are taken. The format is ime/stroke_format.h. The same input gives the same
 * bytes. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "dictionary/image.h"
#include "ime/stroke_format.h"

enum { LINE_BYTES = 512, UNICODE_END = 0x110000, RECORDS_MAX = 40000 };

struct record {
    uint32_t character;
    uint32_t order; /* of the lines */
    uint32_t place; /* in the file */
    char strokes[STROKE_CODE_MAX + 1];
};

struct table {
    bool wanted[UNICODE_END], found[UNICODE_END];
    struct record records[RECORDS_MAX];
    uint32_t count;
};

/* "U+4E00 TAB kTGH TAB …"; other lines are other fields and comments. */
static bool read_mappings(struct table *table, FILE *file)
{
    char line[LINE_BYTES];
    while (fgets(line, sizeof line, file)) {
        if (strncmp(line, "U+", 2) != 0)
            continue;
        char *end;
        unsigned long character = strtoul(line + 2, &end, 16);
        if (character < UNICODE_END &&
            (strncmp(end, "\tkTGH\t", 6) == 0 || strncmp(end, "\tkGB0\t", 6) == 0))
            table->wanted[character] = true;
    }
    return true;
}

/* False for what is no line of strokes: the head of a list, or other letters. */
static bool read_strokes(const char *letters, char strokes[STROKE_CODE_MAX + 1])
{
    static const char names[] = "hspnz";
    size_t len = strcspn(letters, "\t\r\n");
    if (len == 0 || len > STROKE_CODE_MAX)
        return false;
    for (size_t i = 0; i < len; i++) {
        const char *name = strchr(names, letters[i]);
        if (!name)
            return false;
        strokes[i] = (char)('1' + (name - names));
    }
    strokes[len] = '\0';
    return true;
}

static bool read_list(struct table *table, FILE *file)
{
    char line[LINE_BYTES];
    while (fgets(line, sizeof line, file)) {
        size_t used = 0;
        char *tab = strchr(line, '\t');
        if (!tab || line[0] == '#')
            continue;
        uint32_t character = utf8_decode(line, (size_t)(tab - line), &used);
        struct record *record = &table->records[table->count];
        if (line + used != tab || !table->wanted[character] ||
            !read_strokes(tab + 1, record->strokes))
            continue;
        record->character = character;
        record->order = table->count;
        table->found[character] = true;
        if (++table->count == RECORDS_MAX)
            return false;
    }
    return true;
}

static bool read_file(struct table *table, const char *path,
                      bool (*read)(struct table *table, FILE *file))
{
    FILE *file = fopen(path, "re");
    bool done = file && read(table, file);
    if (!done)
        fprintf(stderr, "mkstroke: cannot use %s\n", path);
    if (file)
        fclose(file);
    return done;
}

/* By character; the last line of each first, and equal strokes side by side behind their first. */
static int by_character(const void *a, const void *b)
{
    const struct record *left = a, *right = b;
    if (left->character != right->character)
        return left->character < right->character ? -1 : 1;
    return left->order > right->order ? -1 : left->order < right->order;
}

static int by_strokes(const void *a, const void *b)
{
    const struct record *left = a, *right = b;
    int order = strcmp(left->strokes, right->strokes);
    if (order != 0 || left->character == right->character)
        return order;
    return left->character < right->character ? -1 : 1;
}

/* Drops what is said twice about a character; records are in order of characters. */
static void drop_doubles(struct table *table)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < table->count; i++) {
        bool is_double = false;
        for (uint32_t j = kept; j > 0 && !is_double; j--) {
            if (table->records[j - 1].character != table->records[i].character)
                break;
            is_double = strcmp(table->records[j - 1].strokes, table->records[i].strokes) == 0;
        }
        if (!is_double)
            table->records[kept++] = table->records[i];
    }
    table->count = kept;
}

static void build(struct table *table, struct image *image)
{
    uint32_t count = table->count, at = 0;
    uint32_t *characters = image_section(image, STROKE_CHARACTERS, count, sizeof *characters);
    uint32_t *offsets = image_section(image, STROKE_OFFSETS, count + 1, sizeof *offsets);
    char *codes = image_section(image, STROKE_CODES, count, STROKE_CODE_MAX);
    uint32_t *places = image_section(image, STROKE_BY_CHARACTER, count, sizeof *places);
    qsort(table->records, count, sizeof *table->records, by_strokes);
    for (uint32_t i = 0; i < count; i++) {
        struct record *record = &table->records[i];
        size_t len = strlen(record->strokes);
        record->place = i;
        characters[i] = record->character;
        memcpy(codes + at, record->strokes, len);
        at += (uint32_t)len;
        offsets[i + 1] = at;
    }
    image->bytes[STROKE_CODES] = at;
    qsort(table->records, count, sizeof *table->records, by_character);
    for (uint32_t i = 0; i < count; i++)
        places[i] = table->records[i].place;
}

/* False after naming the characters that no list can write. */
static bool is_complete(const struct table *table)
{
    bool complete = true;
    for (uint32_t c = 0; c < UNICODE_END; c++) {
        if (table->wanted[c] && !table->found[c]) {
            fprintf(stderr, "mkstroke: no strokes for U+%04X\n", c);
            complete = false;
        }
    }
    return complete;
}

int main(int argc, char **argv)
{
    struct image image = {
        .magic = STROKE_MAGIC, .version = STROKE_VERSION, .sections = STROKE_SECTIONS};
    size_t len = 0;
    if (argc < 4) {
        fprintf(stderr, "usage: mkstroke OUT MAPPINGS LIST…\n");
        return 2;
    }
    struct table *table = calloc(1, sizeof *table);
    bool done = table && read_file(table, argv[2], read_mappings);
    for (int i = 3; i < argc && done; i++)
        done = read_file(table, argv[i], read_list);
    done = done && is_complete(table);
    if (done) {
        qsort(table->records, table->count, sizeof *table->records, by_character);
        drop_doubles(table);
        build(table, &image);
        done = image_write(&image, argv[1], &len);
    }
    if (done)
        printf("%s: %u records, %zu bytes\n", argv[1], (unsigned)table->count, len);
    image_fini(&image);
    free(table);
    return done ? 0 : 1;
}

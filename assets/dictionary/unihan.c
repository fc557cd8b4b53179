#include "unihan.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"

enum { LINE_BYTES = 1024, FIELD_BYTES = 32 };

static const double UNIHAN_WEIGHT = 0.02; /* of a reading that no list of words gives a weight */

/* A line "U+4E00 TAB kTGH TAB …"; the rest of it at *value. False for other lines. */
static bool parse_line(char *line, uint32_t *character, char field[FIELD_BYTES], char **value)
{
    char *end;
    if (strncmp(line, "U+", 2) != 0)
        return false;
    unsigned long code = strtoul(line + 2, &end, 16);
    char *tab = *end == '\t' ? strchr(end + 1, '\t') : NULL;
    if (!tab || code >= UNIHAN_END)
        return false;
    snprintf(field, FIELD_BYTES, "%.*s", (int)(tab - end - 1), end + 1);
    *character = (uint32_t)code;
    *value = tab + 1;
    (*value)[strcspn(*value, "\r\n")] = '\0';
    return true;
}

static FILE *open_file(const char *path)
{
    FILE *file = fopen(path, "re");
    if (!file)
        fprintf(stderr, "mkdict: %s: %s\n", path, strerror(errno));
    return file;
}

bool unihan_read_standard(bool standard[UNIHAN_END], const char *path)
{
    char line[LINE_BYTES], field[FIELD_BYTES], *value;
    uint32_t character = 0;
    size_t count = 0;
    FILE *file = open_file(path);
    while (file && fgets(line, sizeof line, file)) {
        if (parse_line(line, &character, field, &value) &&
            (strcmp(field, "kTGH") == 0 || strcmp(field, "kGB0") == 0)) {
            count += !standard[character];
            standard[character] = true;
        }
    }
    if (file)
        fclose(file);
    if (file && count == 0)
        fprintf(stderr, "mkdict: %s: has no kTGH\n", path);
    return count > 0;
}

bool unihan_is_standard(const bool standard[UNIHAN_END], const char *text)
{
    size_t len = strlen(text), used = 0;
    for (size_t at = 0; at < len; at += used) {
        if (!standard[utf8_decode(text + at, len - at, &used)])
            return false;
    }
    return true;
}

/* A letter with a tone mark as it is typed; '\0' for a mark that stands alone. */
static char plain_letter(uint32_t c)
{
    static const struct {
        uint32_t marked;
        char plain;
    } letters[] = {
        {0xE0, 'a'},  {0xE1, 'a'},   {0x101, 'a'}, {0x1CE, 'a'},  {0xE8, 'e'},   {0xE9, 'e'},
        {0xEA, 'e'},  {0x113, 'e'},  {0x11B, 'e'}, {0x1EC1, 'e'}, {0x1EBF, 'e'}, {0xEC, 'i'},
        {0xED, 'i'},  {0x12B, 'i'},  {0x1D0, 'i'}, {0xF2, 'o'},   {0xF3, 'o'},   {0x14D, 'o'},
        {0x1D2, 'o'}, {0xF9, 'u'},   {0xFA, 'u'},  {0x16B, 'u'},  {0x1D4, 'u'},  {0xFC, 'v'},
        {0x1D6, 'v'}, {0x1D8, 'v'},  {0x1DA, 'v'}, {0x1DC, 'v'},  {0x144, 'n'},  {0x148, 'n'},
        {0x1F9, 'n'}, {0x1E3F, 'm'},
    };
    if (c < 0x80)
        return (char)c;
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (letters[i].marked == c)
            return letters[i].plain;
    }
    return '\0';
}

/* "zhòng" as "zhong"; false if it is no syllable, or no person types it. */
static bool plain_syllable(const char *marked, size_t len, char plain[DICT_SYLLABLE_BYTES])
{
    size_t used = 0, count = 0;
    for (size_t at = 0; at < len; at += used) {
        char letter = plain_letter(utf8_decode(marked + at, len - at, &used));
        if (letter && (!dict_digit(letter) || count == DICT_SYLLABLE_BYTES - 2))
            return false;
        if (letter)
            plain[count++] = letter;
    }
    plain[count] = '\0';
    return count > 0 && strpbrk(plain, "aeiouv");
}

/* kMandarin "zhòng", kHanyuPinlu "zhòng(1823) chóng(329)", kTGHZ2013 "047.150,060.010:chóng". */
static bool add_readings(struct lexicon *lexicon, const char *text, const char *value)
{
    while (*value) {
        char plain[DICT_SYLLABLE_BYTES];
        size_t len = strcspn(value, " ");
        size_t head = strcspn(value, ":");
        const char *start = head < len ? value + head + 1 : value;
        size_t bytes = strcspn(start, " (");
        if (plain_syllable(start, bytes, plain) &&
            !lexicon_add(lexicon, text, plain, UNIHAN_WEIGHT))
            return false;
        value += len + (value[len] == ' ');
    }
    return true;
}

bool unihan_read_readings(struct lexicon *lexicon, const bool standard[UNIHAN_END],
                          const char *path)
{
    char line[LINE_BYTES], field[FIELD_BYTES], text[5], *value;
    uint32_t character = 0;
    bool read = true;
    FILE *file = open_file(path);
    if (!file)
        return false;
    while (read && fgets(line, sizeof line, file)) {
        if (!parse_line(line, &character, field, &value) || !standard[character] ||
            (strcmp(field, "kMandarin") != 0 && strcmp(field, "kHanyuPinlu") != 0 &&
             strcmp(field, "kTGHZ2013") != 0))
            continue;
        text[utf8_encode(character, text)] = '\0';
        read = add_readings(lexicon, text, value);
    }
    fclose(file);
    if (!read)
        fprintf(stderr, "mkdict: %s: no memory\n", path);
    return read;
}

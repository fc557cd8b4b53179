#include "lists.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "counted.h"

enum { MORE_WORDS = 180000 /* of the list that has only counts */ };

/* Other characters, most of them traditional, can be typed alone; words are of standard ones. */
static bool is_wanted(const char *text, const void *standard)
{
    return utf8_count(text, strlen(text)) == 1 || unihan_is_standard(standard, text);
}

/* They stand behind all others. */
static void weigh_others(struct lexicon *lexicon, const bool *standard)
{
    for (size_t i = 0; i < lexicon->reading_count; i++) {
        if (!unihan_is_standard(standard, lexicon->readings[i].text))
            lexicon->readings[i].weight = 0;
    }
}

bool lists_read(struct lexicon *lexicon, char *const *paths, int count)
{
    bool *standard = calloc(UNIHAN_END, sizeof *standard);
    if (!standard)
        return false;
    bool read = unihan_read_standard(standard, paths[0]);
    for (int i = LISTS_ARGUMENTS - 1; read && i < count; i++)
        read = lexicon_read(lexicon, paths[i]);
    read = read && unihan_read_readings(lexicon, standard, paths[1]);
    if (read) {
        lexicon_keep(lexicon, is_wanted, standard);
        weigh_others(lexicon, standard);
        lexicon_join(lexicon);
        read = counted_read(lexicon, standard, paths[2], MORE_WORDS) && lexicon_finish(lexicon);
    }
    free(standard);
    return read;
}

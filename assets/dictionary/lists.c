#include "lists.h"

#include <stdio.h>
#include <stdlib.h>

#include "counted.h"

enum { MORE_WORDS = 185000 /* of the list that has only counts */ };

static bool is_standard(const char *text, const void *standard)
{
    return unihan_is_standard(standard, text);
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
        lexicon_keep(lexicon, is_standard, standard);
        lexicon_join(lexicon);
        read = counted_read(lexicon, standard, paths[2], MORE_WORDS) && lexicon_finish(lexicon);
    }
    free(standard);
    return read;
}

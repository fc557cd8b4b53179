/* mklm: makes lm.dict for a base.dict. usage:
 * tslminfo -v MODEL | mklm OUT BASE DICTIONARY MAPPINGS READINGS COUNTS LIST…
 *
 * MODEL and DICTIONARY are open-gram's (SOURCE.md); the lists are those that BASE was made of. The
 * format is ime/lm_format.h. The same input gives the same bytes. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "grams.h"
#include "image.h"
#include "ime/lm_format.h"
#include "lists.h"

enum { PAIRS = 1000000, COST_MAX = 255 };

static const double OUTSIDE = 1.5; /* nats that a word costs more which open-gram lacks */
static const double SHARE = 0.6; /* of open-gram in what a word costs alone; the rest: the lists */

static uint8_t tenths(double nats, int zero)
{
    double value = floor(nats * 10 + 0.5) + zero;
    return value < 0 ? 0 : value > COST_MAX ? COST_MAX : (uint8_t)value;
}

/* How open-gram's costs follow from the lexicon's: a straight line through the words of both. */
struct line {
    double offset, slope;
};

static struct line fit(const struct grams *grams, const struct lexicon *lexicon)
{
    double n = 0, x = 0, y = 0, xx = 0, xy = 0;
    for (size_t i = 0; i < lexicon->word_count; i++) {
        if (grams->costs[i] < 0 || strlen(lexicon->words[i].text) <= 3)
            continue;
        double own = lexicon->words[i].cost / 10.0;
        n++;
        x += own;
        y += grams->costs[i];
        xx += own * own;
        xy += own * grams->costs[i];
    }
    double slope = (n * xy - x * y) / (n * xx - x * x);
    return (struct line){(y - slope * x) / n, slope};
}

static void fill_words(struct image *image, const struct grams *grams,
                       const struct lexicon *lexicon)
{
    struct line line = fit(grams, lexicon);
    uint8_t *costs = image_section(image, LM_WORD_COSTS, grams->word_count, 1);
    uint8_t *backoffs = image_section(image, LM_BACKOFFS, LM_ROWS_MAX, 1);
    for (size_t i = 0; i < grams->word_count; i++) {
        double fitted = line.offset + line.slope * lexicon->words[i].cost / 10.0;
        costs[i] = tenths(grams->costs[i] < 0 ? fitted + OUTSIDE
                                              : SHARE * grams->costs[i] + (1 - SHARE) * fitted,
                          0);
    }
    for (size_t row = 0; row < LM_ROWS_MAX; row++)
        backoffs[row] = LM_BACKOFF_ZERO;
    for (size_t i = 0; i < grams->word_count && i < DICT_COMMON; i++)
        backoffs[i] = tenths(grams->backoffs[i], LM_BACKOFF_ZERO);
    backoffs[LM_START] = tenths(grams->backoffs[grams->word_count], LM_BACKOFF_ZERO);
}

static void fill_pairs(struct image *image, const struct grams *grams)
{
    uint32_t *rows = image_section(image, LM_ROWS, LM_ROWS_MAX + 1, sizeof *rows);
    uint16_t *seconds = image_section(image, LM_SECONDS, grams->pair_count, sizeof *seconds);
    uint8_t *costs = image_section(image, LM_PAIR_COSTS, grams->pair_count, 1);
    for (size_t i = 0; i < grams->pair_count; i++) {
        const struct gram *gram = &grams->pairs[i];
        rows[(gram->row < grams->word_count ? gram->row : LM_START) + 1]++;
        seconds[i] = (uint16_t)gram->word;
        costs[i] = tenths(gram->cost, 0);
    }
    for (size_t row = 0; row < LM_ROWS_MAX; row++)
        rows[row + 1] += rows[row];
}

/* The checksum that stands in base.dict. */
static bool read_checksum(const char *path, uint64_t *checksum)
{
    struct data_header header;
    FILE *file = fopen(path, "rbe");
    bool read = file && fread(&header, sizeof header, 1, file) == 1;
    if (file)
        fclose(file);
    if (read)
        *checksum = header.checksum;
    else
        fprintf(stderr, "mklm: %s: %s\n", path, strerror(errno));
    return read;
}

static bool write_model(const struct grams *grams, const struct lexicon *lexicon, const char *out,
                        const char *base)
{
    struct image image = {.magic = LM_MAGIC, .version = LM_VERSION, .sections = LM_SECTIONS};
    size_t len = 0;
    uint64_t *checksum = image_section(&image, LM_BASE, 1, sizeof *checksum);
    fill_words(&image, grams, lexicon);
    fill_pairs(&image, grams);
    bool written = read_checksum(base, checksum) && image_write(&image, out, &len);
    if (written)
        printf("%s: %zu pairs, %zu bytes\n", out, grams->pair_count, len);
    image_fini(&image);
    return written;
}

int main(int argc, char **argv)
{
    struct lexicon lexicon = {0};
    struct grams grams = {0};
    if (argc < 4 + LISTS_ARGUMENTS) {
        fprintf(stderr, "usage: tslminfo -v MODEL | mklm OUT BASE DICTIONARY " LISTS_USAGE "\n");
        return 2;
    }
    bool done =
        lists_read(&lexicon, argv + 4, argc - 4) && grams_read(&grams, &lexicon, argv[3], stdin);
    if (done) {
        grams_prune(&grams, PAIRS);
        done = write_model(&grams, &lexicon, argv[1], argv[2]);
    }
    grams_fini(&grams);
    lexicon_fini(&lexicon);
    return done ? 0 : 1;
}

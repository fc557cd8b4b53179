/* mklm: makes lm.dict for a base.dict. usage: tslminfo -v MODEL | mklm OUT BASE DICTIONARY LIST…
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

enum { PAIRS = 800000, COST_MAX = 255 };

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
    uint8_t *backoffs = image_section(image, LM_BACKOFFS, grams->word_count + 1, 1);
    for (size_t i = 0; i < grams->word_count; i++) {
        double fitted = line.offset + line.slope * lexicon->words[i].cost / 10.0;
        costs[i] = tenths(grams->costs[i] < 0 ? fitted : grams->costs[i], 0);
    }
    for (size_t i = 0; i <= grams->word_count; i++)
        backoffs[i] = tenths(grams->backoffs[i], LM_BACKOFF_ZERO);
}

static void fill_pairs(struct image *image, const struct grams *grams)
{
    uint32_t *rows = image_section(image, LM_ROWS, grams->word_count + 2, sizeof *rows);
    uint32_t *pairs = image_section(image, LM_PAIRS, grams->pair_count, sizeof *pairs);
    for (size_t i = 0; i < grams->pair_count; i++) {
        const struct gram *gram = &grams->pairs[i];
        rows[gram->row + 1]++;
        pairs[i] = gram->word << LM_PAIR_SHIFT | tenths(gram->cost, 0);
    }
    for (size_t row = 0; row <= grams->word_count; row++)
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
    if (argc < 5) {
        fprintf(stderr, "usage: tslminfo -v MODEL | mklm OUT BASE DICTIONARY LIST…\n");
        return 2;
    }
    bool done = true;
    for (int i = 4; i < argc && done; i++)
        done = lexicon_read(&lexicon, argv[i]);
    done = done && lexicon_finish(&lexicon) && grams_read(&grams, &lexicon, argv[3], stdin);
    if (done) {
        grams_prune(&grams, PAIRS);
        done = write_model(&grams, &lexicon, argv[1], argv[2]);
    }
    grams_fini(&grams);
    lexicon_fini(&lexicon);
    return done ? 0 : 1;
}

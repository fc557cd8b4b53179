#include "ime/lm.h"

static const struct data_kind kind = {LM_MAGIC, LM_VERSION, LM_SECTIONS};

/* Points every member into the file; true if all counts fit together. */
static bool find_sections(struct lm *lm, const struct dict *dict)
{
    uint32_t base = 0, costs = 0, backoffs = 0, rows = 0;
    const uint64_t *checksum = data_section(&lm->data, LM_BASE, sizeof *checksum, &base);
    lm->costs = data_section(&lm->data, LM_WORD_COSTS, 1, &costs);
    lm->backoffs = data_section(&lm->data, LM_BACKOFFS, 1, &backoffs);
    lm->rows = data_section(&lm->data, LM_ROWS, sizeof *lm->rows, &rows);
    lm->pairs = data_section(&lm->data, LM_PAIRS, sizeof *lm->pairs, &lm->pair_count);
    lm->word_count = dict->word_count;
    return checksum && lm->costs && lm->backoffs && lm->rows && lm->pairs && base == 1 &&
           costs == dict->word_count && backoffs == costs + 1 && rows == costs + 2;
}

static bool belongs_to(const struct lm *lm, const struct dict *dict)
{
    const struct data_header *base = (const struct data_header *)(const void *)dict->data.bytes;
    uint32_t count = 0;
    const uint64_t *checksum = data_section(&lm->data, LM_BASE, sizeof *checksum, &count);
    return *checksum == base->checksum;
}

static bool pairs_are_sound(const struct lm *lm)
{
    if (lm->rows[0] != 0 || lm->rows[lm->word_count + 1] != lm->pair_count)
        return false;
    for (uint32_t row = 0; row <= lm->word_count; row++) {
        if (lm->rows[row + 1] < lm->rows[row] || lm->rows[row + 1] > lm->pair_count)
            return false;
    }
    for (uint32_t i = 0; i < lm->pair_count; i++) {
        if (lm->pairs[i] >> LM_PAIR_SHIFT >= lm->word_count)
            return false;
    }
    return true;
}

const char *lm_attach(struct lm *lm, const unsigned char *bytes, size_t len,
                      const struct dict *dict)
{
    *lm = (struct lm){.data = {bytes, len}};
    const char *wrong = data_check(&lm->data, &kind);
    if (!wrong && (!find_sections(lm, dict) || !pairs_are_sound(lm)))
        wrong = "is damaged: its numbers do not fit together";
    if (!wrong && !belongs_to(lm, dict))
        wrong = "was made for another base.dict";
    return wrong;
}

bool lm_open(struct lm *lm, const char *path, const struct dict *dict)
{
    struct data data = {0};
    const char *wrong = data_map(&data, path);
    *lm = (struct lm){0};
    if (!wrong)
        wrong = lm_attach(lm, data.bytes, data.len, dict);
    if (!wrong)
        return true;
    *lm = (struct lm){0};
    return data_refuse(&data, path, wrong);
}

void lm_close(struct lm *lm)
{
    data_unmap(&lm->data);
    *lm = (struct lm){0};
}

/* The pairs of a word before: [from, to). */
static struct dict_range row_of(const struct lm *lm, uint32_t previous)
{
    uint32_t row = previous == DICT_START ? lm->word_count : previous;
    return (struct dict_range){lm->rows[row], lm->rows[row + 1]};
}

int lm_cost(const struct lm *lm, uint32_t previous, uint32_t word)
{
    if (previous == DICT_NONE)
        return lm->costs[word];
    struct dict_range row = row_of(lm, previous);
    uint32_t end = row.to;
    while (row.from < row.to) {
        uint32_t middle = row.from + (row.to - row.from) / 2;
        if (lm->pairs[middle] >> LM_PAIR_SHIFT < word)
            row.from = middle + 1;
        else
            row.to = middle;
    }
    if (row.from < end && lm->pairs[row.from] >> LM_PAIR_SHIFT == word)
        return (int)(lm->pairs[row.from] & LM_PAIR_COST);
    uint32_t place = previous == DICT_START ? lm->word_count : previous;
    return lm->costs[word] + lm->backoffs[place] - LM_BACKOFF_ZERO;
}

size_t lm_next(const struct lm *lm, uint32_t previous, uint32_t *words, size_t most)
{
    size_t count = 0;
    if (!lm_is_open(lm) || previous == DICT_NONE || most == 0)
        return 0;
    struct dict_range row = row_of(lm, previous);
    for (uint32_t i = row.from; i < row.to; i++) {
        uint32_t pair = lm->pairs[i], cost = pair & LM_PAIR_COST;
        size_t at = count;
        if (at == most && (words[--at] & LM_PAIR_COST) <= cost)
            continue;
        count = at + 1 > count ? at + 1 : count;
        for (; at > 0 && (words[at - 1] & LM_PAIR_COST) > cost; at--)
            words[at] = words[at - 1];
        words[at] = pair;
    }
    for (size_t i = 0; i < count; i++)
        words[i] >>= LM_PAIR_SHIFT;
    return count;
}

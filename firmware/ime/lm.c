#include "ime/lm.h"

static const struct data_kind kind = {LM_MAGIC, LM_VERSION, LM_SECTIONS};

/* Points every member into the file; true if all counts fit together. */
static bool find_sections(struct lm *lm, const struct dict *dict)
{
    uint32_t base = 0, costs = 0, backoffs = 0, rows = 0, pairs = 0;
    const uint64_t *checksum = data_section(&lm->data, LM_BASE, sizeof *checksum, &base);
    lm->costs = data_section(&lm->data, LM_WORD_COSTS, 1, &costs);
    lm->backoffs = data_section(&lm->data, LM_BACKOFFS, 1, &backoffs);
    lm->rows = data_section(&lm->data, LM_ROWS, sizeof *lm->rows, &rows);
    lm->seconds = data_section(&lm->data, LM_SECONDS, sizeof *lm->seconds, &lm->pair_count);
    lm->pair_costs = data_section(&lm->data, LM_PAIR_COSTS, 1, &pairs);
    lm->word_count = dict->word_count;
    return checksum && lm->costs && lm->backoffs && lm->rows && lm->seconds && lm->pair_costs &&
           base == 1 && costs == dict->word_count && backoffs == LM_ROWS_MAX &&
           rows == LM_ROWS_MAX + 1 && pairs == lm->pair_count;
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
    if (lm->rows[0] != 0 || lm->rows[LM_ROWS_MAX] != lm->pair_count)
        return false;
    for (uint32_t row = 0; row < LM_ROWS_MAX; row++) {
        if (lm->rows[row + 1] < lm->rows[row] || lm->rows[row + 1] > lm->pair_count)
            return false;
    }
    uint32_t common = lm->word_count < DICT_COMMON ? lm->word_count : DICT_COMMON;
    for (uint32_t i = 0; i < lm->pair_count; i++) {
        if (lm->seconds[i] >= common)
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

/* The row of a word before; LM_ROWS_MAX if it has none. */
static uint32_t row_of(uint32_t previous)
{
    if (previous == DICT_START)
        return LM_START;
    return previous < DICT_COMMON ? previous : LM_ROWS_MAX;
}

/* The pair of a row with this second word; DICT_NONE if there is none. */
static uint32_t find_pair(const struct lm *lm, uint32_t row, uint32_t word)
{
    uint32_t low = lm->rows[row], end = lm->rows[row + 1], high = end;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (lm->seconds[middle] < word)
            low = middle + 1;
        else
            high = middle;
    }
    return low < end && lm->seconds[low] == word ? low : DICT_NONE;
}

int lm_cost(const struct lm *lm, uint32_t previous, uint32_t word)
{
    uint32_t row = row_of(previous);
    if (row == LM_ROWS_MAX)
        return lm->costs[word];
    uint32_t pair = find_pair(lm, row, word);
    if (pair != DICT_NONE)
        return lm->pair_costs[pair];
    return lm->costs[word] + lm->backoffs[row] - LM_BACKOFF_ZERO;
}

size_t lm_next(const struct lm *lm, uint32_t previous, uint32_t *words, size_t most)
{
    uint8_t costs[LM_NEXT_MAX];
    uint32_t row = row_of(previous);
    size_t count = 0;
    if (!lm_is_open(lm) || row == LM_ROWS_MAX || most == 0 || most > LM_NEXT_MAX)
        return 0;
    for (uint32_t i = lm->rows[row]; i < lm->rows[row + 1]; i++) {
        uint8_t cost = lm->pair_costs[i];
        size_t at = count;
        if (at == most && costs[--at] <= cost)
            continue;
        count = at + 1 > count ? at + 1 : count;
        for (; at > 0 && costs[at - 1] > cost; at--) {
            costs[at] = costs[at - 1];
            words[at] = words[at - 1];
        }
        costs[at] = cost;
        words[at] = lm->seconds[i];
    }
    return count;
}

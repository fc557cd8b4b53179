/* Measures text entry. usage: bench_ime DATA-DIR CORPUS.tsv [on|off [keys]]
 *
 * CORPUS: one clause a line: text TAB pinyin of each character TAB lengths of its words. The third
 * argument switches tolerance; with "keys" the clauses are only typed. Prints "name value unit"
 * lines.
 *
 * The person measured makes no mistakes. In a row of five, candidate i (from 0) costs i/5 presses
 * down, i%5 to the right, and one to take it. Numbered: the first costs one press, any other the
 * mode key, i/9 pages, and its digit. A character that is never offered costs 40 and is skipped.
 * Clause: all digits first, then always the candidate that is cheapest for each character it
 * brings. Word: the same for each word alone. Oracle: per word as many digits as serve best, none
 * (a prediction) to all, or its first letters; or word, if that is cheaper. Arrows: the oracle on a
 * keypad on the screen, 3 by 3, the cursor on 5 and back there after each OK: an arrow a step, one
 * OK; the row of candidates is two up, its right end up from the 3. Dialect: zh ch sh n- -ing -eng
 * always typed as z c s l- -in -en. Strokes: per word, as many strokes of its next character as
 * serve best. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/utf8.h"
#include "ime_ways.h"

enum { LATENCIES_MAX = 1 << 20 };

struct sums {
    bool keys_only;
    size_t clauses, exact, characters, right, unreached;
    double clause_row, clause_numbered, word_row, word_numbered;
    double oracle[3], strokes[2]; /* by enum way */
    size_t dialect_unreached, stroke_unreached;
    double dialect_row, dialect_numbered, dialect_oracle;
    double *latencies;
    size_t latency_count;
};

/* CPU time: what else the machine does is not the engine's. */
static double now_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
    return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static void type(struct ime *ime, struct sums *sums, const char *digits)
{
    for (; *digits; digits++) {
        double start = now_ms();
        ime_key(ime, *digits - '0');
        ime_count(ime);
        if (sums->latencies && sums->latency_count < LATENCIES_MAX)
            sums->latencies[sums->latency_count++] = now_ms() - start;
    }
}

/* Takes the candidate that is cheapest for each character; returns the characters it brought. */
static size_t take(struct ime *ime, const struct clause *clause, size_t from, size_t to,
                   enum way way, double *cost)
{
    struct ime_candidate candidate;
    char text[IME_TEXT_MAX];
    size_t count = ime_count(ime), best = 0, best_i = 0, digits = 0;
    double best_each = NEVER_COST;
    for (size_t i = 0; i < count; i++) {
        if (!ime_candidate(ime, i, &candidate))
            break;
        size_t got = clause_matches(clause, from, to, candidate.text, &digits);
        if (got == 0 || (size_t)candidate.used != digits)
            continue;
        double each = way_pick(way, i) / (double)got;
        if (each < best_each) {
            best_each = each;
            best = got;
            best_i = i;
        }
        if (way_pick(way, i + 1) / (double)(to - from) > best_each)
            break;
    }
    if (best == 0)
        return 0;
    *cost += way_pick(way, best_i);
    ime_pick(ime, best_i, text);
    return best;
}

/* Presses for the characters [from, to): digits first, then candidates. */
static double enter(struct ime *ime, const struct clause *clause, struct sums *sums, size_t from,
                    size_t to, enum way way)
{
    double cost = 0;
    for (size_t i = from; i < to; i++) {
        type(ime, sums, clause->digits[i]);
        for (const char *digit = clause->digits[i]; *digit; digit++)
            cost += way_press(way, *digit);
    }
    while (from < to) {
        size_t got = take(ime, clause, from, to, way, &cost);
        from += got;
        if (got > 0)
            continue;
        cost += UNREACHED_COST;
        sums->unreached++;
        from++;
        while (ime_back(ime)) {
        }
        for (size_t i = from; i < to; i++)
            type(ime, sums, clause->digits[i]);
    }
    return cost;
}

static double enter_words(struct ime *ime, const struct clause *clause, struct sums *sums,
                          enum way way)
{
    double cost = 0;
    size_t from = 0;
    for (size_t w = 0; w < clause->word_count; w++) {
        size_t to = from + (size_t)clause->words[w];
        to = to < clause->count ? to : clause->count;
        cost += enter(ime, clause, sums, from, to, way);
        from = to;
    }
    return cost;
}

static void measure_first(struct ime *ime, const struct clause *clause, struct sums *sums)
{
    struct ime_candidate candidate;
    size_t digits = 0;
    for (size_t i = 0; i < clause->count; i++)
        type(ime, sums, clause->digits[i]);
    if (!ime_candidate(ime, 0, &candidate))
        return;
    sums->exact +=
        clause_matches(clause, 0, clause->count, candidate.text, &digits) == clause->count;
    sums->right += clause_right(clause, candidate.text);
}

/* One engine for what is measured, one for the other way it is compared with. */
struct bench {
    struct ime *ime, *other;
};

/* Word by word, always the cheaper of the two: as many digits as serve best, or all of them. */
static double oracle(const struct bench *bench, const struct clause *clause, enum way way,
                     size_t *unreached)
{
    struct sums unused = {0};
    double cost = 0;
    size_t from = 0;
    ime_reset(bench->ime, true);
    ime_reset(bench->other, true);
    for (size_t w = 0; w < clause->word_count && from < clause->count; w++) {
        size_t to = from + (size_t)clause->words[w];
        to = to < clause->count ? to : clause->count;
        double best = way_word(bench->ime, clause, from, to, way);
        double whole = enter(bench->other, clause, &unused, from, to, way);
        cost += best < whole ? best : whole;
        from = to;
    }
    *unreached += unused.unreached;
    return cost;
}

static double strokes(const struct bench *bench, const struct clause *clause, enum way way,
                      size_t *unreached)
{
    double cost = 0;
    size_t from = 0;
    ime_reset(bench->ime, true);
    if (!ime_set_layout(bench->ime, IME_STROKE))
        return 0;
    for (size_t w = 0; w < clause->word_count && from < clause->count; w++) {
        size_t to = from + (size_t)clause->words[w];
        to = to < clause->count ? to : clause->count;
        cost += way_strokes(bench->ime, clause, from, to, way, unreached);
        from = to;
    }
    ime_set_layout(bench->ime, IME_NINE);
    return cost;
}

static void measure_dialect(const struct bench *bench, const struct clause *clause,
                            struct sums *sums)
{
    struct sums spoken = {0};
    size_t unreached = 0;
    ime_reset(bench->ime, true);
    sums->dialect_row += enter(bench->ime, clause, &spoken, 0, clause->count, WAY_ROW);
    sums->dialect_unreached += spoken.unreached;
    ime_reset(bench->ime, true);
    sums->dialect_numbered += enter(bench->ime, clause, &spoken, 0, clause->count, WAY_NUMBERED);
    sums->dialect_oracle += oracle(bench, clause, WAY_NUMBERED, &unreached);
}

static void measure(const struct bench *bench, const struct clause *clause, struct sums *sums)
{
    struct ime *ime = bench->ime;
    size_t unreached = 0;
    sums->clauses++;
    sums->characters += clause->count;
    ime_reset(ime, true);
    measure_first(ime, clause, sums);
    if (sums->keys_only)
        return;
    ime_reset(ime, true);
    sums->clause_row += enter(ime, clause, sums, 0, clause->count, WAY_ROW);
    ime_reset(ime, true);
    sums->clause_numbered += enter(ime, clause, sums, 0, clause->count, WAY_NUMBERED);
    ime_reset(ime, true);
    sums->word_row += enter_words(ime, clause, sums, WAY_ROW);
    ime_reset(ime, true);
    sums->word_numbered += enter_words(ime, clause, sums, WAY_NUMBERED);
    for (enum way way = WAY_ROW; way <= WAY_ARROWS; way++)
        sums->oracle[way] += oracle(bench, clause, way, &unreached);
    sums->strokes[WAY_ROW] += strokes(bench, clause, WAY_ROW, &unreached);
    sums->strokes[WAY_NUMBERED] += strokes(bench, clause, WAY_NUMBERED, &sums->stroke_unreached);
}

static int ascending(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return left < right ? -1 : left > right;
}

static long anonymous_kb(void)
{
    char line[256];
    long kb = 0;
    FILE *file = fopen("/proc/self/status", "re");
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, "RssAnon:", 8) == 0)
            kb = strtol(line + 8, NULL, 10);
    }
    if (file)
        fclose(file);
    return kb;
}

static void print(const struct ime *ime, struct sums *sums, double load_ms, long anon_kb)
{
    double characters = (double)sums->characters;
    size_t count = sums->latency_count;
    qsort(sums->latencies, count, sizeof *sums->latencies, ascending);
    printf("clauses %zu clauses\n", sums->clauses);
    printf("clause_exact %.1f %%\n", 100.0 * (double)sums->exact / (double)sums->clauses);
    printf("characters_right %.1f %%\n", 100.0 * (double)sums->right / characters);
    printf("kspc_clause_row %.2f keys\n", sums->clause_row / characters);
    printf("kspc_clause_numbered %.2f keys\n", sums->clause_numbered / characters);
    printf("kspc_word_row %.2f keys\n", sums->word_row / characters);
    printf("kspc_word_numbered %.2f keys\n", sums->word_numbered / characters);
    printf("kspc_oracle_row %.2f keys\n", sums->oracle[WAY_ROW] / characters);
    printf("kspc_oracle_numbered %.2f keys\n", sums->oracle[WAY_NUMBERED] / characters);
    printf("kspc_arrows %.2f keys\n", sums->oracle[WAY_ARROWS] / characters);
    printf("unreached %zu characters\n", sums->unreached);
    printf("dialect_kspc_clause_row %.2f keys\n", sums->dialect_row / characters);
    printf("dialect_kspc_clause_numbered %.2f keys\n", sums->dialect_numbered / characters);
    printf("dialect_kspc_oracle_numbered %.2f keys\n", sums->dialect_oracle / characters);
    printf("dialect_unreached %zu characters\n", sums->dialect_unreached);
    printf("strokes_kspc_row %.2f keys\n", sums->strokes[WAY_ROW] / characters);
    printf("strokes_kspc_numbered %.2f keys\n", sums->strokes[WAY_NUMBERED] / characters);
    printf("strokes_unreached %zu characters\n", sums->stroke_unreached);
    printf("key_p50 %.3f ms\n", sums->latencies[count / 2]);
    printf("key_p99 %.3f ms\n", sums->latencies[count * 99 / 100]);
    printf("key_max %.3f ms\n", sums->latencies[count - 1]);
    printf("load %.2f ms\n", load_ms);
    printf("anonymous %ld kB\n", anon_kb);
    printf("data %zu bytes\n", ime_stats(ime).data_bytes);
}

static bool read_corpus(const struct bench *bench, const char *path, struct sums *sums)
{
    char line[4096];
    struct clause clause;
    FILE *file = fopen(path, "re");
    if (!file) {
        perror(path);
        return false;
    }
    for (int number = 1; fgets(line, sizeof line, file); number++) {
        line[strcspn(line, "\r\n")] = '\0';
        char again[sizeof line];
        memcpy(again, line, sizeof line);
        if (clause_parse(line, false, &clause))
            measure(bench, &clause, sums);
        if (sums->keys_only)
            continue;
        if (clause_parse(again, true, &clause))
            measure_dialect(bench, &clause, sums);
        else
            fprintf(stderr, "%s:%d: is not text, pinyin and lengths\n", path, number);
    }
    fclose(file);
    return sums->clauses > 0;
}

int main(int argc, char **argv)
{
    struct ime_options options = {IME_NINE, true, true};
    struct sums sums = {0};
    if (argc < 3) {
        fprintf(stderr, "usage: bench_ime DATA-DIR CORPUS.tsv [on|off [keys]]\n");
        return 2;
    }
    sums.keys_only = argc > 4 && strcmp(argv[4], "keys") == 0;
    options.fuzzy = argc < 4 || strcmp(argv[3], "off") != 0;
    long before_kb = anonymous_kb();
    double start = now_ms();
    struct ime *ime = ime_open(argv[1], &options);
    double load_ms = now_ms() - start;
    if (!ime)
        return 1;
    for (int digit = 2; ime_key(ime, 2 + digit % 8); digit++)
        ime_count(ime); /* so that all memory there is has been touched */
    long anon_kb = anonymous_kb() - before_kb;
    sums.latencies = malloc(LATENCIES_MAX * sizeof *sums.latencies);
    struct bench bench = {ime, ime_open(argv[1], &options)};
    bool read = sums.latencies && bench.other && read_corpus(&bench, argv[2], &sums);
    if (read && sums.keys_only)
        printf("keys %zu keys\n", sums.latency_count);
    else if (read)
        print(ime, &sums, load_ms, anon_kb);
    free(sums.latencies);
    ime_close(bench.other);
    ime_close(ime);
    return read ? 0 : 1;
}

/* The same person as in ime.c, typing whole clauses with librime and a digit schema.
 * usage: bench_rime FOLDER CORPUS.tsv
 *
 * FOLDER holds digits.schema.yaml and is where librime puts what it makes of it. */
#include <rime_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ime_ways.h"

enum { LATENCIES_MAX = 1 << 20, CANDIDATES_MAX = 2000 };

struct peer {
    RimeApi *api;
    RimeSessionId session;
    size_t clauses, exact, characters, right, unreached, latency_count;
    double presses[2]; /* by enum way: row, numbered */
    double latencies[LATENCIES_MAX];
};

static double now_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
    return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static void type(struct peer *peer, const struct clause *clause, size_t from)
{
    peer->api->clear_composition(peer->session);
    for (size_t i = from; i < clause->count; i++) {
        for (const char *digit = clause->digits[i]; *digit; digit++) {
            RIME_STRUCT(RimeContext, context);
            double start = now_ms();
            peer->api->process_key(peer->session, *digit, 0);
            peer->api->get_context(peer->session, &context);
            peer->api->free_context(&context);
            if (peer->latency_count < LATENCIES_MAX)
                peer->latencies[peer->latency_count++] = now_ms() - start;
        }
    }
}

static void measure_first(struct peer *peer, const struct clause *clause)
{
    RimeCandidateListIterator at = {0};
    type(peer, clause, 0);
    if (!peer->api->candidate_list_begin(peer->session, &at))
        return;
    if (peer->api->candidate_list_next(&at)) {
        size_t right = clause_right(clause, at.candidate.text);
        peer->right += right;
        peer->exact += right == clause->count && strlen(at.candidate.text) == clause_bytes(clause);
    }
    peer->api->candidate_list_end(&at);
}

/* Takes the candidate that is cheapest for each character; returns the characters it brought. */
static size_t take(struct peer *peer, const struct clause *clause, size_t from, enum way way)
{
    RimeCandidateListIterator at = {0};
    size_t best = 0, best_i = 0, digits = 0;
    double best_each = NEVER_COST;
    if (!peer->api->candidate_list_begin(peer->session, &at))
        return 0;
    for (size_t i = 0; i < CANDIDATES_MAX && peer->api->candidate_list_next(&at); i++) {
        size_t got = clause_matches(clause, from, clause->count, at.candidate.text, &digits);
        if (got > 0 && way_pick(way, i) / (double)got < best_each) {
            best_each = way_pick(way, i) / (double)got;
            best = got;
            best_i = i;
        }
        if (way_pick(way, i + 1) / (double)(clause->count - from) > best_each)
            break;
    }
    peer->api->candidate_list_end(&at);
    if (best > 0)
        peer->presses[way] += way_pick(way, best_i);
    return best;
}

/* What is left is typed anew, without cost: librime would keep it. */
static void enter(struct peer *peer, const struct clause *clause, enum way way)
{
    for (size_t i = 0; i < clause->count; i++)
        peer->presses[way] += (double)strlen(clause->digits[i]);
    for (size_t from = 0; from < clause->count;) {
        type(peer, clause, from);
        size_t got = take(peer, clause, from, way);
        from += got > 0 ? got : 1;
        peer->presses[way] += got > 0 ? 0 : UNREACHED_COST;
        peer->unreached += got == 0;
    }
}

static int ascending(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return left < right ? -1 : left > right;
}

static void print(struct peer *peer)
{
    double characters = (double)peer->characters;
    qsort(peer->latencies, peer->latency_count, sizeof *peer->latencies, ascending);
    printf("librime_clause_exact %.1f %%\n", 100.0 * (double)peer->exact / (double)peer->clauses);
    printf("librime_characters_right %.1f %%\n", 100.0 * (double)peer->right / characters);
    printf("librime_kspc_clause_row %.2f keys\n", peer->presses[WAY_ROW] / characters);
    printf("librime_kspc_clause_numbered %.2f keys\n", peer->presses[WAY_NUMBERED] / characters);
    printf("librime_unreached %zu characters\n", peer->unreached);
    printf("librime_key_p50 %.3f ms\n", peer->latencies[peer->latency_count / 2]);
    printf("librime_key_p99 %.3f ms\n", peer->latencies[peer->latency_count * 99 / 100]);
    printf("librime_key_max %.3f ms\n", peer->latencies[peer->latency_count - 1]);
}

static bool start(struct peer *peer, const char *folder)
{
    RIME_STRUCT(RimeTraits, traits);
    traits.shared_data_dir = "/usr/share/rime-data";
    traits.user_data_dir = folder;
    traits.app_name = "rime.jianyan-bench";
    traits.log_dir = folder;
    traits.min_log_level = 3;
    peer->api = rime_get_api();
    peer->api->setup(&traits);
    peer->api->initialize(&traits);
    if (peer->api->start_maintenance(True))
        peer->api->join_maintenance_thread();
    peer->session = peer->api->create_session();
    return peer->session && peer->api->select_schema(peer->session, "digits");
}

int main(int argc, char **argv)
{
    char line[4096];
    struct clause clause;
    struct peer *peer = calloc(1, sizeof *peer);
    FILE *file = argc == 3 ? fopen(argv[2], "re") : NULL;
    if (!file || !peer || !start(peer, argv[1])) {
        fprintf(stderr, "usage: bench_rime FOLDER CORPUS.tsv; or librime cannot use the schema\n");
        free(peer);
        return 1;
    }
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = '\0';
        if (!clause_parse(line, false, &clause))
            continue;
        peer->clauses++;
        peer->characters += clause.count;
        measure_first(peer, &clause);
        enter(peer, &clause, WAY_ROW);
        enter(peer, &clause, WAY_NUMBERED);
    }
    fclose(file);
    if (peer->clauses > 0)
        print(peer);
    peer->api->finalize();
    free(peer);
    return 0;
}

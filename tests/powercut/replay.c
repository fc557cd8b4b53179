/* replay TRACE [OPTION…]: cuts the power at every sync and every answer of a recorded day, lets
 * unsynced changes be kept, dropped, torn and garbled, and has each state that differs opened by
 * the keeper's own code. Exit 0: every acknowledged letter was always there.
 *   --random N          random mixtures at every cut (8)
 *   --ignore-syncs      as if nobody had ever synced; --ignore-log-syncs: nobody the log
 *   --until-found       end at the first thing that is wrong
 *   --hot N PREFIX      write N of the states as PREFIX1, PREFIX2… (absolute), for a second cut */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "seal/seal.h"
#include "tests/powercut/disk.h"
#include "tests/powercut/hot.h"
#include "tests/powercut/verify.h"

enum { SINGLES_MAX = 48, SEEN_SLOTS = 1 << 22, REPORTS_MAX = 5 };

struct replay {
    struct disk disk, imagined;
    struct verify_said said;
    uint64_t *seen; /* hashes of states looked at, open addressing */
    uint64_t dice;
    long random, cuts, states, distinct;
    bool in_base, until_found, found;
    long hot_wanted, hot_written;
    const char *hot_prefix;
    long verdicts[VERIFY_WRONG + 1];
};

static uint64_t roll(struct replay *replay, uint64_t below)
{
    replay->dice ^= replay->dice >> 12;
    replay->dice ^= replay->dice << 25;
    replay->dice ^= replay->dice >> 27;
    return (replay->dice * UINT64_C(0x2545F4914F6CDD1D) >> 11) % below;
}

/* True if this state, with as much said, has been looked at. */
static bool is_known(struct replay *replay, uint64_t hash)
{
    hash ^= (uint64_t)(replay->said.saved_count * 4099 + replay->said.marked_count) *
            UINT64_C(0x9E3779B97F4A7C15);
    hash |= 1; /* 0 marks a free slot */
    for (size_t i = (size_t)hash;; i++) {
        uint64_t *slot = &replay->seen[i & (SEEN_SLOTS - 1)];
        if (*slot == hash)
            return true;
        if (*slot == 0) {
            *slot = hash;
            return false;
        }
    }
}

/* One state in 400 or so, until there are enough. */
static void write_hot(struct replay *replay)
{
    char folder[4096];
    if (replay->hot_written == replay->hot_wanted || roll(replay, 400) > 0)
        return;
    snprintf(folder, sizeof folder, "%s%ld", replay->hot_prefix, ++replay->hot_written);
    if (!hot_write(&replay->imagined, &replay->said, folder)) {
        perror(folder);
        exit(2);
    }
}

static void look(struct replay *replay, const uint8_t fates[DISK_PENDING_MAX])
{
    if (replay->until_found && replay->found)
        return;
    replay->states++;
    disk_imagine(&replay->disk, fates, roll(replay, UINT32_MAX), &replay->imagined);
    if (is_known(replay, disk_hash(&replay->imagined)))
        return;
    replay->distinct++;
    if (!disk_write(&replay->imagined, ".")) {
        perror("replay: cannot write a state");
        exit(2);
    }
    enum verify_verdict verdict = verify_store(&replay->said);
    replay->found = replay->found || verdict != VERIFY_GOOD;
    write_hot(replay);
    if (verdict != VERIFY_GOOD && replay->verdicts[verdict]++ < REPORTS_MAX)
        printf("%s: cut %ld, state %ld, pending %d, acknowledged %d\n", verify_verdict_str(verdict),
               replay->cuts, replay->states, replay->disk.pending_count, replay->said.saved_count);
}

/* Every single change alone dropped, kept, torn and garbled; then at random. */
static void cut(struct replay *replay)
{
    uint8_t fates[DISK_PENDING_MAX];
    int pending = replay->disk.pending_count;
    if (replay->in_base)
        return;
    replay->cuts++;
    memset(fates, DISK_KEPT, sizeof fates);
    look(replay, fates);
    memset(fates, DISK_DROPPED, sizeof fates);
    look(replay, fates);
    for (int i = 0; i < pending && i < SINGLES_MAX; i++) {
        memset(fates, DISK_DROPPED, sizeof fates);
        fates[i] = DISK_KEPT;
        look(replay, fates);
        memset(fates, DISK_KEPT, sizeof fates);
        for (int fate = DISK_DROPPED; fate <= DISK_GARBLED; fate++) {
            fates[i] = (uint8_t)fate;
            look(replay, fates);
        }
    }
    for (long n = 0; n < replay->random && pending > 1; n++) {
        for (int i = 0; i < pending; i++)
            fates[i] = (uint8_t)roll(replay, 4);
        look(replay, fates);
    }
}

static void note_said(struct replay *replay, const struct trace_record *record,
                      const uint8_t *bytes)
{
    struct verify_said *said = &replay->said;
    bool saved = record->kind == TRACE_SAVED;
    int *count = saved ? &said->saved_count : &said->marked_count;
    if (record->len != POST_ID_BYTES || *count == VERIFY_LETTERS_MAX)
        exit(2);
    memcpy(saved ? said->saved[*count] : said->marked[*count], bytes, POST_ID_BYTES);
    ++*count;
}

static bool replay_all(struct replay *replay, const uint8_t *trace, size_t len)
{
    /* Records are not aligned in the file; those that are pending are pointed at. */
    struct trace_record *records = calloc(len / sizeof *records + 1, sizeof *records);
    bool understood = records != NULL;
    size_t count = 0;
    for (size_t at = 0; at + sizeof *records <= len && understood; count++) {
        struct trace_record *record = &records[count];
        memcpy(record, trace + at, sizeof *record);
        const uint8_t *bytes = trace + at + sizeof *record;
        at += sizeof *record + record->len;
        if (at > len)
            break; /* killed while it wrote this down */
        if (record->kind == TRACE_SYNC)
            cut(replay);
        if (record->kind == TRACE_BASE)
            replay->in_base = record->at == 1;
        understood = disk_take(&replay->disk, record, bytes);
        if (record->kind == TRACE_SAVED || record->kind == TRACE_MARKED) {
            note_said(replay, record, bytes);
            cut(replay);
        }
        if (!understood)
            printf("record %zu is not understood: kind %u\n", count, record->kind);
    }
    if (understood)
        cut(replay);
    free(records);
    return understood && count > 0;
}

static void enter_scratch(char folder[64])
{
    snprintf(folder, 64, "%s/powercut-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (!mkdtemp(folder) || chdir(folder) != 0) {
        perror("replay: cannot make a folder");
        exit(2);
    }
}

static void leave_scratch(struct replay *replay, const char *folder)
{
    disk_fini(&replay->imagined);
    disk_write(&replay->imagined, "."); /* nothing */
    if (chdir("/") == 0)
        rmdir(folder);
}

static void read_options(struct replay *replay, int argc, char **argv)
{
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--ignore-syncs") == 0) {
            replay->disk.ignore_syncs = true;
        } else if (strcmp(argv[i], "--ignore-log-syncs") == 0) {
            replay->disk.ignore_log_syncs = true;
        } else if (strcmp(argv[i], "--until-found") == 0) {
            replay->until_found = true;
        } else if (strcmp(argv[i], "--random") == 0 && i + 1 < argc) {
            replay->random = strtol(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--hot") == 0 && i + 2 < argc) {
            replay->hot_wanted = strtol(argv[++i], NULL, 10);
            replay->hot_prefix = argv[++i];
        }
    }
}

int main(int argc, char **argv)
{
    static struct replay whole;
    struct replay *replay = &whole;
    char folder[64];
    size_t len;
    uint8_t *trace = argc > 1 ? (uint8_t *)file_read(AT_FDCWD, argv[1], 1 << 30, &len) : NULL;
    if (!trace || !seal_init()) {
        fprintf(stderr, "usage: replay TRACE [OPTION…]\n");
        return 2;
    }
    replay->random = 8;
    replay->dice = 88172645463325252U + len; /* other days, other mixtures */
    read_options(replay, argc, argv);
    replay->seen = calloc(SEEN_SLOTS, sizeof *replay->seen);
    enter_scratch(folder);
    bool understood = replay_all(replay, trace, len);
    leave_scratch(replay, folder);
    printf("cuts %ld states %ld distinct %ld acknowledged %d marked %d: corrupt %ld lost %ld "
           "came-back %ld wrong %ld\n",
           replay->cuts, replay->states, replay->distinct, replay->said.saved_count,
           replay->said.marked_count, replay->verdicts[VERIFY_CORRUPT],
           replay->verdicts[VERIFY_LOST], replay->verdicts[VERIFY_CAME_BACK],
           replay->verdicts[VERIFY_WRONG]);
    bool good = understood && replay->distinct > 0 && replay->said.saved_count > 0;
    for (int i = VERIFY_CORRUPT; i <= VERIFY_WRONG; i++)
        good = good && replay->verdicts[i] == 0;
    disk_fini(&replay->disk);
    free(replay->seen);
    free(trace);
    return good ? 0 : 1;
}

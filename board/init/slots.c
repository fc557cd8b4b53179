#include "board/init/slots.h"

#include <endian.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

enum { COPIES = 2, COPY_BYTES = SLOTS_BYTES / COPIES };

enum effect {
    NOTHING,
    STAGE,   /* count from the beginning */
    DROP,    /* forget the update: another one comes */
    GIVE_UP, /* forget it, and note that it failed */
    SPEND,   /* an attempt; without one left give it up */
    FORGIVE, /* the power failed: no attempt is spent, a limited number of times */
    KEEP,    /* the update is the active slot now */
    MARK,    /* the next start is a failure, though the power may seem to have been off */
};

static const struct row {
    enum slots_state state;
    enum slots_event event;
    enum slots_state next;
    enum effect effect;
} rows[] = {
    {SLOTS_STEADY, SLOTS_BEGIN, SLOTS_STEADY, NOTHING},
    {SLOTS_STEADY, SLOTS_INSTALLED, SLOTS_STAGED, STAGE},
    {SLOTS_STEADY, SLOTS_POWERED, SLOTS_STEADY, NOTHING},
    {SLOTS_STEADY, SLOTS_RESET, SLOTS_STEADY, NOTHING},

    {SLOTS_STAGED, SLOTS_BEGIN, SLOTS_STEADY, DROP},
    {SLOTS_STAGED, SLOTS_POWERED, SLOTS_TRYING, SPEND},
    {SLOTS_STAGED, SLOTS_RESET, SLOTS_TRYING, SPEND},

    {SLOTS_TRYING, SLOTS_POWERED, SLOTS_TRYING, FORGIVE},
    {SLOTS_TRYING, SLOTS_RESET, SLOTS_TRYING, SPEND},
    {SLOTS_TRYING, SLOTS_UNREADABLE, SLOTS_STEADY, GIVE_UP},
    {SLOTS_TRYING, SLOTS_PROVEN, SLOTS_STEADY, KEEP},
    {SLOTS_TRYING, SLOTS_OVERDUE, SLOTS_TRYING, MARK},
};

static const struct row *find_row(const struct slots *slots, enum slots_event event)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].state == slots->state && rows[i].event == event)
            return &rows[i];
    }
    return NULL;
}

static void drop(struct slots *slots)
{
    slots->state = SLOTS_STEADY;
    slots->attempts = slots->cycles = 0;
    slots->overdue = false;
    slots->version = 0;
}

static void give_up(struct slots *slots)
{
    slots->given_up = slots->version;
    drop(slots);
}

static void spend(struct slots *slots)
{
    slots->overdue = false;
    if (slots->attempts == 0)
        give_up(slots);
    else
        slots->attempts--;
}

static void apply(struct slots *slots, enum effect effect, int64_t version)
{
    switch (effect) {
    case NOTHING:
        break;
    case STAGE:
        slots->attempts = SLOTS_ATTEMPTS;
        slots->cycles = 0;
        slots->version = version;
        break;
    case DROP:
        drop(slots);
        break;
    case GIVE_UP:
        give_up(slots);
        break;
    case SPEND:
        spend(slots);
        break;
    case FORGIVE:
        if (slots->cycles == SLOTS_CYCLES)
            spend(slots);
        else
            slots->cycles++;
        break;
    case KEEP:
        slots->active = !slots->active;
        if (slots->version > slots->floor)
            slots->floor = slots->version;
        drop(slots);
        break;
    case MARK:
        slots->overdue = true;
        break;
    }
}

bool slots_step(struct slots *slots, enum slots_event event, int64_t version)
{
    if (event == SLOTS_POWERED && slots->overdue)
        event = SLOTS_RESET;
    const struct row *row = find_row(slots, event);
    if (!row || (row->effect == STAGE && version < slots->floor))
        return false;
    slots->state = (uint8_t)row->next;
    apply(slots, row->effect, version);
    return true;
}

int slots_to_boot(const struct slots *slots)
{
    return slots->state == SLOTS_TRYING ? !slots->active : slots->active;
}

/* -- the record: little-endian, so that a disk may move to another machine -- */

struct record {
    char magic[8]; /* "jyslots1" */
    uint64_t sequence;
    uint8_t state, active, attempts, cycles;
    uint8_t overdue;
    uint8_t reserved[3]; /* 0 */
    uint64_t version, floor, given_up;
    uint64_t sum; /* FNV-1a of what stands before */
};

static const char magic[8] = "jyslots1";

static uint64_t sum_of(const struct record *record)
{
    uint64_t sum = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < offsetof(struct record, sum); i++)
        sum = (sum ^ ((const uint8_t *)record)[i]) * UINT64_C(0x100000001b3);
    return sum;
}

static bool read_copy(int fd, int copy, struct slots *slots)
{
    struct record record;
    if (pread(fd, &record, sizeof record, (off_t)copy * COPY_BYTES) != (ssize_t)sizeof record ||
        memcmp(record.magic, magic, sizeof magic) != 0 || le64toh(record.sum) != sum_of(&record) ||
        record.state >= SLOTS_STATES || record.active > 1 || record.overdue > 1)
        return false;
    *slots = (struct slots){.sequence = le64toh(record.sequence),
                            .state = record.state,
                            .active = record.active,
                            .attempts = record.attempts,
                            .cycles = record.cycles,
                            .overdue = record.overdue == 1,
                            .version = (int64_t)le64toh(record.version),
                            .floor = (int64_t)le64toh(record.floor),
                            .given_up = (int64_t)le64toh(record.given_up)};
    return true;
}

void slots_load(int fd, struct slots *slots)
{
    struct slots copy;
    *slots = (struct slots){.sequence = 0};
    for (int i = 0; i < COPIES; i++) {
        if (read_copy(fd, i, &copy) && copy.sequence > slots->sequence)
            *slots = copy;
    }
}

bool slots_save(int fd, struct slots *slots)
{
    struct record record = {.sequence = htole64(slots->sequence + 1),
                            .state = slots->state,
                            .active = slots->active,
                            .attempts = slots->attempts,
                            .cycles = slots->cycles,
                            .overdue = slots->overdue,
                            .version = htole64((uint64_t)slots->version),
                            .floor = htole64((uint64_t)slots->floor),
                            .given_up = htole64((uint64_t)slots->given_up)};
    memcpy(record.magic, magic, sizeof magic);
    record.sum = htole64(sum_of(&record));
    off_t at = (off_t)((slots->sequence + 1) % COPIES) * COPY_BYTES;
    if (pwrite(fd, &record, sizeof record, at) != (ssize_t)sizeof record || fdatasync(fd) != 0)
        return false;
    slots->sequence++;
    return true;
}

#include "board/init/start.h"

static void put_first(struct start *start, int slot)
{
    start->order[0] = slot;
    start->order[1] = !slot;
}

void start_begin(struct start *start, const struct slots *loaded, bool bitten)
{
    *start = (struct start){.slots = *loaded, .recorded = loaded->sequence > 0};
    if (start->recorded) {
        slots_step(&start->slots, bitten ? SLOTS_RESET : SLOTS_POWERED, 0);
        start->changed = loaded->state != SLOTS_STEADY;
        start->back = start->changed && start->slots.state == SLOTS_STEADY;
    }
    put_first(start, slots_to_boot(&start->slots));
}

void start_unsaved(struct start *start)
{
    put_first(start, start->slots.active);
}

bool start_unreadable(struct start *start)
{
    bool dropped = start->recorded && start->order[0] == slots_to_boot(&start->slots) &&
                   slots_step(&start->slots, SLOTS_UNREADABLE, 0);
    start->back = start->back || dropped;
    return dropped;
}

bool start_is_trial(const struct start *start, int slot)
{
    return start->recorded && start->slots.state == SLOTS_TRYING && slot != start->slots.active;
}

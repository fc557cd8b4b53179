/* What each message does: who may send it, what is kept, what may leave, who is told. */
#ifndef JIANYAN_KEEPER_RULES_H
#define JIANYAN_KEEPER_RULES_H

#include "keeper/keeper.h"

/* Answers one message of a peer; a message that its role may not send drops it. */
void rules_answer(struct keeper *keeper, struct peer *peer, const struct post_message *message);

/* Somebody outside was heard of: noted, and the supervisor's count of boots without it ends. */
void rules_note_contact(struct keeper *keeper);

/* Tells everybody if the status is not what was last pushed, and notes new faults. */
void rules_push_changes(struct keeper *keeper);

#endif

/* Transactions on the letters' file, and what is done when one fails: open again, settle, check,
 * set aside, give up the reserve, try later. Used by letters.c alone. */
#ifndef JIANYAN_KEEPER_RECOVERY_H
#define JIANYAN_KEEPER_RECOVERY_H

#include "keeper/letters.h"

/* What is done inside one transaction; anything but STORE_OK rolls it back. It may be run twice. */
typedef enum store_result recovery_work(struct letters *letters, void *args);

/* One transaction; after an error of the file it is mended and tried once more. How it ended stands
 * in letters->state. STORE_OK: committed and durable. */
enum store_result recovery_transact(struct letters *letters, recovery_work *work, void *args);

/* A small row, so that what comes after it is not the first commit of a log. */
enum store_result recovery_touch(struct letters *letters, void *args);

/* Does what an error asks for; the next transaction finds a store that may be trusted, or none. */
void recovery_repair(struct letters *letters, enum store_result result);

/* Sees to the reserve: without it nothing new may be taken in. */
enum store_result recovery_hold_reserve(struct letters *letters);

/* Notes in letters->state how the last thing done has ended. */
void recovery_note(struct letters *letters, enum store_result result);

#endif

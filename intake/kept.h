/* Reading what is kept: who holds the keys opens a row's letter again. */
#ifndef JIANYAN_INTAKE_KEPT_H
#define JIANYAN_INTAKE_KEPT_H

#include <stdbool.h>

#include "intake/keys.h"
#include "intake/record.h"
#include "intake/store.h"

/* Opens the letter of a row. False after one logged line (the key is not held, or the letter is
 * damaged); otherwise *record needs record_fini(). */
bool kept_open(const struct keys *keys, const struct store_row *row, struct record *record);

#endif

/* `jianyan-intake export`: everything kept, opened, oldest first. */
#ifndef JIANYAN_INTAKE_EXPORT_H
#define JIANYAN_INTAKE_EXPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "intake/keys.h"
#include "intake/store.h"

enum export_format { EXPORT_JSONL, EXPORT_CSV };

/* Writes all rows. Of a telephone number only that there is one; with `contacts`, in JSON, also the
 * sealed box of those who agreed to be called. CSV begins with a byte order mark, quotes every
 * field, and puts an apostrophe before what a spreadsheet would take for a formula. False if a row
 * could not be opened (the others are written) or writing failed; logged. */
bool export_write(struct store *store, const struct keys *keys, enum export_format format,
                  bool contacts, FILE *out);

/* One field of CSV; `text` may be NULL. */
void export_print_field(FILE *out, const char *text);

#endif

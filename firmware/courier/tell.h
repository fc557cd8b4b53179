/* A courier that only installs, beside the one that serves: it tells the keeper, and goes. */
#ifndef JIANYAN_COURIER_TELL_H
#define JIANYAN_COURIER_TELL_H

#include <stdint.h>

/* Tells the keeper, if there is one, that this version runs now and, unless `from` is 0, which one
 * somebody went back from. Waits until the keeper has taken it in, five seconds at most; the other
 * courier loses its place for that moment and may take it back, so it is told again until then. */
void tell_installed(const char *state_dir, int64_t version, int64_t from);

#endif

/* The courier's walls: what it may still do once it has started. */
#ifndef JIANYAN_COURIER_WALLS_H
#define JIANYAN_COURIER_WALLS_H

/* Confines this process and all its children. folder: one more to read, a campaign's or the
 * system's. Which of the walls stand (CONFINE_…, core/confine.h). */
unsigned walls_raise(const char *state_dir, const char *ca_file, const char *folder);

#endif

/* The folder `store` below the state folder (the working folder of the keeper): who holds its lock
 * owns the database and the socket's name. */
#ifndef JIANYAN_KEEPER_FOLDER_H
#define JIANYAN_KEEPER_FOLDER_H

#include <stdbool.h>
#include <stdint.h>

enum { FOLDER_NAME_MAX = 64 };

enum folder_result {
    FOLDER_OK,
    FOLDER_TAKEN,     /* another keeper has it */
    FOLDER_NO_SPACE,  /* it cannot be made: the disk is full */
    FOLDER_READ_ONLY, /* it cannot be made: nothing can be written here */
    FOLDER_FAILED,
};

/* Makes the folder if it is missing and locks it; *fd holds the lock until closed, and a process
 * that dies lets go of it. *fd is -1 without a lock. Logged on failure, except FOLDER_TAKEN. */
enum folder_result folder_take(int *fd);

/* Moves the folder out of the way as `store.bad-<time>` and puts a fresh one in its place, whose
 * lock *fd then holds; at no moment is there a `store` without our lock. The database must be
 * closed. False, logged, if it could not be done. */
bool folder_set_aside(int *fd, int64_t wall_ms);

/* A few allocated blocks, given up when a delivered letter cannot be marked on a full disk, and
 * taken again when there is room. */
bool folder_has_reserve(int fd);
enum folder_result folder_make_reserve(int fd);
void folder_give_up_reserve(int fd);

/* The name of a folder set aside whose letters have not been looked for yet; false: none. */
bool folder_find_bad(char name[FOLDER_NAME_MAX]);

/* Notes that a folder set aside needs no second look; false, logged, if it cannot. Of those only
 * the newest few are kept. */
bool folder_mark_read(const char *name);

#endif

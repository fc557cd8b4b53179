/* Files that are mapped to be looked things up in: base.dict, glyph atlases. */
#ifndef JIANYAN_CORE_MAPPED_H
#define JIANYAN_CORE_MAPPED_H

#include <stddef.h>

/* Gives back the memory that reading all of a mapped file has filled (to check it), and sees to it
 * that afterwards little more comes in than what is used. Read-only mappings of files alone. */
void mapped_rest(const void *bytes, size_t len);

/* Gives back what has been used so far: it is the machine's to keep or to drop, and comes in again
 * where it is read. Read-only mappings of files alone. */
void mapped_let_go(const void *bytes, size_t len);

#endif

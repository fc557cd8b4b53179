/* /campaigns/…: the published folder, as any web server would serve it. */
#ifndef JIANYAN_INTAKE_FILES_H
#define JIANYAN_INTAKE_FILES_H

#include <stdbool.h>
#include <stdint.h>

struct request;

void files_answer(struct request *request);

/* "bytes=A-B", "bytes=A-", "bytes=-N" of a file of `size` bytes; false if it is no single range
 * that can be served. */
bool files_parse_range(const char *header, uint64_t size, uint64_t *first, uint64_t *len);

#endif

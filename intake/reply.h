/* Answers, with the headers that every one of them has. */
#ifndef JIANYAN_INTAKE_REPLY_H
#define JIANYAN_INTAKE_REPLY_H

#include <stddef.h>

#include "intake/server.h"

/* What a response may be kept for. */
enum reply_cache {
    REPLY_NO_STORE,  /* personal, or true only now */
    REPLY_CHECK,     /* may be kept, must be asked again */
    REPLY_IMMUTABLE, /* its address is its content */
};

/* Each sets request->response and status; on lack of memory the response stays NULL and the
 * connection is closed. */
void reply_bytes(struct request *request, unsigned status, const char *type, const void *bytes,
                 size_t len);
void reply_text(struct request *request, unsigned status, const char *type, const char *text);
void reply_problem(struct request *request, enum problem problem, struct problem_place place);

/* Takes a response made by the caller. */
void reply_with(struct request *request, unsigned status, const char *type,
                struct MHD_Response *response, enum reply_cache cache);

void reply_header(struct request *request, const char *name, const char *value);

/* A header of the request, NULL if it has none. */
const char *request_header(const struct request *request, const char *name);

#endif

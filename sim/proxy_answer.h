/* The answers a faulty network makes up. */
#ifndef JIANYAN_SIM_PROXY_ANSWER_H
#define JIANYAN_SIM_PROXY_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/proxy.h"

/* The bytes to answer with; *len their number. */
const char *proxy_answer(enum net net, size_t *len);

/* True if the bytes hold an HTTP request's head and all of the body it announces, or can no longer
 * become one. */
bool proxy_request_is_whole(const char *bytes, size_t len);

#endif

/* /arrivals: what has come in, newest first, for a demonstration on this very machine; as a page,
 * and as JSON for the simulator's window: {"count": N, "newest": [{"receipt", "created", "theme",
 * "channel", "text"}, …]} with the newest few. */
#ifndef JIANYAN_INTAKE_ARRIVALS_H
#define JIANYAN_INTAKE_ARRIVALS_H

#include <stdbool.h>
#include <stdio.h>

struct request;

void arrivals_answer(struct request *request);
void arrivals_answer_json(struct request *request);

/* True for a Host header that names this machine itself. */
bool arrivals_host_is_local(const char *host);

/* HTML text with what HTML would take for markup escaped. */
void arrivals_print_escaped(FILE *out, const char *text);

#endif

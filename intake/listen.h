/* The listening socket of "HOST:PORT". */
#ifndef JIANYAN_INTAKE_LISTEN_H
#define JIANYAN_INTAKE_LISTEN_H

#include <stdbool.h>

enum { LISTEN_TEXT_MAX = 96 };

/* Binds and listens; `address` becomes "HOST:PORT" with the real port if it was 0. -1 after one
 * line on standard error. */
int listen_open(const char *spec, char address[LISTEN_TEXT_MAX], bool *ipv6);

#endif

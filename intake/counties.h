/* The names of places, for people; an unknown code is taken all the same. */
#ifndef JIANYAN_INTAKE_COUNTIES_H
#define JIANYAN_INTAKE_COUNTIES_H

#include <stddef.h>

/* The name of a six-digit code, NULL if it is not in the table. A constant string. */
const char *county_name(const char *code);

/* Writes one <option> a place; returns the length, 0 if it does not fit. */
size_t county_print_options(char *text, size_t size);

#endif

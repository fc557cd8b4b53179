/* Which address is answered by whom. */
#ifndef JIANYAN_INTAKE_ROUTES_H
#define JIANYAN_INTAKE_ROUTES_H

#include <stdbool.h>

struct request;

struct route {
    const char *path;
    bool prefix; /* everything below path too */
    bool post;   /* POST instead of GET and HEAD */
    void (*answer)(struct request *request);
};

/* The route of a method and path; NULL if there is none, *wrong_method then says why. */
const struct route *route_find(const char *method, const char *url, bool *wrong_method);

#endif

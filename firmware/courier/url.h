/* Which addresses the courier speaks to: HTTPS everywhere, plain HTTP to this machine alone. */
#ifndef JIANYAN_COURIER_URL_H
#define JIANYAN_COURIER_URL_H

#include <stdbool.h>
#include <stddef.h>

enum { URL_MAX = 768 };

enum url_verdict {
    URL_GOOD,
    URL_EMPTY,
    URL_MALFORMED, /* no scheme, no host, odd characters, user names */
    URL_PLAIN,     /* plain HTTP to another machine */
};

/* A sentence, in English. */
const char *url_verdict_str(enum url_verdict verdict);

enum url_verdict url_check(const char *url);

/* base, a slash and path; no doubled slash. False if it does not fit in size. */
bool url_join(const char *base, const char *path, char *url, size_t size);

#endif

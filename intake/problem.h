/* What can be wrong with a request, as RFC 9457 problem details whose texts are fit to show.
 *
 * None of them is about what a suggestion says, when it came or from where: a well-formed record is
 * never refused. */
#ifndef JIANYAN_INTAKE_PROBLEM_H
#define JIANYAN_INTAKE_PROBLEM_H

#include <stdbool.h>
#include <stddef.h>

enum problem {
    PROBLEM_NONE,
    PROBLEM_KEY_MISSING,   /* no usable Idempotency-Key */
    PROBLEM_KEY_REUSED,    /* this id was used with other bytes */
    PROBLEM_IN_PROGRESS,   /* the same id is being stored right now */
    PROBLEM_MALFORMED,     /* the body is not the JSON that was agreed */
    PROBLEM_INVALID_FIELD, /* one member is missing or ill-formed */
    PROBLEM_TEXT_TOO_LONG, /* more than RECORD_TEXT_CHARS */
    PROBLEM_CHARSET,       /* control characters, or not UTF-8 */
    PROBLEM_TYPE,          /* not application/json */
    PROBLEM_TOO_LARGE,     /* more than the envelope may have */
    PROBLEM_KEY_UNKNOWN,   /* sealed to a key that this intake does not hold */
    PROBLEM_SEAL_BROKEN,   /* the box does not open */
    PROBLEM_PLAIN,         /* an unsealed record over an unprotected connection */
    PROBLEM_OVERLOADED,    /* cannot store at the moment: try again */
    PROBLEM_NOT_FOUND,     /* no such page */
    PROBLEM_METHOD,        /* the page is there, the method is not */
    PROBLEM_FORBIDDEN,     /* a page for this machine alone */
    PROBLEM_COUNT
};

/* Where exactly, for PROBLEM_INVALID_FIELD, PROBLEM_TEXT_TOO_LONG and PROBLEM_CHARSET. */
struct problem_place {
    const char *pointer; /* JSON pointer, a constant string; NULL: no place to name */
    long limit, found;   /* of a length; 0: none */
};

enum problem_language { PROBLEM_ZH, PROBLEM_EN };

enum { PROBLEM_BYTES_MAX = 1536 };

/* The HTTP status that belongs to it (200 for PROBLEM_NONE). */
unsigned problem_status(enum problem problem);

/* "urn:jianyan:problem:…", a constant string. */
const char *problem_type(enum problem problem);

/* Seconds for Retry-After; 0: none. */
int problem_retry_after(enum problem problem);

/* The language of an Accept-Language header (NULL: none): Chinese unless English is preferred. */
enum problem_language problem_language(const char *accept_language);

/* "zh-CN" or "en". */
const char *problem_language_tag(enum problem_language language);

/* Writes the problem+json object; id may be NULL (else a UUID's text, for `instance`). Returns its
 * length. */
size_t problem_print(enum problem problem, struct problem_place place,
                     enum problem_language language, const char *id, char text[PROBLEM_BYTES_MAX]);

#endif

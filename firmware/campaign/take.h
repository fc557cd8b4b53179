/* Taking members out of a manifest's JSON, each with its bounds; what is wrong becomes a sentence
 * that says where. All return false after such a sentence. */
#ifndef JIANYAN_CAMPAIGN_TAKE_H
#define JIANYAN_CAMPAIGN_TAKE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "campaign/manifest.h"

/* Where the reader stands, for that sentence. */
struct place {
    char name[64]; /* "posters[3]."; empty at the top */
    char *why;     /* MANIFEST_TEXT_MAX bytes, borrowed */
};

enum { TAKE_NEEDED = 1 }; /* a text that may be neither missing nor empty */

/* The i-th member of a list of the top object. */
struct place place_item(const struct place *parent, const char *list, size_t i);

/* Notes what is wrong with a member; always false. */
bool place_wrong(const struct place *place, const char *member, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* True if there is no control character in it. */
bool take_is_plain(const char *text);

/* A text of fewer than `size` bytes; a missing one is empty unless TAKE_NEEDED. */
bool take_text(const struct place *place, const json_t *object, const char *member, char *text,
               size_t size, int needed);

/* What programs compare: lower-case letters, digits, '-' and '_'; MANIFEST_NAME_MAX bytes. */
bool take_id(const struct place *place, const json_t *object, const char *member, char *id);

/* MANIFEST_URL_MAX bytes. */
bool take_url(const struct place *place, const json_t *object, const char *member, char *url,
              int needed);

bool take_number(const struct place *place, const json_t *object, const char *member, int64_t least,
                 int64_t most, int64_t *number);

/* Unix milliseconds of a RFC 3339 time. */
bool take_time(const struct place *place, const json_t *object, const char *member, int64_t *ms);

/* The member's object, borrowed; NULL for a missing one. */
bool take_object(const struct place *place, const json_t *parent, const char *member,
                 const json_t **object);

/* The code of a county or its beginning; empty if it is missing. */
bool take_county(const struct place *place, const json_t *object, const char *member,
                 char county[AREA_TEXT]);

/* The member's list, borrowed, of at most `most` items; take_some() also where it is missing, as
 * NULL. */
bool take_some(const struct place *place, const json_t *parent, const char *member, size_t most,
               const json_t **list);
bool take_list(const struct place *place, const json_t *parent, const char *member, size_t most,
               const json_t **list);

#endif

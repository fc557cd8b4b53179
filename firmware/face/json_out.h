/* JSON into a fixed buffer, without allocating. What does not fit is left out and noted. */
#ifndef JIANYAN_FACE_JSON_OUT_H
#define JIANYAN_FACE_JSON_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_out {
    char *text; /* borrowed; always ends with a zero */
    size_t size, len;
    bool comma; /* something stands before in this object or array */
    bool full;  /* it did not fit: the text is not JSON */
};

void json_out_init(struct json_out *out, char *text, size_t size);

/* Objects and arrays; name is NULL inside an array and for the outermost. */
void json_out_open(struct json_out *out, const char *name, char bracket);
void json_out_close(struct json_out *out, char bracket);

void json_out_text(struct json_out *out, const char *name, const char *text); /* NULL: null */
void json_out_number(struct json_out *out, const char *name, int64_t number);
void json_out_bool(struct json_out *out, const char *name, bool value);
void json_out_null(struct json_out *out, const char *name);

#endif

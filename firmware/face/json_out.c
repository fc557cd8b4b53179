#include "face/json_out.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void json_out_init(struct json_out *out, char *text, size_t size)
{
    *out = (struct json_out){.text = text, .size = size};
    text[0] = '\0';
}

static void put(struct json_out *out, const char *bytes, size_t len)
{
    if (out->full || len >= out->size - out->len) {
        out->full = true;
        return;
    }
    memcpy(out->text + out->len, bytes, len);
    out->len += len;
    out->text[out->len] = '\0';
}

static void put_str(struct json_out *out, const char *text)
{
    put(out, text, strlen(text));
}

static void put_quoted(struct json_out *out, const char *text)
{
    put(out, "\"", 1);
    while (*text) {
        size_t plain = 0;
        while ((unsigned char)text[plain] >= 0x20 && text[plain] != '"' && text[plain] != '\\')
            plain++;
        put(out, text, plain);
        text += plain;
        if (!*text)
            break;
        char escape[8];
        snprintf(escape, sizeof escape, "\\u%04x", (unsigned char)*text++);
        put_str(out, escape);
    }
    put(out, "\"", 1);
}

static void begin(struct json_out *out, const char *name)
{
    if (out->comma)
        put(out, ",", 1);
    out->comma = true;
    if (!name)
        return;
    put_quoted(out, name);
    put(out, ":", 1);
}

void json_out_open(struct json_out *out, const char *name, char bracket)
{
    begin(out, name);
    put(out, &bracket, 1);
    out->comma = false;
}

void json_out_close(struct json_out *out, char bracket)
{
    put(out, &bracket, 1);
    out->comma = true;
}

void json_out_text(struct json_out *out, const char *name, const char *text)
{
    begin(out, name);
    if (text)
        put_quoted(out, text);
    else
        put_str(out, "null");
}

void json_out_number(struct json_out *out, const char *name, int64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, number);
    begin(out, name);
    put_str(out, text);
}

void json_out_bool(struct json_out *out, const char *name, bool value)
{
    begin(out, name);
    put_str(out, value ? "true" : "false");
}

void json_out_null(struct json_out *out, const char *name)
{
    begin(out, name);
    put_str(out, "null");
}

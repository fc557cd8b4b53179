#include "core/setup.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/log.h"

enum { COUNTY_DIGITS = 6, TOKEN_LEAST = 4, FILE_BYTES_MAX = 256 };

static const char settings_name[] = "settings", token_name[] = "enrolment";
static const char county_key[] = "county = ";

bool setup_county_is_valid(const char *county)
{
    return strlen(county) == COUNTY_DIGITS && strspn(county, "0123456789") == COUNTY_DIGITS;
}

bool setup_token_is_valid(const char *token)
{
    size_t len = strlen(token);
    return len >= TOKEN_LEAST && len < SETUP_TOKEN_BYTES &&
           strspn(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == len;
}

/* The file's first line after `key`, in `value`; false if there is no such file or line. */
static bool read_line(int dir_fd, const char *name, const char *key, char *value, size_t size)
{
    size_t bytes;
    char *text = file_read(dir_fd, name, FILE_BYTES_MAX, &bytes);
    size_t before = strlen(key), len = text ? strcspn(text, "\n") : 0;
    bool read = text && strncmp(text, key, before) == 0 && len - before < size;
    if (read)
        snprintf(value, size, "%.*s", (int)(len - before), text + before);
    else if (text)
        log_warn("settings", "cannot be understood file=%s", name);
    free(text);
    return read;
}

void setup_read(int dir_fd, struct setup *setup)
{
    *setup = (struct setup){0};
    setup->set = read_line(dir_fd, settings_name, county_key, setup->county, sizeof setup->county);
    if (setup->set && setup->county[0] && !setup_county_is_valid(setup->county)) {
        log_warn("settings", "no county file=%s", settings_name);
        *setup = (struct setup){0};
    }
}

void setup_read_token(int dir_fd, struct setup *setup)
{
    bool read = read_line(dir_fd, token_name, "", setup->token, sizeof setup->token);
    if (!read || !setup_token_is_valid(setup->token))
        setup->token[0] = '\0';
}

bool setup_write(int dir_fd, const struct setup *setup)
{
    char token[SETUP_TOKEN_BYTES + 1], county[sizeof county_key + SETUP_COUNTY_BYTES + 1];
    int token_len = snprintf(token, sizeof token, "%s\n", setup->token);
    int county_len = snprintf(county, sizeof county, "%s%s\n", county_key, setup->county);
    return file_write_private(dir_fd, token_name, token, (size_t)token_len) &&
           file_write(dir_fd, settings_name, county, (size_t)county_len);
}

void setup_apply(const struct setup *setup, struct conf *conf)
{
    if (!setup->county[0])
        return;
    snprintf(conf->county, sizeof conf->county, "%s", setup->county);
    conf->placed = true;
}

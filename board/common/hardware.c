#include "board/common/hardware.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/log.h"

/* A number of at most five digits and what stands behind it; -1 if there is none. */
static int take_number(const char **text)
{
    char *end;
    size_t digits = strspn(*text, "0123456789");
    if (digits == 0 || digits > 5)
        return -1;
    long number = strtol(*text, &end, 10);
    *text = end;
    return (int)number;
}

/* "1920x1080" or "1920x1080@50" */
static bool read_mode(struct hardware *hardware, const char *value)
{
    hardware->width = take_number(&value);
    if (*value++ != 'x')
        return false;
    hardware->height = take_number(&value);
    hardware->refresh = 0;
    if (*value == '@') {
        value++;
        hardware->refresh = take_number(&value);
    }
    return *value == '\0' && hardware->width > 0 && hardware->height > 0 && hardware->refresh >= 0;
}

static bool read_turn(struct hardware *hardware, const char *value)
{
    static const char *const turns[] = {"0", "90", "180", "270"};
    for (int turn = 0; turn < 4; turn++) {
        if (strcmp(value, turns[turn]) == 0) {
            hardware->turn = turn;
            return true;
        }
    }
    return false;
}

static bool read_text(char *field, size_t size, const char *value)
{
    return value[0] && (size_t)snprintf(field, size, "%s", value) < size;
}

static bool read_switch(bool *field, const char *value)
{
    *field = strcmp(value, "on") == 0;
    return *field || strcmp(value, "off") == 0;
}

static bool store(struct hardware *hardware, const char *name, const char *value)
{
    if (strcmp(name, "mode") == 0)
        return read_mode(hardware, value);
    if (strcmp(name, "rotate") == 0)
        return read_turn(hardware, value);
    if (strcmp(name, "device") == 0)
        return read_text(hardware->device, sizeof hardware->device, value);
    if (strcmp(name, "connector") == 0)
        return read_text(hardware->connector, sizeof hardware->connector, value);
    if (strcmp(name, "keys") == 0)
        return read_text(hardware->keys, sizeof hardware->keys, value);
    if (strcmp(name, "cec") == 0)
        return read_switch(&hardware->cec, value);
    return false;
}

bool hardware_read(struct hardware *hardware, const char *text)
{
    char pair[HARDWARE_TEXT_MAX + 32];
    *hardware = (struct hardware){.cec = true};
    while (text && *text) {
        size_t len = strcspn(text, ",");
        snprintf(pair, sizeof pair, "%.*s", (int)len, text);
        char *value = strchr(pair, '=');
        if (value)
            *value++ = '\0';
        if (len >= sizeof pair || !value || !store(hardware, pair, value)) {
            log_error("screen",
                      "cannot use '%.*s'; allowed: mode=1920x1080@50 rotate=0|90|180|270 "
                      "connector=HDMI-A-1 device=PATH keys=FILE cec=on|off, with commas between",
                      (int)len, text);
            return false;
        }
        text += len + (text[len] == ',');
    }
    return true;
}

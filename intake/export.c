#include "intake/export.h"

#include <errno.h>
#include <string.h>

#include "core/clock.h"
#include "core/log.h"
#include "intake/kept.h"

struct export
{
    const struct keys *keys;
    enum export_format format;
    bool contacts;
    FILE *out;
    bool whole; /* every row could be opened */
};

/* The columns of CSV, and the first members of a line of JSON. */
static const char *const columns[] = {
    "id",          "receipt",  "theme",  "channel",     "county",  "text",      "created",
    "clock",       "campaign", "notice", "contact",     "publish", "on_behalf", "rural",
    "affiliation", "agent",    "from",   "has_contact", "arrived", "flags"};

/* The record without what nobody needs, in a fixed order, with what the intake knows besides. */
static json_t *build(const struct record *record, const struct store_row *row, bool contacts)
{
    char arrived[CLOCK_TEXT_MAX];
    json_t *line = json_object();
    json_t *record_json = record->json;
    const json_t *consent = json_object_get(record_json, "consent");
    clock_format(row->arrived_ms, arrived);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        json_t *value = json_object_get(record_json, columns[i]);
        if (value)
            json_object_set(line, columns[i], value);
        else if (strcmp(columns[i], "contact") == 0 || strcmp(columns[i], "publish") == 0)
            json_object_set_new(line, columns[i],
                                json_boolean(json_is_true(json_object_get(consent, columns[i]))));
    }
    json_object_set_new(line, "arrived", json_string(arrived));
    json_object_set_new(line, "flags", json_string(row->flags));
    /* Nobody is called who did not agree to it, whatever else a record holds. */
    bool has_contact = record->sealed_contact[0] && record->may_contact;
    json_object_set_new(line, "has_contact", json_boolean(has_contact));
    if (has_contact && contacts)
        json_object_set(line, "sealed_contact", json_object_get(record_json, "sealed_contact"));
    return line;
}

void export_print_field(FILE *out, const char *text)
{
    fputc('"', out);
    if (text && *text && strchr("=+-@\t\r", *text))
        fputc('\'', out);
    for (; text && *text; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    fputc('"', out);
}

static void print_csv_row(FILE *out, const json_t *line)
{
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        const json_t *value = json_object_get(line, columns[i]);
        if (i > 0)
            fputc(',', out);
        if (json_is_boolean(value))
            export_print_field(out, json_is_true(value) ? "true" : "false");
        else
            export_print_field(out, json_string_value(value));
    }
    fputs("\r\n", out);
}

static void print_csv_head(FILE *out)
{
    fputs("\xef\xbb\xbf", out);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        fprintf(out, "%s%s", i > 0 ? "," : "", columns[i]);
    fputs("\r\n", out);
}

static bool take(void *context, const struct store_row *row)
{
    struct export *export = context;
    struct record record;
    if (!kept_open(export->keys, row, &record)) {
        export->whole = false;
        return true;
    }
    json_t *line = build(&record, row, export->contacts);
    if (export->format == EXPORT_CSV) {
        print_csv_row(export->out, line);
    } else {
        json_dumpf(line, export->out, JSON_COMPACT);
        fputc('\n', export->out);
    }
    json_decref(line);
    record_fini(&record);
    return !ferror(export->out);
}

bool export_write(struct store *store, const struct keys *keys, enum export_format format,
                  bool contacts, FILE *out)
{
    struct export export = {
        .keys = keys, .format = format, .contacts = contacts, .out = out, .whole = true};
    if (format == EXPORT_CSV)
        print_csv_head(out);
    bool read = store_each(store, 0, take, &export);
    if (fflush(out) != 0 || ferror(out)) {
        log_error("export", "cannot write: %s", strerror(errno));
        return false;
    }
    return read && export.whole;
}

#include "intake/office.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "intake/key_file.h"

static const char format_line[] = "jianyan-office-key-1";

enum { KEY_TEXT_MAX = 2 * SEAL_PUBLIC_BYTES, FILE_MAX = 1024 };

static bool decode(const char *text, uint8_t key[SEAL_PUBLIC_BYTES])
{
    return text &&
           seal_base64_decode(text, strlen(text), key, SEAL_PUBLIC_BYTES) == SEAL_PUBLIC_BYTES;
}

static bool write_key(int dir_fd, const char *dir, const struct seal_office_secret *office)
{
    char known[KEY_TEXT_MAX], secret[KEY_TEXT_MAX], text[FILE_MAX];
    seal_base64_encode(office->public, sizeof office->public, known, sizeof known);
    seal_base64_encode(office->secret, sizeof office->secret, secret, sizeof secret);
    snprintf(text, sizeof text, "%s\n%s\n%s\n", format_line, known, secret);
    bool written = key_file_create(dir_fd, "office.key", 0600, text);
    seal_wipe(secret, sizeof secret);
    seal_wipe(text, sizeof text);
    if (!written)
        return key_file_complain_errno(dir, "office.key");
    snprintf(text, sizeof text, "%s\n", known);
    return key_file_create(dir_fd, "office.pub", 0644, text) ||
           key_file_complain_errno(dir, "office.pub");
}

static bool make(int dir_fd, const char *dir, struct seal_intake *known)
{
    struct seal_office_secret office;
    seal_office_generate(&office);
    bool made = write_key(dir_fd, dir, &office);
    memcpy(known->office_public, office.public, sizeof office.public);
    seal_wipe(&office, sizeof office);
    if (made)
        printf(
            "%s/office.key opens telephone numbers: keep it at the office, not with the intake\n",
            dir);
    return made;
}

bool office_settle(int dir_fd, const char *dir, struct seal_intake *known)
{
    size_t len;
    errno = 0;
    char *text = file_read(dir_fd, "office.pub", FILE_MAX, &len);
    known->office_known = true;
    if (!text && errno == ENOENT)
        return make(dir_fd, dir, known);
    if (text)
        text[strcspn(text, "\r\n")] = '\0';
    bool good = decode(text, known->office_public) ||
                key_file_complain(dir, "office.pub", "is no public key of an office");
    free(text);
    return good;
}

bool office_load(const char *file, struct seal_office_secret *secret)
{
    size_t len;
    char *text = file_read(AT_FDCWD, file, FILE_MAX, &len), *rest = NULL;
    if (!text) {
        fprintf(stderr, "jianyan-intake: %s: cannot be read: %s\n", file, strerror(errno));
        return false;
    }
    const char *format = strtok_r(text, "\n", &rest);
    bool good = format && strcmp(format, format_line) == 0 &&
                decode(strtok_r(NULL, "\n", &rest), secret->public) &&
                decode(strtok_r(NULL, "\n", &rest), secret->secret);
    seal_wipe(text, len);
    free(text);
    if (!good)
        fprintf(stderr, "jianyan-intake: %s: is not a key of an office, or damaged\n", file);
    return good;
}

static const char *text_of(const json_t *json, const char *name)
{
    const char *text = json_string_value(json_object_get(json, name));
    return text ? text : "";
}

/* The contact of one line, NULL if it is not this office's or was sealed for another suggestion. */
static json_t *open_contact(const struct seal_office_secret *secret, const json_t *line)
{
    char bytes[SEAL_CONTACT_MAX];
    const char *box = text_of(line, "sealed_contact");
    size_t len = seal_contact_open(secret, box, strlen(box), bytes);
    json_t *contact = len > 0 ? json_loadb(bytes, len, JSON_REJECT_DUPLICATES, NULL) : NULL;
    seal_wipe(bytes, sizeof bytes);
    if (contact && strcmp(text_of(contact, "id"), text_of(line, "id")) == 0)
        return contact;
    json_decref(contact);
    return NULL;
}

static bool print_contact(const struct seal_office_secret *secret, const json_t *line, FILE *out)
{
    json_t *contact = open_contact(secret, line);
    if (!contact) {
        fprintf(stderr, "jianyan-intake: the contact of %s cannot be opened with this key\n",
                text_of(line, "id"));
        return false;
    }
    json_t *found = json_pack("{s:s, s:s, s:s}", "id", text_of(line, "id"), "receipt",
                              text_of(line, "receipt"), "phone", text_of(contact, "phone"));
    bool printed = found && json_dumpf(found, out, JSON_COMPACT) == 0 && fputc('\n', out) != EOF;
    json_decref(found);
    json_decref(contact);
    return printed;
}

bool office_open_contacts(const struct seal_office_secret *secret, FILE *in, FILE *out)
{
    char *text = NULL;
    size_t size = 0;
    ssize_t len;
    bool all = true;
    while ((len = getline(&text, &size, in)) > 0) {
        json_t *line = json_loadb(text, (size_t)len, 0, NULL);
        if (!line) {
            fprintf(stderr, "jianyan-intake: a line is no JSON; give it an export in jsonl\n");
            all = false;
        } else if (json_object_get(line, "sealed_contact")) {
            all = print_contact(secret, line, out) && all;
        }
        json_decref(line);
    }
    free(text);
    return fflush(out) == 0 && all;
}

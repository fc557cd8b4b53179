#include "intake/keys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "intake/key_file.h"
#include "intake/office.h"
#include "seal/keyed.h"

/* intake.key: a line naming the format, the public line, a line with the three secrets. */
static const char format_line[] = "jianyan-intake-key-1";

enum {
    SECRET_TEXT_MAX = 128, /* base64 of the largest secret, and its zero */
    FILE_MAX = 1024,
};

static bool print_pair(const struct key_pair *pair, char text[FILE_MAX])
{
    char public_line[SEAL_LINE_MAX], box[SECRET_TEXT_MAX], receipt[SECRET_TEXT_MAX],
        code[SECRET_TEXT_MAX];
    seal_intake_print(&pair->seal.known, public_line, sizeof public_line);
    bool fits = seal_base64_encode(pair->seal.box_secret, SEAL_BOX_SECRET_BYTES, box, sizeof box) &&
                seal_base64_encode(pair->seal.receipt_secret, SEAL_SIGN_SECRET_BYTES, receipt,
                                   sizeof receipt) &&
                seal_base64_encode(pair->code_key, KEYS_CODE_BYTES, code, sizeof code);
    int len = snprintf(text, FILE_MAX, "%s\n%s\n%s %s %s\n", format_line, public_line, box, receipt,
                       code);
    seal_wipe(box, sizeof box);
    seal_wipe(receipt, sizeof receipt);
    seal_wipe(code, sizeof code);
    return fits && len > 0 && len < FILE_MAX;
}

static bool write_pair(int dir_fd, const char *dir, const struct key_pair *pair)
{
    char text[FILE_MAX], line[SEAL_LINE_MAX + 2];
    if (!print_pair(pair, text))
        return key_file_complain(dir, "intake.key", "cannot be printed");
    bool secret = key_file_create(dir_fd, "intake.key", 0600, text);
    seal_wipe(text, sizeof text);
    if (!secret)
        return key_file_complain_errno(dir, "intake.key");
    seal_intake_print(&pair->seal.known, line, SEAL_LINE_MAX);
    snprintf(line + strlen(line), 2, "\n");
    if (key_file_create(dir_fd, "intake.pub", 0644, line))
        return true;
    int why = errno;
    unlinkat(dir_fd, "intake.key", 0);
    errno = why;
    return key_file_complain_errno(dir, "intake.pub");
}

bool keys_generate(const char *dir)
{
    struct key_pair pair = {0};
    if (mkdir(dir, 0700) != 0 && errno != EEXIST) {
        fprintf(stderr, "jianyan-intake: %s: cannot create: %s\n", dir, strerror(errno));
        return false;
    }
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        fprintf(stderr, "jianyan-intake: %s: cannot open: %s\n", dir, strerror(errno));
        return false;
    }
    seal_intake_generate(&pair.seal);
    seal_draw(pair.code_key, sizeof pair.code_key);
    bool made = key_file_is_free(fd, dir, "intake.key") &&
                office_settle(fd, dir, &pair.seal.known) && write_pair(fd, dir, &pair) &&
                file_sync(fd, dir);
    seal_wipe(&pair, sizeof pair);
    close(fd);
    return made;
}

static bool decode(const char *text, uint8_t *bytes, size_t size)
{
    return text && seal_base64_decode(text, strlen(text), bytes, size) == size;
}

static bool parse_pair(char *text, struct key_pair *pair)
{
    char *rest = NULL;
    const char *format = strtok_r(text, "\n", &rest);
    const char *known = strtok_r(NULL, "\n", &rest);
    const char *box = strtok_r(NULL, " \n", &rest);
    const char *receipt = strtok_r(NULL, " \n", &rest);
    const char *code = strtok_r(NULL, " \n", &rest);
    return format && strcmp(format, format_line) == 0 && known &&
           seal_intake_parse(known, &pair->seal.known) &&
           decode(box, pair->seal.box_secret, SEAL_BOX_SECRET_BYTES) &&
           decode(receipt, pair->seal.receipt_secret, SEAL_SIGN_SECRET_BYTES) &&
           decode(code, pair->code_key, KEYS_CODE_BYTES);
}

static bool load_pair(int dir_fd, const char *dir, const char *name, struct keys *keys)
{
    size_t len;
    if (keys->count == KEYS_MAX)
        return key_file_complain(dir, name, "is one key too many; at most 8 are held");
    errno = 0;
    char *text = file_read(dir_fd, name, FILE_MAX, &len);
    if (!text)
        return key_file_complain(dir, name,
                                 errno == ENOENT
                                     ? "is missing; 'jianyan-intake keygen DIR' makes keys"
                                     : "cannot be read");
    bool good = parse_pair(text, &keys->pair[keys->count]);
    seal_wipe(text, len);
    free(text);
    if (!good)
        return key_file_complain(dir, name, "is not a key of jianyan-intake, or damaged");
    keys->count++;
    return true;
}

static int is_old_key(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return len > 11 && strncmp(entry->d_name, "intake-", 7) == 0 &&
           strcmp(entry->d_name + len - 4, ".key") == 0;
}

bool keys_load(struct keys *keys, const char *dir)
{
    struct dirent **names = NULL;
    *keys = (struct keys){0};
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        fprintf(stderr, "jianyan-intake: keys: %s: %s; 'jianyan-intake keygen DIR' makes keys\n",
                dir, strerror(errno));
        return false;
    }
    bool loaded = load_pair(fd, dir, "intake.key", keys);
    int count = loaded ? scandir(dir, &names, is_old_key, alphasort) : 0;
    for (int i = 0; i < count; i++) {
        loaded = loaded && load_pair(fd, dir, names[i]->d_name, keys);
        free(names[i]);
    }
    free(names);
    close(fd);
    if (!loaded)
        keys_wipe(keys);
    return loaded;
}

void keys_wipe(struct keys *keys)
{
    seal_wipe(keys, sizeof *keys);
}

const struct key_pair *keys_find(const struct keys *keys, const char *kid)
{
    for (size_t i = 0; i < keys->count; i++) {
        if (strcmp(keys->pair[i].seal.known.kid, kid) == 0)
            return &keys->pair[i];
    }
    return NULL;
}

void keys_hash_code(const struct key_pair *pair, const char *receipt, const char *code,
                    uint8_t hash[SEAL_DIGEST_BYTES])
{
    char both[64];
    int len = snprintf(both, sizeof both, "%s %s", receipt, code);
    seal_keyed_digest(pair->code_key, both, (size_t)len, hash);
    seal_wipe(both, sizeof both);
}

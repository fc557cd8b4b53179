/* new: a complete folder to begin with, from share/jianyan/template. Dates in it are counted from
 * today: @TODAY@, @ONLINE@, @LETTER@ and @END@ as 2020-08-20, with _ZH as 2020 年 8 月 20 日. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "author/author.h"
#include "core/file.h"

enum { LETTER_DAYS = 50, ONLINE_DAYS = 60, END_DAYS = 120, FILE_MAX = 262144 };

struct word {
    char mark[16]; /* "@TODAY@" */
    char text[CLOCK_TEXT_MAX];
};

enum { WORDS = 9 };

static void add_word(struct word *word, const char *name, const char *kind, const char *text)
{
    snprintf(word->mark, sizeof word->mark, "@%s%s@", name, kind);
    snprintf(word->text, sizeof word->text, "%s", text);
}

/* Two words for a day. */
static void add_day(struct word *words, const char *name, int64_t day)
{
    char text[CLOCK_TEXT_MAX], plain[CLOCK_TEXT_MAX];
    clock_format(clock_day_begins(day), text);
    text[sizeof "2020-08-20" - 1] = '\0';
    add_word(&words[0], name, "", text);
    snprintf(plain, sizeof plain, "%.4s 年 %d 月 %d 日", text, (int)strtol(text + 5, NULL, 10),
             (int)strtol(text + 8, NULL, 10));
    add_word(&words[1], name, "_ZH", plain);
}

static void choose_words(struct word words[WORDS])
{
    int64_t today = clock_day((int64_t)time(NULL) * 1000);
    add_day(&words[0], "TODAY", today);
    add_day(&words[2], "LETTER", today + LETTER_DAYS);
    add_day(&words[4], "ONLINE", today + ONLINE_DAYS);
    add_day(&words[6], "END", today + END_DAYS);
    add_word(&words[8], "YEAR", "", words[0].text);
    words[8].text[4] = '\0';
}

/* The word that stands at `at`; NULL if none does. */
static const struct word *find_word(const struct word words[WORDS], const char *at)
{
    for (size_t i = 0; i < WORDS; i++) {
        if (strncmp(at, words[i].mark, strlen(words[i].mark)) == 0)
            return &words[i];
    }
    return NULL;
}

/* The text with its words put in; owned, NULL without memory. */
static char *fill(const char *text, const struct word words[WORDS])
{
    char *filled = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&filled, &len);
    while (out && *text) {
        const struct word *word = *text == '@' ? find_word(words, text) : NULL;
        if (word)
            fputs(word->text, out);
        else
            fputc(*text, out);
        text += word ? strlen(word->mark) : 1;
    }
    if (out && fclose(out) != 0) {
        free(filled);
        return NULL;
    }
    return filled;
}

static bool copy_file(int from_fd, int to_fd, const char *name, const struct word words[WORDS])
{
    size_t len;
    char *text = file_read(from_fd, name, FILE_MAX, &len);
    char *filled = text ? fill(text, words) : NULL;
    bool copied = filled && file_write(to_fd, name, filled, strlen(filled));
    free(filled);
    free(text);
    return copied;
}

static bool copy_all(int from_fd, int to_fd)
{
    struct word words[WORDS];
    DIR *folder = fdopendir(from_fd);
    bool copied = folder != NULL;
    choose_words(words);
    for (struct dirent *entry; copied && (entry = readdir(folder));) {
        if (entry->d_name[0] != '.')
            copied = copy_file(from_fd, to_fd, entry->d_name, words);
    }
    if (folder)
        closedir(folder);
    return copied;
}

static int open_template(void)
{
    struct conf conf;
    char path[CONF_VALUE_MAX + 16];
    if (!conf_load(&conf, NULL))
        return -1;
    conf_data_dir(&conf, path, CONF_VALUE_MAX);
    strncat(path, "/template", sizeof path - strlen(path) - 1);
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        fprintf(stderr, "%s: %s; it belongs beside the program\n", path, strerror(errno));
    return fd;
}

int command_new(const char *dir)
{
    struct folder folder;
    if (access(dir, F_OK) == 0) {
        fprintf(stderr, "%s: is there already; name a new folder\n", dir);
        return 1;
    }
    int from_fd = open_template();
    if (from_fd < 0)
        return 1;
    bool made = folder_open(&folder, dir) && copy_all(from_fd, folder.fd);
    made = folder_close(&folder, made) && made;
    if (made)
        printf("%s: begin with %s/README.md\n", dir, dir);
    return made ? 0 : 1;
}

/* jianyan-ime: text entry on standard input and output, for tests and measurements. One command a
 * line, exactly one line back; an error is "!reason". */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/conf.h"
#include "core/options.h"
#include "core/utf8.h"
#include "ime/ime.h"

enum { LINE_BYTES = 4096 };

static void refuse(const char *reason)
{
    printf("!%s\n", reason);
}

/* A decimal number of at most six digits and nothing else; -1 if it is none. */
static long number(const char *text)
{
    char *end = NULL;
    size_t len = strspn(text, "0123456789");
    if (len == 0 || len > 6 || text[len])
        return -1;
    return strtol(text, &end, 10);
}

static void do_key(struct ime *ime, const char *argument)
{
    long digit = number(argument);
    if (digit < 1 || digit > 9)
        refuse("key takes one digit, 2 to 9; strokes are 1 to 6");
    else if (!ime_key(ime, (int)digit))
        refuse("the composition is full, or the digit is none of this layout");
    else
        puts(ime_digits(ime));
}

static void do_letter(struct ime *ime, const char *argument)
{
    if (strlen(argument) != 1 || !ime_letter(ime, *argument))
        refuse("letter takes a to z, or an apostrophe behind a syllable; or there is no room");
    else
        puts(ime_typed(ime));
}

static void do_layout(struct ime *ime, const char *argument)
{
    bool is_nine = strcmp(argument, "nine") == 0;
    if (!is_nine && strcmp(argument, "stroke") != 0)
        refuse("layout takes nine or stroke");
    else if (!ime_set_layout(ime, is_nine ? IME_NINE : IME_STROKE))
        refuse("there is no data for this layout");
    else
        puts("");
}

static void do_back(struct ime *ime, const char *argument)
{
    (void)argument;
    if (!ime_back(ime))
        refuse("there is no digit to take back");
    else
        puts(ime_digits(ime));
}

static void do_list(struct ime *ime, const char *argument)
{
    struct ime_candidate candidate;
    long wanted = number(argument);
    if (wanted < 1) {
        refuse("list takes the number of candidates wanted, from 1");
        return;
    }
    size_t count = ime_count(ime);
    for (size_t i = 0; i < count && i < (size_t)wanted; i++) {
        if (ime_candidate(ime, i, &candidate))
            printf("%s%s/%d", i > 0 ? "\t" : "", candidate.text, candidate.used);
    }
    putchar('\n');
}

static void do_pick(struct ime *ime, const char *argument)
{
    char text[IME_TEXT_MAX];
    long place = number(argument);
    if (place < 0)
        refuse("pick takes the place of a candidate, from 0");
    else if (!ime_pick(ime, (size_t)place, text))
        refuse("there is no such candidate");
    else
        puts(text);
}

static void do_context(struct ime *ime, const char *argument)
{
    if (!utf8_is_valid(argument, strlen(argument))) {
        refuse("the text is not UTF-8");
        return;
    }
    ime_context(ime, argument);
    puts("");
}

static void do_undo(struct ime *ime, const char *argument)
{
    (void)argument;
    if (!ime_undo(ime))
        refuse("there is nothing to take back, or no room for its digits");
    else
        puts(ime_digits(ime));
}

static void do_pin(struct ime *ime, const char *argument)
{
    if (!ime_pin(ime, argument))
        refuse("the digits do not begin with that syllable");
    else
        puts(ime_digits(ime));
}

static void do_reset(struct ime *ime, const char *argument)
{
    (void)argument;
    ime_reset(ime, true);
    puts("");
}

/* A line of /proc/self/status in kB, -1 if it is not there. */
static long status_kb(const char *name)
{
    char line[256];
    long kb = -1;
    FILE *file = fopen("/proc/self/status", "re");
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, name, strlen(name)) == 0)
            kb = strtol(line + strlen(name), NULL, 10);
    }
    if (file)
        fclose(file);
    return kb;
}

static void do_stats(struct ime *ime, const char *argument)
{
    struct ime_stats stats = ime_stats(ime);
    (void)argument;
    printf("{\"rss_kb\":%ld,\"anon_kb\":%ld,\"data_bytes\":%zu,\"load_ms\":%.3f}\n",
           status_kb("VmRSS:"), status_kb("RssAnon:"), stats.data_bytes, stats.load_ms);
}

struct command {
    const char *name;
    void (*run)(struct ime *ime, const char *argument);
    bool has_argument;
};

static const struct command commands[] = {
    {"key", do_key, true},       {"back", do_back, false},      {"list", do_list, true},
    {"pick", do_pick, true},     {"context", do_context, true}, {"undo", do_undo, false},
    {"pin", do_pin, true},       {"reset", do_reset, false},    {"stats", do_stats, false},
    {"letter", do_letter, true}, {"layout", do_layout, true},
};

static void answer(struct ime *ime, const char *line)
{
    size_t len = strcspn(line, " ");
    const char *argument = line[len] ? line + len + 1 : "";
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        const struct command *command = &commands[i];
        if (strlen(command->name) != len || strncmp(command->name, line, len) != 0)
            continue;
        if (!command->has_argument && *argument)
            refuse("this command takes no argument");
        else
            command->run(ime, argument);
        return;
    }
    refuse("commands: key D, letter L, back, list N, pick K, context TEXT, undo, pin SYLLABLE, "
           "layout nine|stroke, reset, stats");
}

/* Reads one line without its end. False at the end of input; *whole tells if it is a text that fits
 * (no zero byte, not too long); the rest of a longer one is skipped. */
static bool read_line(char line[LINE_BYTES], bool *whole)
{
    size_t len = 0;
    int byte = getchar();
    *whole = true;
    if (byte == EOF)
        return false;
    for (; byte != EOF && byte != '\n'; byte = getchar()) {
        if (byte == '\0' || len == LINE_BYTES - 1)
            *whole = false;
        else
            line[len++] = (char)byte;
    }
    if (len > 0 && line[len - 1] == '\r')
        len--;
    line[len] = '\0';
    return true;
}

static int serve(struct ime *ime)
{
    char line[LINE_BYTES];
    bool whole = true;
    while (read_line(line, &whole)) {
        if (whole)
            answer(ime, line);
        else
            refuse("the line is too long, or holds a zero byte");
        if (fflush(stdout) != 0) {
            fprintf(stderr, "jianyan-ime: cannot write: %s\n", strerror(errno));
            return 1;
        }
    }
    return 0;
}

static bool is_on(const struct option_program *program, const char *name, const char *value)
{
    if (strcmp(value, "on") != 0 && strcmp(value, "off") != 0)
        options_refuse(program, "%s takes on or off, not '%s'", name, value);
    return strcmp(value, "on") == 0;
}

int main(int argc, char **argv)
{
    const char *layout = "nine", *fuzzy = "on", *predict = "on", *data = NULL;
    const struct option_entry entries[] = {
        {"--layout", "nine|stroke", "what the keys mean (nine)", &layout, NULL},
        {"--fuzzy", "on|off", "tolerance: z/zh c/ch s/sh n/l in/ing en/eng (on)", &fuzzy, NULL},
        {"--predict", "on|off", "offer words before a key is pressed (on)", &predict, NULL},
        {"--data", "DIR", "folder of base.dict (../share/jianyan)", &data, NULL},
    };
    const struct option_program program = {"jianyan-ime", "text entry on standard input and output",
                                           "[OPTION…]", entries, sizeof entries / sizeof *entries};
    struct ime_options options = {.layout = IME_NINE};
    struct conf conf = {0};
    char folder[4096];
    int rest = 0;
    options_parse(&program, argc, argv, &rest);
    if (rest > 0)
        options_refuse(&program, "unexpected argument '%s'", argv[1]);
    if (strcmp(layout, "nine") != 0 && strcmp(layout, "stroke") != 0)
        options_refuse(&program, "--layout takes nine or stroke, not '%s'", layout);
    options.layout = strcmp(layout, "nine") == 0 ? IME_NINE : IME_STROKE;
    options.fuzzy = is_on(&program, "--fuzzy", fuzzy);
    options.predict = is_on(&program, "--predict", predict);
    conf_data_dir(&conf, folder, sizeof folder);
    struct ime *ime = ime_open(data ? data : folder, &options);
    if (!ime)
        return 1;
    int status = serve(ime);
    ime_close(ime);
    return status;
}

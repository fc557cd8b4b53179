/* One line of the script language to a step. */
#include "sim/script.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/utf8.h"

enum { REPEAT_MAX = 1000 };

static const int64_t longest_ms = INT64_C(400) * 24 * 3600 * 1000;

/* What is left of a line, and where to say what is wrong with it. */
struct line {
    char *rest;
    char *why;
    size_t why_size;
};

static bool wrong(struct line *line, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool wrong(struct line *line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(line->why, line->why_size, format, args);
    va_end(args);
    return false;
}

/* The next word, cut off; "" at the end. */
static char *take_word(struct line *line)
{
    char *word = line->rest + strspn(line->rest, " \t");
    char *end = word + strcspn(word, " \t");
    line->rest = *end ? end + 1 : end;
    *end = '\0';
    return word;
}

/* All that is left, without blanks around it. */
static char *take_rest(struct line *line)
{
    char *rest = line->rest + strspn(line->rest, " \t");
    size_t len = strlen(rest);
    while (len > 0 && strchr(" \t", rest[len - 1]))
        rest[--len] = '\0';
    line->rest = rest + len;
    return rest;
}

static bool take_number(struct line *line, uint32_t most, uint32_t *number)
{
    const char *word = take_word(line);
    size_t len = strlen(word);
    if (len == 0 || len > 9 || strspn(word, "0123456789") != len)
        return wrong(line, "'%s' is not a number", word);
    *number = (uint32_t)strtoul(word, NULL, 10);
    return *number <= most ? true : wrong(line, "%s is more than %u", word, most);
}

/* "2s", "1200ms", "10m", "1h". */
static bool take_time(struct line *line, int64_t *ms)
{
    static const struct {
        const char *unit;
        int64_t ms;
    } units[] = {{"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}};
    const char *word = take_word(line);
    size_t digits = strspn(word, "0123456789");
    for (size_t i = 0; digits > 0 && digits <= 9 && i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(word + digits, units[i].unit) != 0)
            continue;
        *ms = strtoll(word, NULL, 10) * units[i].ms;
        return *ms <= longest_ms ? true : wrong(line, "%s is longer than 400 days", word);
    }
    return wrong(line, "'%s' is not a time like 2s, 1200ms, 10m, 1h", word);
}

static bool take_key(struct line *line, enum key *key)
{
    const char *word = take_word(line);
    *key = key_from_name(word);
    return *key != KEY_NONE ? true : wrong(line, "'%s' is not a key", word);
}

static bool keep_text(struct line *line, struct step *step, const char *text)
{
    step->text = strdup(text);
    return step->text ? true : wrong(line, "out of memory");
}

static bool parse_key(struct line *line, struct step *step)
{
    uint32_t count = 0;
    step->count = 1;
    if (!take_key(line, &step->key))
        return false;
    line->rest += strspn(line->rest, " \t");
    if (*line->rest == '\0')
        return true;
    if (*line->rest++ != 'x')
        return wrong(line, "after the key comes nothing or a count like x3");
    if (!take_number(line, REPEAT_MAX, &count))
        return false;
    step->count = (int)count;
    return count > 0 ? true : wrong(line, "x0 presses nothing");
}

static bool parse_hold(struct line *line, struct step *step)
{
    return take_key(line, &step->key) && take_time(line, &step->ms);
}

static bool parse_tap(struct line *line, struct step *step)
{
    uint32_t x = 0, y = 0;
    if (!take_number(line, 100000, &x) || !take_number(line, 100000, &y))
        return false;
    step->x = (int)x;
    step->y = (int)y;
    return true;
}

static bool parse_type(struct line *line, struct step *step)
{
    const char *word = take_word(line);
    if (!*word || strspn(word, "0123456789") != strlen(word))
        return wrong(line, "'%s' is not a row of digits", word);
    return keep_text(line, step, word);
}

static bool parse_text(struct line *line, struct step *step)
{
    const char *text = take_rest(line);
    return *text ? keep_text(line, step, text) : wrong(line, "the text is missing");
}

static bool parse_any_text(struct line *line, struct step *step)
{
    return keep_text(line, step, take_rest(line));
}

static bool parse_time(struct line *line, struct step *step)
{
    return take_time(line, &step->ms);
}

static bool parse_net(struct line *line, struct step *step)
{
    const char *word = take_word(line);
    step->net = net_from_name(word);
    return step->net < NET_COUNT ? true : wrong(line, "'%s' is not one of: %s", word, net_names());
}

static bool parse_disk(struct line *line, struct step *step)
{
    const char *word = take_word(line);
    step->on = strcmp(word, "full") == 0;
    return step->on || strcmp(word, "ok") == 0 ? true : wrong(line, "'%s' is not full or ok", word);
}

/* One of a list of words, kept as the step's text. */
static bool take_one_of(struct line *line, struct step *step, const char *words)
{
    const char *word = take_word(line);
    size_t len = strlen(word);
    for (const char *at = words; len > 0 && *at; at += strspn(at, " ")) {
        size_t this = strcspn(at, " ");
        if (this == len && memcmp(at, word, len) == 0)
            return keep_text(line, step, word);
        at += this;
    }
    return wrong(line, "'%s' is not one of: %s", word, words);
}

static bool parse_kill(struct line *line, struct step *step)
{
    return take_one_of(line, step, "face keeper courier intake");
}

static bool parse_state(struct line *line, struct step *step)
{
    return take_one_of(line, step, "none saving saved not-saved delivered");
}

static bool parse_nothing(struct line *line, struct step *step)
{
    (void)line;
    (void)step;
    return true;
}

static bool parse_clock(struct line *line, struct step *step)
{
    const char *word = take_word(line);
    step->on = strcmp(word, "unknown") != 0;
    if (step->on && !clock_parse(word, &step->wall_ms))
        return wrong(line, "'%s' is not 'unknown' or like 2020-09-01T09:30:00+08:00", word);
    return true;
}

static bool parse_stick(struct line *line, struct step *step)
{
    const char *folder = take_rest(line);
    if (!*folder)
        return wrong(line, "the folder is missing ('stick out' takes the stick out)");
    return keep_text(line, step, strcmp(folder, "out") == 0 ? "" : folder);
}

static bool parse_shot(struct line *line, struct step *step)
{
    const char *word = take_word(line);
    size_t plain = strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "._-");
    if (!*word || *word == '.' || word[plain] != '\0' || plain > 100)
        return wrong(line, "'%s' is not a name of letters, digits, '.', '_' and '-'", word);
    return keep_text(line, step, word);
}

/* "welcome A campaign on a screen": the key of its words without "tour.", and the same in English.
 */
static bool parse_caption(struct line *line, struct step *step)
{
    char key[80];
    const char *name = take_word(line);
    snprintf(key, sizeof key, "tour.%s", name);
    step->caption = str_find(key);
    return step->caption != STR_COUNT ? parse_text(line, step)
                                      : wrong(line, "there are no words called '%s'", key);
}

static bool parse_number(struct line *line, struct step *step)
{
    return take_number(line, 1000000, &step->number);
}

static bool parse_qr(struct line *line, struct step *step)
{
    char *text = take_rest(line);
    step->on = *text == '~';
    if (step->on)
        text++;
    return *text ? keep_text(line, step, text) : wrong(line, "the code's text is missing");
}

static bool parse_keys(struct line *line, struct step *step)
{
    const char *word = take_word(line);
    if (strcmp(word, "<") != 0)
        return wrong(line, "after 'expect keys' comes '< N'");
    return parse_number(line, step);
}

static bool parse_handoff(struct line *line, struct step *step)
{
    return take_key(line, &step->key);
}

struct verb {
    const char *name;
    enum step_kind kind;
    bool (*parse)(struct line *line, struct step *step);
};

static const struct verb verbs[] = {
    {"key", STEP_KEY, parse_key},
    {"hold", STEP_HOLD, parse_hold},
    {"tap", STEP_TAP, parse_tap},
    {"type", STEP_TYPE, parse_type},
    {"write", STEP_WRITE, parse_text},
    {"wait", STEP_WAIT, parse_time},
    {"deliver", STEP_DELIVER, parse_time},
    {"net", STEP_NET, parse_net},
    {"disk", STEP_DISK, parse_disk},
    {"kill", STEP_KILL, parse_kill},
    {"cut", STEP_CUT, parse_nothing},
    {"clock", STEP_CLOCK, parse_clock},
    {"stick", STEP_STICK, parse_stick},
    {"shot", STEP_SHOT, parse_shot},
    {"caption", STEP_CAPTION, parse_caption},
};

static const struct verb expectations[] = {
    {"scene", STEP_EXPECT_SCENE, parse_text},
    {"text", STEP_EXPECT_TEXT, parse_text},
    {"typed", STEP_EXPECT_TYPED, parse_any_text},
    {"waiting", STEP_EXPECT_WAITING, parse_number},
    {"delivered", STEP_EXPECT_DELIVERED, parse_number},
    {"qr", STEP_EXPECT_QR, parse_qr},
    {"keys", STEP_EXPECT_KEYS, parse_keys},
    {"exit", STEP_EXPECT_EXIT, parse_number},
    {"handoff", STEP_EXPECT_HANDOFF, parse_handoff},
    {"state", STEP_EXPECT_STATE, parse_state},
};

enum {
    VERBS = sizeof verbs / sizeof verbs[0],
    EXPECTATIONS = sizeof expectations / sizeof expectations[0],
};

static const struct verb *find(const struct verb *list, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i].name, word) == 0)
            return &list[i];
    }
    return NULL;
}

static bool parse_words(struct line *line, struct step *step)
{
    const char *word = take_word(line);
    const struct verb *verb = find(verbs, VERBS, word);
    if (strcmp(word, "expect") == 0) {
        word = take_word(line);
        verb = find(expectations, EXPECTATIONS, word);
        if (!verb)
            return wrong(line,
                         "unknown expectation '%s'; there are: scene text typed waiting delivered "
                         "qr keys exit handoff state",
                         word);
    }
    if (!verb)
        return wrong(line,
                     "unknown step '%s'; there are: key hold tap type write wait deliver net disk "
                     "kill cut clock stick shot caption expect",
                     word);
    step->kind = verb->kind;
    if (!verb->parse(line, step))
        return false;
    const char *rest = take_rest(line);
    return *rest ? wrong(line, "'%s' is too much", rest) : true;
}

/* Cuts a comment off: '#' at the beginning of the line or after a blank. */
static void cut_comment(char *text)
{
    for (char *at = text; *at; at++) {
        if (*at == '#' && (at == text || at[-1] == ' ' || at[-1] == '\t')) {
            *at = '\0';
            return;
        }
    }
}

bool script_parse_line(const char *line, struct step *step, bool *made, char *why, size_t why_size)
{
    char text[SCRIPT_LINE_BYTES];
    size_t len = strlen(line);
    struct line rest = {text, why, why_size};
    *step = (struct step){0};
    *made = false;
    if (len >= sizeof text)
        return wrong(&rest, "the line is too long");
    if (!utf8_is_valid(line, len))
        return wrong(&rest, "the line is not UTF-8");
    memcpy(text, line, len + 1);
    cut_comment(text);
    if (text[strspn(text, " \t\r")] == '\0')
        return true;
    len = strlen(text);
    if (text[len - 1] == '\r')
        text[len - 1] = '\0';
    *made = parse_words(&rest, step);
    if (!*made) {
        free(step->text);
        step->text = NULL;
    }
    return *made;
}

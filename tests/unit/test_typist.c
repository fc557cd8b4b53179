#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "ime/ime.h"
#include "sim/typist.h"

/* A screen for writing with the keys of docs/typing.md and the real engine behind it. */

enum { ROW = 5, NUMBERED = 9, TEXT_BYTES = 4096 };
enum mode { PINYIN, DIGITS, LETTERS, PUNCT };

static const char signs[] = "，。、？！：；“”（）《》…—·,.?!:;\"'()-/@#&+%=*_~";

struct page {
    struct ime *ime;
    char typed[TEXT_BYTES];
    enum mode mode, base;
    bool pick, upper;
    size_t first;
    int selected, tap_digit, taps;
    size_t keys, limit; /* limit: bytes of text, 0 for none */
    bool left;          /* OK with nothing pending: the text was handed on */
    json_t *described;
};

static const char *letters_of(const struct page *page)
{
    static const char *const small[] = {"abc2", "def3",  "ghi4", "jkl5",
                                        "mno6", "pqrs7", "tuv8", "wxyz9"};
    static const char *const capital[] = {"ABC2", "DEF3",  "GHI4", "JKL5",
                                          "MNO6", "PQRS7", "TUV8", "WXYZ9"};
    if (page->tap_digit < 2)
        return "";
    return (page->upper ? capital : small)[page->tap_digit - 2];
}

static size_t total(const struct page *page)
{
    if (page->mode == PUNCT)
        return utf8_count(signs, strlen(signs));
    if (page->mode == LETTERS)
        return strlen(letters_of(page));
    return page->mode == PINYIN ? ime_count(page->ime) : 0;
}

static size_t window(const struct page *page)
{
    return page->pick ? NUMBERED : ROW;
}

static void candidate_at(const struct page *page, size_t i, struct ime_candidate *candidate)
{
    *candidate = (struct ime_candidate){0};
    if (page->mode == PUNCT) {
        size_t from = utf8_offset(signs, strlen(signs), i);
        size_t len = utf8_offset(signs + from, strlen(signs) - from, 1);
        memcpy(candidate->text, signs + from, len);
    } else if (page->mode == LETTERS) {
        candidate->text[0] = letters_of(page)[i];
        candidate->used = 1;
    } else {
        ime_candidate(page->ime, i, candidate);
    }
}

static void refresh(struct page *page)
{
    page->first = 0;
    page->selected = page->mode == LETTERS && page->tap_digit
                         ? (page->taps - 1) % (int)strlen(letters_of(page))
                         : -1;
}

static void set_mode(struct page *page, enum mode mode)
{
    ime_reset(page->ime, false);
    page->mode = mode;
    page->base = mode == PUNCT ? page->base : mode;
    page->pick = false;
    page->tap_digit = page->taps = 0;
    ime_context(page->ime, page->typed);
    refresh(page);
}

static void put(struct page *page, const char *text)
{
    size_t len = strlen(page->typed);
    if (page->limit && len + strlen(text) > page->limit)
        return;
    snprintf(page->typed + len, sizeof page->typed - len, "%s", text);
}

static void take_letter(struct page *page)
{
    struct ime_candidate candidate;
    if (!page->tap_digit)
        return;
    candidate_at(page, (size_t)page->selected, &candidate);
    put(page, candidate.text);
    page->tap_digit = page->taps = 0;
    refresh(page);
}

static void choose(struct page *page, size_t i)
{
    struct ime_candidate candidate;
    char text[IME_TEXT_MAX];
    page->pick = false;
    if (page->first + i >= total(page))
        return;
    candidate_at(page, page->first + i, &candidate);
    if (page->limit && strlen(page->typed) + strlen(candidate.text) > page->limit)
        return;
    if (page->mode == PINYIN) {
        assert_true(ime_pick(page->ime, page->first + i, text));
        put(page, text);
        refresh(page);
    } else if (page->mode == PUNCT) {
        put(page, candidate.text);
        set_mode(page, page->base);
    }
}

static void press_digit(struct page *page, int digit)
{
    const char text[2] = {(char)('0' + digit), '\0'};
    if (page->pick && digit > 0) {
        choose(page, (size_t)digit - 1);
    } else if (page->mode == DIGITS) {
        put(page, text);
    } else if (page->mode == LETTERS) {
        if (page->tap_digit != digit)
            take_letter(page);
        page->tap_digit = digit >= 2 ? digit : 0;
        page->taps += page->tap_digit != 0;
        if (digit == 0)
            put(page, " ");
        refresh(page);
    } else if (digit == 0) {
        page->pick = !page->pick && total(page) > 0;
    } else if (digit == 1) {
        choose(page, 0);
    } else if (page->mode == PUNCT) {
        set_mode(page, page->base);
        press_digit(page, digit);
    } else if (ime_key(page->ime, digit)) {
        refresh(page);
    }
}

static void press_back(struct page *page)
{
    if (page->pick) {
        page->pick = false;
    } else if (page->mode == PUNCT) {
        set_mode(page, page->base);
    } else if (page->tap_digit) {
        page->tap_digit = page->taps = 0;
        refresh(page);
    } else if (ime_back(page->ime)) {
        refresh(page);
    } else {
        assert_true(page->typed[0]); /* BACK on an empty text would leave */
        page->typed[utf8_previous(page->typed, strlen(page->typed))] = '\0';
        ime_context(page->ime, page->typed);
        refresh(page);
    }
}

static bool press(void *data, enum key key, int hold_ms)
{
    struct page *page = data;
    assert_int_equal(hold_ms, 0);
    page->keys++;
    if (key_digit(key) >= 0)
        press_digit(page, key_digit(key));
    else if (key == KEY_BACK)
        press_back(page);
    else if (key == KEY_RIGHT && page->mode == LETTERS)
        take_letter(page);
    else if (key == KEY_DOWN && page->first + window(page) < total(page))
        page->first += window(page);
    else if (key == KEY_STAR && page->mode == LETTERS)
        page->upper = !page->upper;
    else if (key == KEY_STAR && !ime_digits(page->ime)[0])
        set_mode(page, page->mode == PUNCT ? page->base : PUNCT);
    else if (key == KEY_RED)
        set_mode(page, (enum mode)((page->base + 1) % 3));
    else if (key == KEY_OK)
        page->left = true;
    return true;
}

static const json_t *look(void *data)
{
    static const char *const modes[] = {"pinyin", "123", "abc", "punct"};
    struct page *page = data;
    char tap[2] = {(char)('0' + page->tap_digit), '\0'};
    json_t *candidates = json_array();
    for (size_t i = page->first; i < total(page) && i < page->first + window(page); i++) {
        struct ime_candidate candidate;
        candidate_at(page, i, &candidate);
        json_array_append_new(candidates, json_string(candidate.text));
    }
    json_decref(page->described);
    page->described = json_pack(
        "{s:s, s:s, s:s, s:s, s:o, s:i, s:i, s:i, s:b}", "scene", "compose", "typed", page->typed,
        "mode", modes[page->mode], "composition", page->tap_digit ? tap : ime_digits(page->ime),
        "candidates", candidates, "candidate_first", (int)page->first, "candidate_total",
        (int)total(page), "selected", page->selected, "pick", (int)page->pick);
    return page->described;
}

static int set_up(void **state)
{
    const struct ime_options options = {IME_NINE, true, true};
    struct page *page = calloc(1, sizeof *page);
    if (!page || !(page->ime = ime_open(JIANYAN_SHARE, &options)))
        return -1;
    refresh(page);
    *state = page;
    return 0;
}

static int tear_down(void **state)
{
    struct page *page = *state;
    json_decref(page->described);
    ime_close(page->ime);
    free(page);
    return 0;
}

/* A new text, as after a reset between two people. */
static void clear(struct page *page)
{
    page->typed[0] = '\0';
    page->keys = 0;
    ime_reset(page->ime, true);
    set_mode(page, PINYIN);
}

static size_t write_text(struct page *page, const char *text)
{
    const struct typist_person person = {press, look, page};
    char why[256] = "";
    clear(page);
    if (!typist_write(&person, text, why, sizeof why))
        fail_msg("%s: %s", text, why);
    assert_string_equal(page->typed, text);
    assert_string_equal(ime_digits(page->ime), "");
    assert_false(page->left);
    return page->keys;
}

/* Written for this test. */
static const char *const sentences[] = {
    "希望增开早班公交。",
    "建议在乡村道路上多装几盏路灯，晚上走路安全一些。",
    "我们村的自来水经常停，请帮忙解决！",
    "垫江到长寿的班车太少了，能不能每天多开3班？",
    "綦江区的老人办事要跑两趟，建议一次办完。",
    "渝中区停车难，周末更难；建议错时共享车位。",
    "成渝地区双城经济圈应当统一办事指南。",
    "请把《规划纲要》做成大字版，方便老年人看。",
    "希望银行在镇上设一个网点……",
    "5G信号在山里不好，打电话老是断。",
    "重庆北站的WiFi连不上，建议检修。",
    "垃圾分类的桶坏了2个，已经有10天没人管。",
    "建议“三农”补贴直接打到卡上。",
    "孩子上学要走5公里，希望通校车。",
    "涪陵榨菜、奉节脐橙、巫山脆李都要打出名气。",
    "酉阳的网上办事大厅（手机版）经常打不开。",
    "医保异地报销太慢：材料交了三个月还没有结果。",
    "建议每个社区都有一间儿童阅览室，周六周日开放。",
    "潼南的蔬菜运到成都要6小时，高速费能否减免？",
    "请问12345热线晚上有人接吗？",
    "希望长江边的步道修通，老百姓散步有地方去。",
    "农村的污水直接排到小溪里，鱼都没有了！",
    "建议给环卫工人夏天发绿豆汤、冬天发手套。",
    "璧山到沙坪坝的轨道交通什么时候通车？",
    "养老院的收费标准要公开，A档、B档差在哪里要说明。",
    "老旧小区加装电梯，一楼住户不同意怎么办？",
    "希望街道办周末也能办身份证。",
    "合作社收柑橘的价格太低，1斤只有8角钱。",
    "建议川渝两地的公交卡、图书证、社保卡互通互认。",
    "谢谢你们——辛苦了！",
};

static void test_typist__writes_every_sentence_exactly(void **state)
{
    size_t keys = 0, characters = 0;
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        keys += write_text(*state, sentences[i]);
        characters += utf8_count(sentences[i], strlen(sentences[i]));
    }
    printf("%zu keys for %zu characters: %.2f each\n", keys, characters,
           (double)keys / (double)characters);
    assert_true(keys < 5 * characters);
}

static void test_typist__writes_rare_characters(void **state)
{
    write_text(*state, "饕餮、龃龉、耄耋、瓮牖。");
}

static void test_typist__goes_on_where_it_finds_a_text(void **state)
{
    struct page *page = *state;
    const struct typist_person person = {press, look, page};
    char why[256] = "";
    write_text(page, "希望");
    ime_key(page->ime, 9); /* somebody left a digit and the wrong mode */
    assert_true(typist_write(&person, "增开公交", why, sizeof why));
    assert_string_equal(page->typed, "希望增开公交");
    set_mode(page, LETTERS);
    assert_true(typist_write(&person, "，谢谢", why, sizeof why));
    assert_string_equal(page->typed, "希望增开公交，谢谢");
}

static void test_typist__says_what_it_cannot_write(void **state)
{
    struct page *page = *state;
    const struct typist_person person = {press, look, page};
    char why[256] = "";
    clear(page);
    assert_false(typist_write(&person, "价格€5", why, sizeof why));
    assert_non_null(strstr(why, "€"));
    clear(page);
    assert_false(typist_write(&person, "𠀀", why, sizeof why));
    assert_non_null(strstr(why, "𠀀"));
    assert_false(typist_write(&person, "\xff", why, sizeof why));
    clear(page);
    page->limit = 12;
    assert_false(typist_write(&person, "希望增开公交", why, sizeof why));
    assert_non_null(strstr(why, "full"));
    assert_string_equal(page->typed, "希望增开");
    page->limit = 0;
}

/* Development only: JIANYAN_CORPUS=FILE with one text in the first column of every line. */
static void test_typist__writes_a_corpus(void **state)
{
    char line[TEXT_BYTES];
    const char *path = getenv("JIANYAN_CORPUS");
    size_t keys = 0, characters = 0;
    if (!path)
        skip();
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\t\r\n")] = '\0';
        keys += write_text(*state, line);
        characters += utf8_count(line, strlen(line));
    }
    fclose(file);
    printf("%zu keys for %zu characters: %.2f each\n", keys, characters,
           (double)keys / (double)characters);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_typist__writes_every_sentence_exactly),
        cmocka_unit_test(test_typist__writes_rare_characters),
        cmocka_unit_test(test_typist__goes_on_where_it_finds_a_text),
        cmocka_unit_test(test_typist__says_what_it_cannot_write),
        cmocka_unit_test(test_typist__writes_a_corpus),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

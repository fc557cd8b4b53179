#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaign/channels.h"
#include "campaign/manifest.h"
#include "campaign/reach.h"
#include "seal/seal.h"
#include "campaign/sentences.h"

#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HASH_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static const char good[] =
    "{\"format\": 1, \"id\": \"yanshi-2020\", \"version\": 7, \"issued\": \"2020-08-20\","
    " \"expires\": \"2020-12-31T23:59:59+08:00\", \"title\": \"\\u5efa\\u8bae\","
    " \"host\": \"jianyan.example\", \"h5_url\": \"https://jianyan.example/h5/\","
    " \"notice\": {\"version\": \"1\", \"text\": \"sealed\"}, \"reply\": \"soon\","
    " \"complaint\": {\"name\": \"c\", \"url\": \"https://tousu.example/\", \"phone\": \"\"},"
    " \"intake\": {\"url\": \"https://jianyan.example\", \"keys\": \"k b r\"},"
    " \"deadlines\": [{\"id\": \"online\", \"name\": \"w\", \"until\": \"2020-10-31\"},"
    "   {\"id\": \"letter\", \"name\": \"l\", \"until\": \"2020-10-20\"}],"
    " \"channels\": ["
    "  {\"kind\": \"help\", \"name\": \"city\", \"phone\": \"000\", \"county\": \"500000\"},"
    "  {\"kind\": \"help\", \"name\": \"near\", \"address\": \"a\", \"county\": \"500103\"},"
    "  {\"kind\": \"help\", \"name\": \"far\", \"address\": \"a\", \"county\": \"500105\"},"
    "  {\"kind\": \"letter\", \"name\": \"post\", \"address\": \"b\", \"postcode\": \"400015\","
    "   \"deadline\": \"letter\"},"
    "  {\"kind\": \"web\", \"name\": \"column\", \"url\": \"https://web.example/\","
    "   \"deadline\": \"online\"},"
    "  {\"kind\": \"radio\", \"name\": \"of a newer version\"}],"
    " \"themes\": [{\"id\": \"sannong\", \"name\": \"n\", \"example\": \"e\"},"
    "              {\"id\": \"other\", \"name\": \"o\", \"example\": \"\"}],"
    " \"posters\": [{\"id\": \"one\", \"theme\": \"sannong\", \"alt\": \"a\", \"seconds\": 9,"
    "   \"pictures\": {\"stb-720p\": \"" HASH_A "\", \"kiosk-1080p\": \"" HASH_B "\"}},"
    "  {\"id\": \"two\", \"alt\": \"b\", \"pictures\": {\"stb-720p\": \"" HASH_B "\"}}],"
    " \"sentences\": {\"places\": [{\"name\": \"town\", \"county\": \"500103\"}, {\"name\": "
    "\"all\"}],"
    "   \"topics\": [{\"name\": \"bus\", \"theme\": \"sannong\", \"requests\": [\"more[ to "
    "{place}]\"]}],"
    "   \"requests\": [\"please[ {place}][ {topic}]\"]},"
    " \"blobs\": [{\"hash\": \"" HASH_A "\", \"bytes\": 10}, {\"hash\": \"" HASH_B
    "\", \"bytes\": 20}], \"of a newer version\": [1, 2]}";

static char why[MANIFEST_TEXT_MAX];

static enum manifest_verdict parse(const char *text, const char *profile, struct manifest *m)
{
    return manifest_parse(text, strlen(text), profile, m, why);
}

/* The good manifest with the first `from` replaced by `to`. */
static char *with(const char *from, const char *to)
{
    const char *at = strstr(good, from);
    assert_non_null(at);
    size_t size = sizeof good + strlen(to);
    char *text = malloc(size);
    snprintf(text, size, "%.*s%s%s", (int)(at - good), good, to, at + strlen(from));
    return text;
}

static void test_manifest__reads_what_a_device_needs(void **state)
{
    struct manifest m;
    (void)state;
    assert_int_equal(parse(good, "stb-720p", &m), MANIFEST_GOOD);
    assert_string_equal(m.id, "yanshi-2020");
    assert_int_equal(m.version, 7);
    assert_true(m.enabled);
    assert_int_equal(m.issued_ms, INT64_C(1597852800000));
    assert_string_equal(m.title, "建议");
    assert_string_equal(m.intake_keys, "k b r");
    assert_string_equal(m.complaint_url, "https://tousu.example/");
    assert_int_equal(m.themes, 2);
    assert_int_equal(m.posters, 2);
    assert_int_equal(m.poster[0].seconds, 9);
    assert_int_equal(m.poster[1].seconds, 12);
    assert_string_equal(m.poster[1].hash, HASH_B);
    assert_int_equal(m.blobs, 2);
    assert_int_equal(m.blob[1].bytes, 20);
}

static void test_manifest__gives_each_profile_its_posters(void **state)
{
    struct manifest m;
    (void)state;
    assert_int_equal(parse(good, "kiosk-1080p", &m), MANIFEST_GOOD);
    assert_int_equal(m.posters, 1);
    assert_string_equal(m.poster[0].hash, HASH_B);
    assert_int_equal(parse(good, NULL, &m), MANIFEST_GOOD);
    assert_int_equal(m.posters, 0);
    assert_int_equal(parse(good, "pal-576", &m), MANIFEST_NO_PROFILE);
}

static void test_manifest__switched_off_needs_no_picture(void **state)
{
    struct manifest m;
    (void)state;
    char *text = with("\"version\": 7", "\"version\": 7, \"enabled\": false");
    assert_int_equal(parse(text, "pal-576", &m), MANIFEST_GOOD);
    assert_false(m.enabled);
    free(text);
}

static void test_manifest__says_where_it_is_wrong(void **state)
{
    static const struct {
        const char *from, *to, *why;
    } cases[] = {
        {"\"format\": 1,", "", "format: is missing"},
        {"\"format\": 1", "\"format\": 2", "format: is 2, made for a newer"},
        {"\"version\": 7", "\"version\": 0", "version: must be 1 to"},
        {"\"version\": 7", "\"version\": \"7\"", "version: must be a whole number"},
        {"\"version\": 7", "\"version\": 9007199254740993", "version: must be 1 to"},
        {"\"version\": 7", "\"version\": 7.5", "version: must be a whole"},
        {"yanshi-2020", "../etc", "id: may have only"},
        {"2020-08-20\"", "soon\"", "issued: must be a time"},
        {"2020-12-31", "2020-01-31", "expires: must be after"},
        {"\\u5efa", "\\n", "title: has a line break"},
        {"\\u5efa\\u8bae", "", "title: must not be empty"},
        {"https://jianyan.example/h5/", "javascript:1", "h5_url: must begin"},
        {"https://jianyan.example/h5/", "https://a b", "h5_url: has a character"},
        {"{\"version\": \"1\", \"text\": \"sealed\"}", "[]", "notice: must be an object"},
        {"\"text\": \"sealed\"", "\"x\": 1", "notice.text: is missing"},
        {"\"id\": \"other\"", "\"id\": \"sannong\"", "themes[1].id: \"sannong\" is there twice"},
        {"\"theme\": \"sannong\"", "\"theme\": \"chengyu\"", "posters[0].theme: \"chengyu\""},
        {"\"seconds\": 9", "\"seconds\": 2", "posters[0].seconds: must be 3 to 3600"},
        {"\"alt\": \"b\"", "\"alt\": 1", "posters[1].alt: must be a text"},
        {"{\"stb-720p\": \"" HASH_B "\"}", "7", "posters[1].pictures: must be an object"},
        {"{\"stb-720p\": \"" HASH_B "\"}", "{\"stb-720p\": \"x\"}", "posters[1].pictures: \"stb-"},
        {"\"bytes\": 10", "\"bytes\": 99999999", "blobs[0].bytes: must be 1 to"},
        {"{\"hash\": \"aa", "{\"hash\": \"A", "blobs[0].hash: must be 64"},
        {"2020-10-20", "2020-13-20", "deadlines[1].until: must be a day"},
        {"2020-10-20", "2020-10-20T10", "deadlines[1].until: is too long"},
        {"\"id\": \"letter\"", "\"id\": \"online\"", "deadlines[1].id: \"online\" is there twice"},
        {"\"deadline\": \"letter\"", "\"deadline\": \"x\"", "channels[3].deadline: \"x\" is none"},
        {"\"county\": \"500105\"", "\"county\": \"5001x\"", "channels[2].county: must be the"},
        {"\"county\": \"500105\"", "\"county\": \"5001050\"", "channels[2].county: is too long"},
        {"\"phone\": \"000\"", "\"x\": 1", "channels[0].address: is missing, and so is phone"},
        {"\"address\": \"b\"", "\"x\": 1", "channels[3].address: is missing"},
        {"400015", "40001", "channels[3].postcode: must have six digits"},
        {"400015", "4000x5", "channels[3].postcode: must have six digits"},
        {"https://web.example/", "", "channels[4].url: is missing"},
        {"https://web.example/", "ftp://web", "channels[4].url: must begin"},
        {"\"kind\": \"web\"", "\"x\": 1", "channels[4].kind: is missing"},
        {"\"host\"", "\"rollout\": 101, \"host\"", "rollout: must be 0 to 100"},
        {"\"host\"", "\"ask_minutes\": 0, \"host\"", "ask_minutes: must be 1 to 1440"},
        {"\"host\"", "\"off\": {}, \"host\"", "off: must be a list"},
        {"\"host\"", "\"off\": [{}], \"host\"", "off[0].counties: is missing, and so is classes"},
        {"\"host\"", "\"off\": [\"50\"], \"host\"", "off[0].counties: must stand in an object"},
        {"\"host\"", "\"off\": [{\"counties\": [\"\"]}], \"host\"",
         "off[0].counties: must be codes"},
        {"\"host\"", "\"off\": [{\"counties\": [\"50x\"]}], \"host\"",
         "off[0].counties: must be codes"},
        {"\"host\"", "\"off\": [{\"counties\": \"50\"}], \"host\"",
         "off[0].counties: must be a list"},
        {"\"host\"", "\"off\": [{\"classes\": [1]}], \"host\"", "off[0].classes: must be texts"},
        {"\"county\": \"500103\"}, {\"name\": \"all", "\"county\": \"5x\"}, {\"name\": \"all",
         "sentences.places[0].county: must be the code"},
        {"{\"name\": \"all\"}", "{\"name\": \"\"}", "sentences.places[1].name: must not be empty"},
        {"\"name\": \"bus\", \"theme\": \"sannong\"", "\"name\": \"bus\", \"theme\": \"x\"",
         "sentences.topics[0].theme: \"x\" is none"},
        {"more[ to {place}]", "more {place}",
         "sentences.topics[0].requests: \"more {place}\" has a brace"},
        {"[\"more[ to {place}]\"]", "[1]", "sentences.topics[0].requests: must be texts of 1 to"},
        {"please[ {place}]", "please[ {place}",
         "sentences.requests: \"please[ {place}[ {topic}]\""},
        {"please[", "\\n[",
         "sentences.requests: must be texts of 1 to 127 bytes without control characters"},
        {"{\"places\"", "[{\"places\"", "line 1, column"},
        {"\"format\": 1,", "\"format\": 1 \"id\"", "line 1, column"},
        {"\"format\": 1,", "\"format\": 1, \"format\": 1,", "line 1, column"},
    };
    struct manifest m;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *text = with(cases[i].from, cases[i].to);
        assert_int_equal(parse(text, NULL, &m), MANIFEST_MALFORMED);
        if (strncmp(why, cases[i].why, strlen(cases[i].why)) != 0)
            fail_msg("expected \"%s\", found \"%s\"", cases[i].why, why);
        free(text);
    }
}

/* A list of n copies of text in square brackets. */
static char *many(size_t n, const char *before, const char *text, const char *after)
{
    size_t size = strlen(before) + n * (strlen(text) + 1) + strlen(after) + 3;
    char *all = malloc(size);
    size_t len = (size_t)snprintf(all, size, "%s", before);
    for (size_t i = 0; i < n; i++)
        len += (size_t)snprintf(all + len, size - len, "%s%s", i ? "," : "", text);
    snprintf(all + len, size - len, "%s", after);
    return all;
}

static void test_manifest__refuses_more_than_its_bounds(void **state)
{
    struct manifest m;
    (void)state;
    char *blobs = many(MANIFEST_BLOBS_MAX + 1, "\"blobs\": [",
                       "{\"hash\": \"" HASH_A "\", \"bytes\": 1}", "], \"x\": [");
    char *text = with("\"blobs\": [", blobs);
    assert_int_equal(parse(text, NULL, &m), MANIFEST_MALFORMED);
    assert_string_equal(why, "blobs: has 257 items, at most 256");
    free(text);
    free(blobs);
    char *deep = many(100000, "", "[", "");
    assert_int_equal(parse(deep, NULL, &m), MANIFEST_MALFORMED);
    free(deep);
    char *name = many(200, "\"host\": \"", "n", "\"");
    text = with("\"host\": \"jianyan.example\"", name);
    assert_int_equal(parse(text, NULL, &m), MANIFEST_MALFORMED);
    assert_non_null(strstr(why, "host: is too long"));
    free(text);
    free(name);
}

/* The names of the channels that are shown, separated by spaces. */
static const char *shown(const char *county, const char *at, enum clock_state state)
{
    static char names[256];
    static struct manifest m;
    struct clock_now now = {.state = state};
    size_t open[MANIFEST_CHANNELS_MAX], len = 0;
    assert_int_equal(parse(good, NULL, &m), MANIFEST_GOOD);
    assert_true(clock_parse(at, &now.wall_ms));
    size_t count = channels_open(&m, county, &now, open);
    names[0] = '\0';
    for (size_t i = 0; i < count; i++)
        len += (size_t)snprintf(names + len, sizeof names - len, "%s%s", i ? " " : "",
                                m.channel[open[i]].name);
    return names;
}

static void expect_filled(const char *request, const char *place, const char *topic,
                          const char *sentence)
{
    char text[64];
    assert_null(sentence_fault(request));
    assert_true(sentence_fill(request, place, topic, text, sizeof text));
    assert_string_equal(text, sentence);
}

static void test_sentences__are_filled_in(void **state)
{
    char text[6];
    (void)state;
    expect_filled("more[ in {place}][ of {topic}]!", "Y", "bus", "more in Y of bus!");
    expect_filled("more[ in {place}][ of {topic}]!", "", "bus", "more of bus!");
    expect_filled("more[ in {place}][ of {topic}]!", "Y", "", "more in Y!");
    expect_filled("[{place}]", "", "", "");
    expect_filled("plain", "Y", "bus", "plain");
    assert_true(sentence_fill("[{place}]", "12345", "", text, sizeof text));
    assert_false(sentence_fill("[{place}]", "123456", "", text, sizeof text));
    assert_string_equal(text, "");
}

static void test_sentences__say_what_is_wrong(void **state)
{
    static const char *const wrong[] = {"{place}", "[{place}",    "{place}]",         "[]",
                                        "[x]",     "[[{place}]]", "[{place}{topic}]", "[{when}]",
                                        "[{place]"};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_non_null(sentence_fault(wrong[i]));
}

static void test_channels__are_those_of_the_place(void **state)
{
    const char *day = "2020-09-01";
    (void)state;
    assert_string_equal(shown("500103", day, CLOCK_TRUSTED), "post column near city");
    assert_string_equal(shown("500105", day, CLOCK_TRUSTED), "post column far city");
    assert_string_equal(shown("500101", day, CLOCK_TRUSTED), "post column city");
    assert_string_equal(shown("500000", day, CLOCK_TRUSTED), "post column near far city");
    assert_string_equal(shown("510104", day, CLOCK_TRUSTED), "post column");
}

static void test_channels__are_gone_after_their_day(void **state)
{
    (void)state;
    assert_string_equal(shown("510104", "2020-10-20T23:59:59+08:00", CLOCK_TRUSTED), "post column");
    assert_string_equal(shown("510104", "2020-10-21T00:00:00+08:00", CLOCK_TRUSTED), "column");
    assert_string_equal(shown("510104", "2020-11-01", CLOCK_TRUSTED), "");
    assert_string_equal(shown("510104", "2038-01-01", CLOCK_PLAUSIBLE), "post column");
    assert_string_equal(shown("510104", "2038-01-01", CLOCK_UNKNOWN), "post column");
}

/* -- whom it reaches -- */

/* The good manifest with these members as well. */
static struct manifest reaching(const char *members)
{
    struct manifest m;
    char more[512];
    snprintf(more, sizeof more, "%s, \"host\"", members);
    char *text = with("\"host\"", more);
    assert_int_equal(parse(text, NULL, &m), MANIFEST_GOOD);
    free(text);
    return m;
}

static void test_reach__is_everybody_unless_it_says_otherwise(void **state)
{
    struct manifest m;
    (void)state;
    assert_int_equal(parse(good, NULL, &m), MANIFEST_GOOD);
    assert_int_equal(m.rollout, 100);
    assert_int_equal(m.ask_minutes, 60);
    assert_false(reach_is_off(&m, CONF_HOME, "500103"));
    m = reaching("\"enabled\": false");
    assert_true(reach_is_off(&m, CONF_HOME, "500103"));
    assert_true(reach_is_off(&m, CONF_WALL, ""));
}

static void test_reach__is_off_by_county_and_class(void **state)
{
    (void)state;
    struct manifest m = reaching("\"off\": [{\"counties\": [\"500103\", \"500112\"],"
                                 " \"classes\": [\"home\"]}, {\"counties\": [\"510000\"]},"
                                 " {\"classes\": [\"wall\", \"of a newer version\"]}]");
    static const struct {
        const char *county;
        enum conf_class class;
        bool off;
    } cases[] = {
        {"500103", CONF_HOME, true},   {"500112", CONF_HOME, true}, {"500105", CONF_HOME, false},
        {"500103", CONF_KIOSK, false}, {"500105", CONF_WALL, true}, {"510104", CONF_HOME, true},
        {"510104", CONF_KIOSK, true},  {"", CONF_HOME, false},      {"", CONF_WALL, true},
        {"500000", CONF_HOME, false}, /* the city as a whole is not one of its districts */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(reach_is_off(&m, cases[i].class, cases[i].county), cases[i].off);
}

static void test_reach__names_so_many_places_and_no_more(void **state)
{
    struct manifest m;
    char many[2048] = "\"off\": [{\"counties\": [\"50\"";
    (void)state;
    for (int i = 1; i < MANIFEST_OFF_MAX; i++)
        strncat(many, ",\"500103\"", sizeof many - strlen(many) - 1);
    size_t len = strlen(many);
    snprintf(many + len, sizeof many - len, "]}], \"host\"");
    char *text = with("\"host\"", many);
    assert_int_equal(parse(text, NULL, &m), MANIFEST_GOOD);
    assert_int_equal(m.offs, MANIFEST_OFF_MAX);
    free(text);
    snprintf(many + len, sizeof many - len, "]}, {\"classes\": [\"home\"]}], \"host\"");
    text = with("\"host\"", many);
    assert_int_equal(parse(text, NULL, &m), MANIFEST_MALFORMED);
    assert_string_equal(why, "off[1].counties: names more than 64 places in all");
    free(text);
}

/* Ten thousand devices: as many as it says, the early ones among the later ones, others for another
 * campaign, the same whatever the version. */
static void test_reach__rolls_out_by_per_cent(void **state)
{
    struct manifest ten = reaching("\"rollout\": 10"), half = reaching("\"rollout\": 50");
    struct manifest none = reaching("\"rollout\": 0"), other = ten;
    int in_ten = 0, in_half = 0, in_both = 0;
    (void)state;
    other.id[0] = 'z';
    half.version = 8;
    for (uint32_t n = 0; n < 10000; n++) {
        uint8_t lot[REACH_LOT_BYTES] = {0};
        memcpy(lot, &n, sizeof n);
        bool early = reach_is_among(&ten, lot);
        in_ten += early;
        in_half += reach_is_among(&half, lot);
        in_both += early && reach_is_among(&other, lot);
        assert_true(!early || reach_is_among(&half, lot));
        assert_false(reach_is_among(&none, lot));
    }
    assert_in_range(in_ten, 900, 1100);
    assert_in_range(in_half, 4800, 5200);
    assert_in_range(in_both, 50, 150);
}

/* Whatever bytes: a verdict, never a crash (the sanitizers watch). */
static void test_manifest__survives_every_cut_and_flip(void **state)
{
    struct manifest m;
    char bytes[sizeof good];
    (void)state;
    for (size_t cut = 0; cut + 1 < sizeof good; cut++)
        assert_int_equal(manifest_parse(good, cut, "stb-720p", &m, why), MANIFEST_MALFORMED);
    for (size_t at = 0; at + 1 < sizeof good; at++) {
        for (int bit = 0; bit < 8; bit++) {
            memcpy(bytes, good, sizeof good);
            bytes[at] = (char)(bytes[at] ^ (1 << bit));
            (void)manifest_parse(bytes, sizeof good - 1, "stb-720p", &m, why);
            assert_true(m.posters <= MANIFEST_POSTERS_MAX);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_manifest__reads_what_a_device_needs),
        cmocka_unit_test(test_manifest__gives_each_profile_its_posters),
        cmocka_unit_test(test_manifest__switched_off_needs_no_picture),
        cmocka_unit_test(test_manifest__says_where_it_is_wrong),
        cmocka_unit_test(test_manifest__refuses_more_than_its_bounds),
        cmocka_unit_test(test_sentences__are_filled_in),
        cmocka_unit_test(test_sentences__say_what_is_wrong),
        cmocka_unit_test(test_channels__are_those_of_the_place),
        cmocka_unit_test(test_channels__are_gone_after_their_day),
        cmocka_unit_test(test_reach__is_everybody_unless_it_says_otherwise),
        cmocka_unit_test(test_reach__is_off_by_county_and_class),
        cmocka_unit_test(test_reach__names_so_many_places_and_no_more),
        cmocka_unit_test(test_reach__rolls_out_by_per_cent),
        cmocka_unit_test(test_manifest__survives_every_cut_and_flip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/utf8.h"
#include "intake/arrivals.h"
#include "intake/export.h"
#include "intake/files.h"
#include "intake/keys.h"
#include "intake/office.h"
#include "intake/problem.h"
#include "intake/record.h"
#include "intake/routes.h"
#include "intake/store.h"
#include "intake/submission.h"
#include "seal/keyed.h"
#include "tests/records.h"

static struct campaign_facts no_facts;

/* Rules with fresh keys; the caller wipes nothing: they guard nothing. */
static struct submission_rules make_rules(struct keys *keys)
{
    *keys = (struct keys){.count = 1};
    seal_intake_generate(&keys->pair[0].seal);
    return (struct submission_rules){
        .keys = keys, .facts = &no_facts, .plain = true, .now_ms = INT64_C(1598924000000)};
}

static enum problem read_bytes(const struct submission_rules *rules, const char *key,
                               const char *body, size_t len, struct problem_place *place)
{
    struct submission submission;
    enum problem problem = submission_read(rules, key, body, len, &submission, place);
    if (problem == PROBLEM_NONE)
        submission_fini(&submission);
    return problem;
}

static void test_problem__every_one_prints_as_json_in_both_languages(void **state)
{
    char text[PROBLEM_BYTES_MAX];
    struct problem_place place = {.pointer = "/text", .limit = 6000, .found = 123456789};
    (void)state;
    for (int problem = PROBLEM_KEY_MISSING; problem < PROBLEM_COUNT; problem++) {
        for (int language = PROBLEM_ZH; language <= PROBLEM_EN; language++) {
            size_t len =
                problem_print((enum problem)problem, place, (enum problem_language)language,
                              "01744d5a-3b7c-7d11-9a3e-2f6b1c0d9e8f", text);
            json_t *json = json_loadb(text, len, 0, NULL);
            assert_non_null(json);
            assert_int_equal(json_integer_value(json_object_get(json, "status")),
                             problem_status((enum problem)problem));
            assert_true(json_string_length(json_object_get(json, "title")) > 0);
            assert_true(json_string_length(json_object_get(json, "detail")) > 0);
            assert_memory_equal(json_string_value(json_object_get(json, "type")),
                                "urn:jianyan:problem:", 20);
            json_decref(json);
        }
    }
    problem_print(PROBLEM_TEXT_TOO_LONG, (struct problem_place){"/text", 6000, 6001}, PROBLEM_ZH,
                  NULL, text);
    assert_non_null(strstr(text, "最多 6000 字，现有 6001 字"));
}

static void test_problem__language_follows_the_header(void **state)
{
    static const struct {
        const char *header;
        enum problem_language language;
    } cases[] = {
        {NULL, PROBLEM_ZH},
        {"", PROBLEM_ZH},
        {"en", PROBLEM_EN},
        {"en-GB,en;q=0.9", PROBLEM_EN},
        {"zh-CN,en;q=0.8", PROBLEM_ZH},
        {"en;q=0.3, zh;q=0.9", PROBLEM_ZH},
        {"fr, en;q=0.5", PROBLEM_EN},
        {"fr", PROBLEM_ZH},
        {"en;q=0", PROBLEM_ZH},
        {"*", PROBLEM_ZH},
        {"english", PROBLEM_ZH},
        {";;;,,,q=", PROBLEM_ZH},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(problem_language(cases[i].header), cases[i].language);
}

/* Replaces the first `from` of a good record by `to` and says what comes of it. */
static enum problem with_change(const char *from, const char *to, struct problem_place *place)
{
    struct seal_random random;
    static struct sample sample;
    char changed[SEAL_LETTER_MAX];
    struct record record;
    seal_random_init(&random, true, 1, 1);
    sample_make(&sample, &random, NULL, "希望增开早班公交");
    char *at = strstr(sample.record, from);
    assert_non_null(at);
    int len = snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - sample.record),
                       sample.record, to, at + strlen(from));
    enum problem problem = record_parse(changed, (size_t)len, &record, place);
    if (problem == PROBLEM_NONE)
        record_fini(&record);
    return problem;
}

static void test_record__names_the_member_that_is_wrong(void **state)
{
    static const struct {
        const char *from, *to;
        enum problem problem;
        const char *pointer;
    } cases[] = {
        {"\"v\":1", "\"v\":2", PROBLEM_INVALID_FIELD, "/v"},
        {"\"theme\":\"sannong\"", "\"theme\":\"san nong\"", PROBLEM_INVALID_FIELD, "/theme"},
        {"\"theme\":\"sannong\"", "\"theme\":7", PROBLEM_INVALID_FIELD, "/theme"},
        {"\"theme\":\"sannong\",", "", PROBLEM_INVALID_FIELD, "/theme"},
        {"\"channel\":\"sim\"", "\"channel\":\"\"", PROBLEM_INVALID_FIELD, "/channel"},
        {"500103", "50010", PROBLEM_INVALID_FIELD, "/county"},
        {"500103", "50010x", PROBLEM_INVALID_FIELD, "/county"},
        {"\"clock\":\"trusted\"", "\"clock\":\"good\"", PROBLEM_INVALID_FIELD, "/clock"},
        {"2020-09-01T09", "2020-13-01T09", PROBLEM_INVALID_FIELD, "/created"},
        {"\"contact\":false", "\"contact\":\"no\"", PROBLEM_INVALID_FIELD, "/consent"},
        {"\"v\":1", "\"v\":1,\"sealed_contact\":\"AAAA\"", PROBLEM_INVALID_FIELD,
         "/sealed_contact"},
        {"\"v\":1", "\"v\":1,\"sealed_contact\":\"a b\"", PROBLEM_INVALID_FIELD, "/sealed_contact"},
        {"\"v\":1", "\"v\":1,\"from\":\"a b\"", PROBLEM_INVALID_FIELD, "/from"},
        {"\"code\":\"", "\"code\":\"9", PROBLEM_INVALID_FIELD, "/code"},
        {"\"receipt\":\"", "\"receipt\":\"9", PROBLEM_INVALID_FIELD, "/receipt"},
        {"希望增开早班公交", "", PROBLEM_INVALID_FIELD, "/text"},
        {"希望", "a\\u0007", PROBLEM_CHARSET, "/text"},
        {"希望", "a\\u007f", PROBLEM_CHARSET, "/text"},
        {"希望", "a\\u009f", PROBLEM_CHARSET, "/text"},
        {"希望", "a\\u0000", PROBLEM_MALFORMED, NULL},
        {"希望", "\xff", PROBLEM_MALFORMED, NULL},
        {"{\"v\"", "[{\"v\"", PROBLEM_MALFORMED, NULL},
    };
    struct problem_place place;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(with_change(cases[i].from, cases[i].to, &place), cases[i].problem);
        if (cases[i].pointer)
            assert_string_equal(place.pointer, cases[i].pointer);
    }
}

static void test_record__is_never_refused_on_business_grounds(void **state)
{
    static const struct {
        const char *from, *to;
    } cases[] = {
        {"500103", "999999"},
        {"2020-09-01", "1970-01-01"},
        {"2020-09-01", "2099-12-31"},
        {"\"notice\":\"1\"", "\"notice\":\"of another year\""},
        {"\"notice\":\"1\",", ""},
        {"\"theme\":\"sannong\"", "\"theme\":\"unheard-of\""},
        {"demo-2020", "long-gone"},
        {"\"trusted\"", "\"unknown\""},
        {"希望增开早班公交", "。"},
        {"\"v\":1", "\"v\":1,\"from\":\"stb\""},
        {"\"v\":1", "\"v\":1,\"sealed_contact\":"
                    "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                    "AAAA\""},
        {"希望增开早班公交", "一行\\n又一行\\t完"},
        {"\"consent\":{", "\"new_member\":[1],\"consent\":{"},
        {",\"consent\":{\"contact\":false,\"publish\":false}", ""},
    };
    struct problem_place place;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(with_change(cases[i].from, cases[i].to, &place), PROBLEM_NONE);
}

static void test_record__counts_characters_not_bytes(void **state)
{
    static char text[3 * 6001 + 1];
    struct problem_place place;
    (void)state;
    for (int i = 0; i < 6000; i++)
        memcpy(text + (size_t)3 * (size_t)i, "渝", 3);
    assert_int_equal(with_change("希望增开早班公交", text, &place), PROBLEM_NONE);
    memcpy(text + (size_t)3 * 6000, "渝", 4);
    assert_int_equal(with_change("希望增开早班公交", text, &place), PROBLEM_TEXT_TOO_LONG);
    assert_int_equal(place.limit, 6000);
    assert_int_equal(place.found, 6001);
}

static void test_submission__sealed_letter_is_taken_as_it_came(void **state)
{
    struct keys keys;
    struct seal_random random;
    static struct sample sample;
    struct submission submission;
    struct problem_place place;
    uint8_t digest[SEAL_DIGEST_BYTES], signature[SEAL_SIGNATURE_BYTES];
    struct submission_rules rules = make_rules(&keys);
    (void)state;
    seal_random_init(&random, true, 2, 1);
    sample_make(&sample, &random, &keys.pair[0].seal.known, "修一修村口的路灯");
    rules.plain = false;
    assert_int_equal(
        submission_read(&rules, sample.key, sample.letter, sample.letter_len, &submission, &place),
        PROBLEM_NONE);
    assert_ptr_equal(submission.row.letter, sample.letter);
    assert_int_equal(submission.row.letter_len, sample.letter_len);
    seal_digest(sample.letter, sample.letter_len, digest);
    assert_memory_equal(submission.row.digest, digest, sizeof digest);
    json_t *reply = json_loads(submission.reply, 0, NULL);
    const char *text = json_string_value(json_object_get(reply, "signature"));
    assert_int_equal(seal_base64_decode(text, strlen(text), signature, sizeof signature), 64);
    assert_true(
        seal_check_receipt(keys.pair[0].seal.known.receipt_public, sample.id, digest, signature));
    assert_string_equal(json_string_value(json_object_get(reply, "receipt")), sample.receipt);
    assert_string_equal(json_string_value(json_object_get(reply, "id")), sample.uuid);
    json_decref(reply);
    submission_fini(&submission);
}

static void test_submission__plain_record_is_sealed_before_it_is_kept(void **state)
{
    struct keys keys;
    struct seal_random random;
    static struct sample sample;
    struct submission submission;
    struct problem_place place;
    char record[RECORD_BYTES_MAX];
    size_t len = 0;
    const struct key_pair *pair = NULL;
    struct submission_rules rules = make_rules(&keys);
    (void)state;
    seal_random_init(&random, true, 3, 1);
    sample_make(&sample, &random, NULL, "canary");
    assert_int_equal(
        submission_read(&rules, sample.key, sample.record, sample.record_len, &submission, &place),
        PROBLEM_NONE);
    assert_null(memmem(submission.row.letter, submission.row.letter_len, "canary", 6));
    assert_int_equal(submission_open(&keys, submission.row.letter, submission.row.letter_len,
                                     record, &len, &pair),
                     PROBLEM_NONE);
    assert_int_equal(len, sample.record_len);
    assert_memory_equal(record, sample.record, len);
    submission_fini(&submission);
    rules.plain = false;
    assert_int_equal(read_bytes(&rules, sample.key, sample.record, sample.record_len, &place),
                     PROBLEM_PLAIN);
}

/* Seals as another implementation might: `pad` is what follows the record. */
static size_t seal_otherwise(const struct seal_intake *intake, struct sample *sample,
                             const char *pad)
{
    uint8_t box[4096];
    char padded[4096], text[8192];
    int len = snprintf(padded, sizeof padded, "%s%s", sample->record, pad);
    crypto_box_seal(box, (const uint8_t *)padded, (unsigned long long)len, intake->box_public);
    seal_base64_encode(box, (size_t)len + crypto_box_SEALBYTES, text, sizeof text);
    return (size_t)snprintf(sample->letter, sizeof sample->letter,
                            "{ \"id\": \"%s\", \"box\": \"%s\", \"kid\": \"%s\", "
                            "\"suite\": \"x25519-seal\" }",
                            sample->uuid, text, intake->kid);
}

static void test_submission__boxes_padded_otherwise_open(void **state)
{
    struct keys keys;
    struct seal_random random;
    static struct sample sample;
    struct problem_place place;
    struct submission_rules rules = make_rules(&keys);
    static const char *const pads[] = {"", " ", "                         \n"};
    (void)state;
    seal_random_init(&random, true, 8, 1);
    for (size_t i = 0; i < sizeof pads / sizeof pads[0]; i++) {
        sample_make(&sample, &random, NULL, "希望增开早班公交");
        size_t len = seal_otherwise(&keys.pair[0].seal.known, &sample, pads[i]);
        assert_int_equal(read_bytes(&rules, sample.key, sample.letter, len, &place), PROBLEM_NONE);
    }
}

static void test_submission__the_longest_text_fits(void **state)
{
    struct keys keys;
    struct seal_random random;
    static struct sample sample;
    static char text[3 * 6000 + 1];
    struct problem_place place;
    struct submission_rules rules = make_rules(&keys);
    (void)state;
    for (int i = 0; i < 6000; i++)
        memcpy(text + (size_t)3 * (size_t)i, "渝", 3);
    seal_random_init(&random, true, 4, 1);
    sample_make(&sample, &random, &keys.pair[0].seal.known, text);
    assert_int_not_equal(sample.letter_len, 0);
    assert_int_equal(read_bytes(&rules, sample.key, sample.letter, sample.letter_len, &place),
                     PROBLEM_NONE);
    assert_int_equal(read_bytes(&rules, sample.key, sample.record, sample.record_len, &place),
                     PROBLEM_NONE);
}

static void test_submission__key_id_and_record_must_agree(void **state)
{
    struct keys keys, other;
    struct seal_random random;
    static struct sample one, two;
    struct problem_place place;
    struct submission_rules rules = make_rules(&keys);
    struct submission_rules others = make_rules(&other);
    char unquoted[SEAL_UUID_TEXT];
    (void)state;
    seal_random_init(&random, true, 5, 1);
    sample_make(&one, &random, &keys.pair[0].seal.known, "一");
    sample_make(&two, &random, &keys.pair[0].seal.known, "二");
    memcpy(unquoted, one.uuid, sizeof unquoted);
    assert_int_equal(read_bytes(&rules, NULL, one.letter, one.letter_len, &place),
                     PROBLEM_KEY_MISSING);
    assert_int_equal(read_bytes(&rules, unquoted, one.letter, one.letter_len, &place),
                     PROBLEM_KEY_MISSING);
    assert_int_equal(read_bytes(&rules, two.key, one.letter, one.letter_len, &place),
                     PROBLEM_INVALID_FIELD);
    assert_string_equal(place.pointer, "/id");
    assert_int_equal(read_bytes(&others, one.key, one.letter, one.letter_len, &place),
                     PROBLEM_KEY_UNKNOWN);
    /* An envelope that says one id around a record that says another. */
    memcpy(strstr(one.letter, one.uuid), two.uuid, strlen(two.uuid));
    assert_int_equal(read_bytes(&rules, two.key, one.letter, one.letter_len, &place),
                     PROBLEM_INVALID_FIELD);
}

/* Every byte of a letter flipped, and every length cut: refused or taken, never more. */
static void test_submission__survives_damage(void **state)
{
    struct keys keys;
    struct seal_random random;
    static struct sample sample;
    struct problem_place place;
    struct submission_rules rules = make_rules(&keys);
    (void)state;
    seal_random_init(&random, true, 6, 1);
    sample_make(&sample, &random, &keys.pair[0].seal.known, "短");
    for (size_t at = 0; at < sample.letter_len; at++) {
        sample.letter[at] ^= 0x11;
        enum problem problem =
            read_bytes(&rules, sample.key, sample.letter, sample.letter_len, &place);
        assert_true(problem_status(problem) == 400 || problem_status(problem) == 422);
        sample.letter[at] ^= 0x11;
        assert_int_not_equal(read_bytes(&rules, sample.key, sample.letter, at, &place),
                             PROBLEM_NONE);
    }
}

static void test_submission__flags_tell_and_never_refuse(void **state)
{
    struct keys keys;
    struct seal_random random;
    static struct sample sample;
    struct submission submission;
    struct problem_place place;
    struct campaign_facts facts = {.id = "demo-2021", .notice = "2", .ends_ms = 1};
    struct submission_rules rules = make_rules(&keys);
    (void)state;
    rules.facts = &facts;
    seal_random_init(&random, true, 7, 1);
    sample_make(&sample, &random, NULL, "字");
    assert_int_equal(
        submission_read(&rules, sample.key, sample.record, sample.record_len, &submission, &place),
        PROBLEM_NONE);
    assert_string_equal(submission.row.flags, "late other-campaign other-notice");
    submission_fini(&submission);
}

/* Another Han character of as many bytes. */
static uint32_t other_han(uint32_t c, uint32_t salt)
{
    if (c >= 0x20000)
        return 0x20000 + (c * 7 + salt) % 0xa000;
    return 0x4e00 + (c * 7 + salt) % 0x5000;
}

/* The same text with every Han character replaced by another of as many bytes. */
static void replace_han(const char *from, char *to, uint32_t salt)
{
    size_t len = strlen(from), used;
    for (size_t at = 0; at < len; at += used) {
        uint32_t c = utf8_decode(from + at, len - at, &used);
        bool han = utf8_is_han(c) && utf8_encode(other_han(c, salt), to + at) == used;
        if (!han)
            memcpy(to + at, from + at, used);
    }
    to[len] = '\0';
}

/* A text of Han characters, punctuation, letters and sometimes what may not stand there. */
static void draw_text(struct seal_random *random, char *text, size_t size)
{
    static const char *const odd[] = {"，", "。", "a", "7", " ", "\\n", "\\u0001", "？"};
    uint8_t bytes[SEAL_ID_BYTES];
    size_t at = 0;
    seal_id(random, 0, bytes);
    size_t want = 1 + bytes[15] % 40U;
    for (size_t i = 0; i < want && at + 8 < size; i++) {
        seal_id(random, 0, bytes);
        if (bytes[9] % 5 == 0)
            at += (size_t)snprintf(text + at, size - at, "%s", odd[bytes[10] % 8U]);
        else
            at += utf8_encode(0x4e00 + (bytes[12] * 256U + bytes[13]) % 0x5000, text + at);
    }
    text[at] = '\0';
}

/* Which words are written decides nothing: neither the answer nor what is kept. */
static void test_submission__is_neutral_to_words(void **state)
{
    struct keys keys;
    struct seal_random random;
    static struct sample first, second;
    struct submission a, b;
    struct problem_place place_a, place_b;
    char text[512], other[512];
    struct submission_rules rules = make_rules(&keys);
    (void)state;
    for (uint32_t run = 0; run < 3000; run++) {
        seal_random_init(&random, true, run, 1);
        draw_text(&random, text, sizeof text);
        replace_han(text, other, run);
        assert_int_equal(strlen(text), strlen(other));
        seal_random_init(&random, true, run, 2);
        sample_make(&first, &random, NULL, text);
        seal_random_init(&random, true, run, 2);
        sample_make(&second, &random, NULL, other);
        enum problem problem =
            submission_read(&rules, first.key, first.record, first.record_len, &a, &place_a);
        assert_int_equal(problem, submission_read(&rules, second.key, second.record,
                                                  second.record_len, &b, &place_b));
        assert_true(place_a.pointer == place_b.pointer);
        if (problem != PROBLEM_NONE)
            continue;
        assert_string_equal(a.flags, b.flags);
        assert_int_equal(a.row.letter_len, b.row.letter_len);
        assert_memory_equal(a.row.code, b.row.code, sizeof a.row.code);
        submission_fini(&a);
        submission_fini(&b);
    }
}

static void test_keys__are_written_once_and_read_back(void **state)
{
    char folder[] = "/tmp/jianyan-keys-XXXXXX", path[64], command[64];
    struct keys keys, again;
    struct stat st;
    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_true(keys_generate(folder));
    snprintf(path, sizeof path, "%s/intake.key", folder);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_true(keys_load(&keys, folder));
    assert_false(keys_generate(folder));
    assert_true(keys_load(&again, folder));
    assert_memory_equal(&keys, &again, sizeof keys);
    assert_ptr_equal(keys_find(&keys, keys.pair[0].seal.known.kid), &keys.pair[0]);
    assert_null(keys_find(&keys, "nobody"));
    assert_int_equal(truncate(path, 60), 0);
    assert_false(keys_load(&again, folder));
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    assert_int_equal(system(command), 0);
}

static void test_keyed__time_is_signed_with_its_nonce(void **state)
{
    struct seal_intake_secret secret;
    uint8_t nonce[SEAL_NONCE_BYTES] = {1, 2, 3}, signature[SEAL_SIGNATURE_BYTES];
    (void)state;
    seal_intake_generate(&secret);
    seal_sign_time(&secret, nonce, 1598924000000, signature);
    assert_true(seal_check_time(secret.known.receipt_public, nonce, 1598924000000, signature));
    assert_false(seal_check_time(secret.known.receipt_public, nonce, 1598924000001, signature));
    nonce[0] = 9;
    assert_false(seal_check_time(secret.known.receipt_public, nonce, 1598924000000, signature));
}

/* Of one record with a telephone number: what the office opens of its export. */
static char *opened(const struct seal_office_secret *office, char *export, bool *all)
{
    char *text = NULL;
    size_t len;
    FILE *in = fmemopen(export, strlen(export), "r"), *out = open_memstream(&text, &len);
    assert_true(in && out);
    *all = office_open_contacts(office, in, out);
    fclose(in);
    fclose(out);
    return text;
}

static void test_office__opens_contacts_of_their_own_suggestion(void **state)
{
    static const char contact[] = "{\"id\":\"one\",\"phone\":\"00000000000\"}";
    struct seal_intake intake = {.office_known = true};
    struct seal_office_secret office, other;
    char box[SEAL_CONTACT_TEXT_MAX], lines[2048];
    bool all;
    (void)state;
    seal_office_generate(&office);
    seal_office_generate(&other);
    memcpy(intake.office_public, office.public, sizeof office.public);
    assert_true(seal_contact(&intake, contact, strlen(contact), box));
    snprintf(lines, sizeof lines,
             "{\"id\":\"zero\"}\n{\"id\":\"one\",\"receipt\":\"r\",\"sealed_contact\":\"%s\"}\n",
             box);
    char *text = opened(&office, lines, &all);
    assert_true(all);
    assert_string_equal(text, "{\"id\":\"one\",\"receipt\":\"r\",\"phone\":\"00000000000\"}\n");
    free(text);
    text = opened(&other, lines, &all);
    assert_false(all);
    assert_string_equal(text, "");
    free(text);
    snprintf(lines, sizeof lines, "{\"id\":\"two\",\"sealed_contact\":\"%s\"}\n", box);
    text = opened(&office, lines, &all);
    assert_false(all);
    assert_string_equal(text, "");
    free(text);
}

static void test_export__fields_are_no_formulas(void **state)
{
    static const struct {
        const char *text, *field;
    } cases[] = {
        {"=1+1", "\"'=1+1\""},  {"+86", "\"'+86\""}, {"-2", "\"'-2\""},      {"@x", "\"'@x\""},
        {"a\"b", "\"a\"\"b\""}, {NULL, "\"\""},      {"一,二", "\"一,二\""}, {"\t=1", "\"'\t=1\""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *text = NULL;
        size_t len;
        FILE *out = open_memstream(&text, &len);
        export_print_field(out, cases[i].text);
        fclose(out);
        assert_string_equal(text, cases[i].field);
        free(text);
    }
}

static void test_files__ranges(void **state)
{
    static const struct {
        const char *header;
        bool good;
        uint64_t first, len;
    } cases[] = {
        {"bytes=0-9", true, 0, 10},    {"bytes=90-", true, 90, 10},    {"bytes=-5", true, 95, 5},
        {"bytes=95-400", true, 95, 5}, {"bytes=-400", true, 0, 100},   {"bytes=100-", false, 0, 0},
        {"bytes=9-3", false, 0, 0},    {"bytes=0-1,3-4", false, 0, 0}, {"bytes=-0", false, 0, 0},
        {"bytes=--5", false, 0, 0},    {"bytes=a-b", false, 0, 0},     {"lines=0-1", false, 0, 0},
        {"bytes=0--1", false, 0, 0},   {"bytes=", false, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint64_t first = 0, len = 0;
        assert_int_equal(files_parse_range(cases[i].header, 100, &first, &len), cases[i].good);
        if (cases[i].good) {
            assert_int_equal(first, cases[i].first);
            assert_int_equal(len, cases[i].len);
        }
    }
}

static void test_arrivals__only_this_machines_names_pass(void **state)
{
    static const char *const good[] = {"localhost",   "localhost:8080", "127.0.0.1",
                                       "127.0.0.1:1", "[::1]:80",       "LOCALHOST:80"};
    static const char *const bad[] = {"evil.com",   "localhost.evil.com", "127.0.0.1.evil.com",
                                      "127.0.0.1:", "localhost:80a",      "",
                                      "127.0.0.11"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(arrivals_host_is_local(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(arrivals_host_is_local(bad[i]));
    assert_false(arrivals_host_is_local(NULL));
}

/* Whether the database file itself, without its log, has these bytes. */
static bool is_in_file(const char *path, const char *bytes)
{
    static char all[1 << 20];
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    size_t len = fread(all, 1, sizeof all, file);
    fclose(file);
    return memmem(all, len, bytes, strlen(bytes)) != NULL;
}

static void test_store__what_a_killed_one_wrote_is_settled(void **state)
{
    char folder[] = "/tmp/jianyan-store-XXXXXX", path[64], log[64], reply[STORE_REPLY_MAX] = "r";
    const struct store_row row = {
        .kid = "k", .letter = "a sealed letter", .letter_len = 15, .flags = ""};
    int status;
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/db", folder);
    snprintf(log, sizeof log, "%s/db-wal", folder);
    pid_t killed = fork();
    if (killed == 0) {
        struct store *store = store_open(path, true);
        bool kept = store && store_begin(store) && store_put(store, &row, reply) == STORE_NEW &&
                    store_commit(store);
        _exit(kept ? 0 : 1);
    }
    assert_int_equal(waitpid(killed, &status, 0), killed);
    assert_int_equal(status, 0);
    assert_true(is_in_file(log, row.letter));
    assert_false(is_in_file(path, row.letter));
    struct store *store = store_open(path, true);
    assert_non_null(store);
    assert_true(is_in_file(path, row.letter));
    store_close(store);
    unlink(path);
    rmdir(folder);
}

static void test_routes__method_and_path(void **state)
{
    bool wrong;
    (void)state;
    assert_non_null(route_find("POST", "/v1/submissions", &wrong));
    assert_null(route_find("GET", "/v1/submissions", &wrong));
    assert_true(wrong);
    assert_null(route_find("POST", "/v1/submissions/", &wrong));
    assert_false(wrong);
    assert_non_null(route_find("HEAD", "/campaigns/manifest.json", &wrong));
    assert_null(route_find("DELETE", "/h5/", &wrong));
    assert_true(wrong);
}

static int start(void **state)
{
    (void)state;
    return seal_init() ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_problem__every_one_prints_as_json_in_both_languages),
        cmocka_unit_test(test_problem__language_follows_the_header),
        cmocka_unit_test(test_record__names_the_member_that_is_wrong),
        cmocka_unit_test(test_record__is_never_refused_on_business_grounds),
        cmocka_unit_test(test_record__counts_characters_not_bytes),
        cmocka_unit_test(test_submission__sealed_letter_is_taken_as_it_came),
        cmocka_unit_test(test_submission__plain_record_is_sealed_before_it_is_kept),
        cmocka_unit_test(test_submission__boxes_padded_otherwise_open),
        cmocka_unit_test(test_submission__the_longest_text_fits),
        cmocka_unit_test(test_submission__key_id_and_record_must_agree),
        cmocka_unit_test(test_submission__survives_damage),
        cmocka_unit_test(test_submission__flags_tell_and_never_refuse),
        cmocka_unit_test(test_submission__is_neutral_to_words),
        cmocka_unit_test(test_keys__are_written_once_and_read_back),
        cmocka_unit_test(test_keyed__time_is_signed_with_its_nonce),
        cmocka_unit_test(test_office__opens_contacts_of_their_own_suggestion),
        cmocka_unit_test(test_export__fields_are_no_formulas),
        cmocka_unit_test(test_files__ranges),
        cmocka_unit_test(test_arrivals__only_this_machines_names_pass),
        cmocka_unit_test(test_store__what_a_killed_one_wrote_is_settled),
        cmocka_unit_test(test_routes__method_and_path),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}

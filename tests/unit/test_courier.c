#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "courier/backoff.h"
#include "courier/url.h"
#include "courier/verdict.h"

static void test_url__plain_http_is_for_this_machine_alone(void **state)
{
    static const struct {
        const char *url;
        enum url_verdict verdict;
    } cases[] = {
        {"", URL_EMPTY},
        {"https://intake.example.cn/", URL_GOOD},
        {"https://intake.example.cn:8443/path?x=1", URL_GOOD},
        {"https://10.0.0.1", URL_GOOD},
        {"https://[2001:db8::1]:443/", URL_GOOD},
        {"http://127.0.0.1:8080", URL_GOOD},
        {"http://127.255.3.4/", URL_GOOD},
        {"http://localhost/", URL_GOOD},
        {"http://LOCALHOST:1", URL_GOOD},
        {"http://[::1]:8080/", URL_GOOD},
        {"http://intake.example.cn/", URL_PLAIN},
        {"http://127.0.0.1.evil.com/", URL_PLAIN},
        {"http://localhost.evil.com/", URL_PLAIN},
        {"http://evil.com#127.0.0.1", URL_PLAIN},
        {"http://evil.com?127.0.0.1", URL_PLAIN},
        {"http://128.0.0.1/", URL_PLAIN},
        {"http://127.1/", URL_PLAIN},
        {"http://127.0.0.1.1/", URL_PLAIN},
        {"http://127.0.0.256/", URL_PLAIN},
        {"http://0127.0.0.1/", URL_PLAIN},
        {"http://2130706433/", URL_PLAIN},
        {"http://0x7f.0.0.1/", URL_PLAIN},
        {"http://127.0.0.1./", URL_PLAIN},
        {"http://[::ffff:127.0.0.1]/", URL_PLAIN},
        {"http://[::2]/", URL_PLAIN},
        {"http://0.0.0.0/", URL_PLAIN},
        {"http://127.0.0.1@evil.com/", URL_MALFORMED},
        {"http://127.0.0.1:80@evil.com/", URL_MALFORMED},
        {"http://user:pw@127.0.0.1/", URL_MALFORMED},
        {"https://user@intake.example.cn/", URL_MALFORMED},
        {"http://[::1]evil.com/", URL_MALFORMED},
        {"http://[::1/", URL_MALFORMED},
        {"http://127.0.0.1\\@evil.com/", URL_MALFORMED},
        {"http://127.0.0.1%2f@evil.com/", URL_MALFORMED},
        {"http://127.0.0.1 .evil.com/", URL_MALFORMED},
        {"http://127.0.0.1\t/", URL_MALFORMED},
        {"http:///", URL_MALFORMED},
        {"http://:80/", URL_MALFORMED},
        {"http://localhost:", URL_MALFORMED},
        {"http://localhost:123456/", URL_MALFORMED},
        {"HTTP://evil.com/", URL_MALFORMED},
        {"ftp://127.0.0.1/", URL_MALFORMED},
        {"file:///etc/passwd", URL_MALFORMED},
        {"127.0.0.1:8080", URL_MALFORMED},
        {"https://建言.cn/", URL_MALFORMED},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (url_check(cases[i].url) != cases[i].verdict)
            fail_msg("%s: %s", cases[i].url, url_verdict_str(url_check(cases[i].url)));
    }
}

static void test_url__joins_with_one_slash(void **state)
{
    char url[32];
    (void)state;
    assert_true(url_join("http://localhost/", "v1/x", url, sizeof url));
    assert_string_equal(url, "http://localhost/v1/x");
    assert_true(url_join("http://localhost/a", "v1", url, sizeof url));
    assert_string_equal(url, "http://localhost/a/v1");
    assert_false(url_join("http://localhost/a/long/one", "v1/submissions", url, sizeof url));
}

static const uint8_t our_id[SEAL_ID_BYTES] = {0x01, 0x74, 0x4d, 0x5a, 0x3b, 0x7c, 0x7d, 0x11,
                                              0x9a, 0x3e, 0x2f, 0x6b, 0x1c, 0x0d, 0x9e, 0x8f};

#define SIGNATURE                                                                                  \
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="
#define RECEIPT(id, signature)                                                                     \
    "{\"id\":\"" id "\",\"receipt\":\"1\",\"state\":\"received\",\"signature\":\"" signature "\"}"
#define OUR_ID          "01744d5a-3b7c-7d11-9a3e-2f6b1c0d9e8f"
#define PROBLEM(status) "{\"type\":\"urn:jianyan:problem:malformed\",\"status\":" status "}"
#define JSON            "application/json"
#define PROBLEM_JSON    "application/problem+json"

static void test_verdict__table(void **state)
{
    static const struct {
        long status;
        const char *type, *body;
        enum verdict verdict;
    } cases[] = {
        {201, JSON, RECEIPT(OUR_ID, SIGNATURE), VERDICT_DELIVERED},
        {201, "application/json; charset=utf-8", RECEIPT(OUR_ID, SIGNATURE), VERDICT_DELIVERED},
        {201, "text/html", RECEIPT(OUR_ID, SIGNATURE), VERDICT_CAPTIVE},
        {201, "application/jsonx", RECEIPT(OUR_ID, SIGNATURE), VERDICT_CAPTIVE},
        {201, "", RECEIPT(OUR_ID, SIGNATURE), VERDICT_CAPTIVE},
        {201, JSON, "", VERDICT_CAPTIVE},
        {201, JSON, "{", VERDICT_CAPTIVE},
        {201, JSON, "[]", VERDICT_CAPTIVE},
        {201, JSON, "{\"id\":\"" OUR_ID "\"}", VERDICT_CAPTIVE},
        {201, JSON, RECEIPT("01744d5a-3b7c-7d11-9a3e-2f6b1c0d9e80", SIGNATURE), VERDICT_CAPTIVE},
        {201, JSON, RECEIPT(OUR_ID, "AAAA"), VERDICT_CAPTIVE},
        {201, JSON, RECEIPT(OUR_ID, "!"), VERDICT_CAPTIVE},
        {201, JSON, RECEIPT(OUR_ID, SIGNATURE) "x", VERDICT_CAPTIVE},
        {200, JSON, RECEIPT(OUR_ID, SIGNATURE), VERDICT_CAPTIVE},
        {200, "text/html", "<html>", VERDICT_CAPTIVE},
        {202, JSON, "{}", VERDICT_CAPTIVE},
        {204, "", "", VERDICT_CAPTIVE},
        {301, "text/html", "", VERDICT_CAPTIVE},
        {302, "text/html", "", VERDICT_CAPTIVE},
        {307, "", "", VERDICT_CAPTIVE},
        {400, PROBLEM_JSON, PROBLEM("400"), VERDICT_REFUSED},
        {413, PROBLEM_JSON, PROBLEM("413"), VERDICT_REFUSED},
        {415, PROBLEM_JSON, PROBLEM("415"), VERDICT_REFUSED},
        {422, PROBLEM_JSON, PROBLEM("422"), VERDICT_REFUSED},
        {422, PROBLEM_JSON, PROBLEM("400"), VERDICT_CAPTIVE},
        {422, PROBLEM_JSON, "{\"type\":\"about:blank\",\"status\":422}", VERDICT_CAPTIVE},
        {422, JSON, PROBLEM("422"), VERDICT_CAPTIVE},
        {422, PROBLEM_JSON, "{\"type\":\"urn:jianyan:problem:key-unknown\",\"status\":422}",
         VERDICT_HELD},
        {400, "text/html", "<html>Bad Request", VERDICT_CAPTIVE},
        {413, "", "", VERDICT_CAPTIVE},
        {401, "", "", VERDICT_HELD},
        {403, "text/html", "<html>", VERDICT_HELD},
        {404, PROBLEM_JSON, PROBLEM("404"), VERDICT_HELD},
        {410, "", "", VERDICT_HELD},
        {405, "", "", VERDICT_CAPTIVE},
        {407, "", "", VERDICT_CAPTIVE},
        {418, "", "", VERDICT_CAPTIVE},
        {409, PROBLEM_JSON, PROBLEM("409"), VERDICT_BUSY},
        {425, "", "", VERDICT_BUSY},
        {429, "", "", VERDICT_BUSY},
        {503, "", "", VERDICT_BUSY},
        {500, "", "", VERDICT_RETRY},
        {502, "text/html", "", VERDICT_RETRY},
        {504, "", "", VERDICT_RETRY},
        {599, "", "", VERDICT_RETRY},
    };
    uint8_t signature[SEAL_SIGNATURE_BYTES];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct http_reply reply = {.answered = true, .status = cases[i].status};
        snprintf(reply.type, sizeof reply.type, "%s", cases[i].type);
        reply.body = cases[i].body;
        reply.len = strlen(cases[i].body);
        enum verdict verdict = verdict_of(&reply, our_id, signature);
        if (verdict != cases[i].verdict)
            fail_msg("case %zu, status %ld: %s", i, cases[i].status, verdict_str(verdict));
        reply.too_large = true;
        verdict = verdict_of(&reply, our_id, signature);
        assert_int_not_equal(verdict, VERDICT_DELIVERED);
        assert_int_not_equal(verdict, VERDICT_REFUSED);
        reply.answered = false;
        assert_int_equal(verdict_of(&reply, our_id, signature), VERDICT_RETRY);
    }
}

static void test_verdict__cut_receipts_deliver_nothing(void **state)
{
    static const char whole[] = RECEIPT(OUR_ID, SIGNATURE);
    char cut[sizeof whole];
    uint8_t signature[SEAL_SIGNATURE_BYTES];
    (void)state;
    for (size_t len = 0; len < sizeof whole - 1; len++) {
        struct http_reply reply = {.answered = true, .status = 201, .type = JSON, .len = len};
        memcpy(cut, whole, len);
        cut[len] = '\0';
        reply.body = cut;
        assert_int_equal(verdict_of(&reply, our_id, signature), VERDICT_CAPTIVE);
    }
}

static void test_backoff__retry_after_is_clamped_and_spread(void **state)
{
    static const struct {
        const char *header;
        int64_t least_s, most_s; /* -1: no number */
    } cases[] = {
        {"5", 5, 5},
        {"0", 1, 1},
        {"1", 1, 1},
        {"86400", 86400, 86400},
        {"86401", 86400, 86400},
        {"99999999999999999999999999", 86400, 86400},
        {"", -1, -1},
        {"-5", -1, -1},
        {"5s", -1, -1},
        {"5.5", -1, -1},
        {"Wed, 21 Oct 2020 07:28:00 GMT", -1, -1},
    };
    struct chance chance;
    (void)state;
    chance_init(&chance, true, 1);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (int run = 0; run < 50; run++) {
            int64_t wait = backoff_retry_after_ms(&chance, cases[i].header);
            if (cases[i].least_s < 0) {
                assert_int_equal(wait, -1);
                continue;
            }
            assert_true(wait >= cases[i].least_s * 1000);
            assert_true(wait <= cases[i].most_s * 1250);
        }
    }
}

static void test_backoff__full_jitter_grows_to_the_cap(void **state)
{
    struct chance chance;
    int64_t most[12] = {0};
    (void)state;
    chance_init(&chance, true, 7);
    for (unsigned failures = 0; failures < 12; failures++) {
        for (int run = 0; run < 500; run++) {
            int64_t wait = backoff_ms(&chance, failures, 900);
            assert_true(wait >= BACKOFF_LEAST_MS);
            assert_true(wait <= 900000);
            assert_true(wait <= (INT64_C(2000) << failures));
            if (wait > most[failures])
                most[failures] = wait;
        }
    }
    assert_true(most[0] > 1500);
    assert_true(most[6] > 64000);
    assert_true(most[11] > 800000);
    assert_true(backoff_ms(&chance, 4000000000U, 900) <= 900000);
}

static void test_backoff__seeded_runs_repeat(void **state)
{
    struct chance one, two, other;
    (void)state;
    chance_init(&one, true, 1);
    chance_init(&two, true, 1);
    chance_init(&other, true, 2);
    assert_int_equal(chance_up_to(&one, 1000000), chance_up_to(&two, 1000000));
    assert_int_not_equal(chance_up_to(&one, INT64_MAX / 2), chance_up_to(&other, INT64_MAX / 2));
    assert_int_equal(chance_up_to(&one, 0), 0);
}

static void test_verdict__time_is_read_with_its_nonce(void **state)
{
#define NONCE "000102030405060708090a0b0c0d0e0f"
#define TIME(nonce, ms, signature)                                                                 \
    "{\"time\":\"x\",\"unix_ms\":" ms ",\"nonce\":\"" nonce                                        \
    "\",\"kid\":\"k\",\"signature\":\"" signature "\"}"
    static const struct {
        long status;
        const char *type, *body;
        bool read;
    } cases[] = {
        {200, JSON, TIME(NONCE, "1598923800000", SIGNATURE), true},
        {201, JSON, TIME(NONCE, "1598923800000", SIGNATURE), false},
        {200, "text/html", TIME(NONCE, "1598923800000", SIGNATURE), false},
        {200, JSON, TIME("000102030405060708090a0b0c0d0e00", "1598923800000", SIGNATURE), false},
        {200, JSON, TIME(NONCE, "\"1598923800000\"", SIGNATURE), false},
        {200, JSON, TIME(NONCE, "1.5", SIGNATURE), false},
        {200, JSON, TIME(NONCE, "99999999999999999999999", SIGNATURE), false},
        {200, JSON, TIME(NONCE, "1598923800000", "AAAA"), false},
        {200, JSON, "{}", false},
        {200, JSON, "[]", false},
        {200, JSON, "", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t signature[SEAL_SIGNATURE_BYTES];
        int64_t wall_ms = 0;
        struct http_reply reply = {.answered = true,
                                   .status = cases[i].status,
                                   .body = cases[i].body,
                                   .len = strlen(cases[i].body)};
        snprintf(reply.type, sizeof reply.type, "%s", cases[i].type);
        if (verdict_time(&reply, NONCE, &wall_ms, signature) != cases[i].read)
            fail_msg("case %zu", i);
        assert_true(!cases[i].read || wall_ms == INT64_C(1598923800000));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_url__plain_http_is_for_this_machine_alone),
        cmocka_unit_test(test_url__joins_with_one_slash),
        cmocka_unit_test(test_verdict__table),
        cmocka_unit_test(test_verdict__time_is_read_with_its_nonce),
        cmocka_unit_test(test_verdict__cut_receipts_deliver_nothing),
        cmocka_unit_test(test_backoff__retry_after_is_clamped_and_spread),
        cmocka_unit_test(test_backoff__full_jitter_grows_to_the_cap),
        cmocka_unit_test(test_backoff__seeded_runs_repeat),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

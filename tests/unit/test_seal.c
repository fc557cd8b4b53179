#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "seal/seal.h"

static int start(void **state)
{
    (void)state;
    return seal_init() ? 0 : -1;
}

static void test_receipt__check_digit_sees_every_wrong_digit(void **state)
{
    (void)state;
    struct seal_random random;
    seal_random_init(&random, true, 7, 1);
    for (int round = 0; round < 500; round++) {
        char receipt[SEAL_RECEIPT_TEXT];
        seal_receipt(&random, receipt);
        assert_int_equal(strlen(receipt), 16);
        assert_true(seal_receipt_is_valid(receipt));
        for (int at = 0; at < 16; at++) {
            char right = receipt[at];
            for (char digit = '0'; digit <= '9'; digit++) {
                receipt[at] = digit;
                assert_int_equal(seal_receipt_is_valid(receipt), digit == right);
            }
            receipt[at] = right;
        }
    }
}

static void test_receipt__known_check_digit(void **state)
{
    (void)state;
    assert_true(seal_receipt_is_valid("0000000000000000"));
    assert_true(seal_receipt_is_valid("1234567890123459"));
    assert_false(seal_receipt_is_valid(""));
    assert_false(seal_receipt_is_valid("00000000000000000"));
    assert_false(seal_receipt_is_valid("00000000 0000004"));
}

static void test_id__has_the_layout_of_uuid_7(void **state)
{
    (void)state;
    struct seal_random random;
    const int64_t wall_ms = INT64_C(0x017F22E279B0);
    seal_random_init(&random, false, 0, 0);
    for (int round = 0; round < 1000; round++) {
        uint8_t id[SEAL_ID_BYTES], back[SEAL_ID_BYTES];
        char text[SEAL_UUID_TEXT];
        seal_id(&random, wall_ms, id);
        assert_int_equal(id[6] >> 4, 7);
        assert_int_equal(id[8] >> 6, 2);
        seal_uuid_print(id, text);
        assert_memory_equal(text, "017f22e2-79b0-7", 15);
        assert_true(seal_uuid_parse(text, back));
        assert_memory_equal(id, back, sizeof id);
    }
}

static void test_id__refuses_what_is_no_uuid(void **state)
{
    (void)state;
    uint8_t id[SEAL_ID_BYTES];
    static const char *const wrong[] = {
        "",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
        "017f22e2-79b0-7cc3-98c4-dc0c0c0739811",
        "017f22e2079b0-7cc3-98c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
        "017f22e2-79b0-7cc3-98c4--c0c0c07398f",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(seal_uuid_parse(wrong[i], id));
    assert_true(seal_uuid_parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F", id));
}

static void test_random__seeded_stream_repeats(void **state)
{
    (void)state;
    struct seal_random one, same, later, other;
    char a[SEAL_RECEIPT_TEXT], b[SEAL_RECEIPT_TEXT];
    seal_random_init(&one, true, 42, 1);
    seal_random_init(&same, true, 42, 1);
    seal_random_init(&later, true, 42, 2);
    seal_random_init(&other, true, 43, 1);
    seal_receipt(&one, a);
    seal_receipt(&same, b);
    assert_string_equal(a, b);
    assert_string_equal(a, "5777370047307077"); /* the same on every machine */
    seal_receipt(&later, b);
    assert_string_not_equal(a, b);
    seal_receipt(&other, b);
    assert_string_not_equal(a, b);
    seal_receipt(&one, b);
    assert_string_not_equal(a, b);
    seal_code(&one, a);
    seal_receipt(&same, b);
    seal_code(&same, b);
    assert_string_equal(a, b);
    assert_int_equal(strlen(a), 6);
}

static void test_base64__round_trips_and_refuses_garbage(void **state)
{
    (void)state;
    uint8_t bytes[100], back[100];
    char text[200];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 37);
    for (size_t len = 0; len < sizeof bytes; len++) {
        size_t text_len = seal_base64_encode(bytes, len, text, sizeof text);
        assert_int_equal(text_len, (len + 2) / 3 * 4);
        assert_int_equal(seal_base64_decode(text, text_len, back, sizeof back), len);
        assert_memory_equal(bytes, back, len);
    }
    static const char *const wrong[] = {
        "A",       "AA",       "AAA",   "A===",  "AA=A",   "AB==",     "AAB=",
        "====",    "AA A=",    "AA A",  "AA\n=", "AAAA\n", "AA-_",     "AAAAAAA",
        "=AAA",    "AA==AAAA", "AA\\A", "AA*A",  "AAA.",   "AAAA====", "\x80\x80\x80\x80",
        "AAA\xAF",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_true(seal_base64_decode(wrong[i], strlen(wrong[i]), back, sizeof back) == SIZE_MAX);
    assert_true(seal_base64_decode("A\0AA", 4, back, sizeof back) == SIZE_MAX);
    assert_true(seal_base64_decode("AAAAAAAA", 8, back, 5) == SIZE_MAX);
    assert_int_equal(seal_base64_encode("abc", 3, text, 4), 0); /* no room for its zero */
    assert_int_equal(seal_base64_encode("abc", 3, text, 5), 4);
}

/* The text between "box":" and the end. */
static const char *box_of(const char *letter, size_t len, size_t *box_len)
{
    const char *box = strstr(letter, "\"box\":\"");
    assert_non_null(box);
    box += strlen("\"box\":\"");
    *box_len = len - (size_t)(box - letter) - 2;
    return box;
}

static void test_letter__opens_with_its_key_alone(void **state)
{
    (void)state;
    struct seal_intake_secret mine, other;
    static char letter[SEAL_LETTER_MAX + 1], record[SEAL_LETTER_MAX];
    const char text[] = "{\"text\":\"hello\"}";
    uint8_t id[SEAL_ID_BYTES] = {1};
    size_t box_len;
    seal_intake_generate(&mine);
    seal_intake_generate(&other);
    size_t len = seal_letter(&mine.known, id, text, strlen(text), letter, sizeof letter);
    assert_int_equal(len, strlen(letter));
    assert_null(strstr(letter, "hello"));
    const char *box = box_of(letter, len, &box_len);
    size_t got = seal_open(&mine, box, box_len, record, sizeof record);
    assert_int_equal(got, strlen(text));
    assert_memory_equal(record, text, got);
    assert_int_equal(seal_open(&other, box, box_len, record, sizeof record), 0);
    assert_int_equal(seal_open(&mine, box, box_len - 4, record, sizeof record), 0);
    assert_int_equal(seal_open(&mine, box, box_len, record, 3), 0);
    assert_int_equal(seal_open(&mine, "", 0, record, sizeof record), 0);
    letter[box - letter + 20] = letter[box - letter + 20] == 'A' ? 'B' : 'A';
    assert_int_equal(seal_open(&mine, box, box_len, record, sizeof record), 0);
}

static void test_letter__length_tells_little(void **state)
{
    (void)state;
    struct seal_intake_secret secret;
    static char letter[SEAL_LETTER_MAX + 1], record[SEAL_LETTER_MAX];
    uint8_t id[SEAL_ID_BYTES] = {0};
    memset(record, 'a', sizeof record);
    seal_intake_generate(&secret);
    size_t one = seal_letter(&secret.known, id, record, 1, letter, sizeof letter);
    size_t most = seal_letter(&secret.known, id, record, 255, letter, sizeof letter);
    size_t more = seal_letter(&secret.known, id, record, 256, letter, sizeof letter);
    assert_int_equal(one, most);
    assert_true(more > most);
    assert_int_equal(seal_letter(&secret.known, id, record, 255, letter, most), 0);
    assert_int_equal(seal_letter(&secret.known, id, record, 255, letter, most + 1), most);
    assert_int_equal(seal_letter(&secret.known, id, record, sizeof record, letter, sizeof letter),
                     0);
    /* 6,000 characters of an agent fit, three bytes each. */
    size_t longest = seal_letter(&secret.known, id, record, 20000, letter, sizeof letter);
    assert_in_range(longest, 1, SEAL_LETTER_MAX);
}

static void test_receipt__signature_binds_id_and_digest(void **state)
{
    (void)state;
    struct seal_intake_secret secret;
    uint8_t id[SEAL_ID_BYTES] = {3}, digest[SEAL_DIGEST_BYTES], signature[SEAL_SIGNATURE_BYTES];
    seal_intake_generate(&secret);
    const uint8_t *key = secret.known.receipt_public;
    seal_digest("letter", 6, digest);
    seal_sign_receipt(&secret, id, digest, signature);
    assert_true(seal_check_receipt(key, id, digest, signature));
    for (int bit = 0; bit < SEAL_SIGNATURE_BYTES * 8; bit++) {
        signature[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_false(seal_check_receipt(key, id, digest, signature));
        signature[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (int bit = 0; bit < SEAL_ID_BYTES * 8; bit++) {
        id[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_false(seal_check_receipt(key, id, digest, signature));
        id[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (int bit = 0; bit < SEAL_DIGEST_BYTES * 8; bit++) {
        digest[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_false(seal_check_receipt(key, id, digest, signature));
        digest[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    seal_intake_generate(&secret);
    assert_false(seal_check_receipt(key, id, digest, signature));
}

static void test_intake__line_reads_back(void **state)
{
    (void)state;
    struct seal_intake_secret secret;
    struct seal_intake back;
    char line[256], wrong[300];
    seal_intake_generate(&secret);
    seal_intake_print(&secret.known, line, sizeof line);
    assert_true(seal_intake_parse(line, &back));
    assert_memory_equal(&back, &secret.known, sizeof back);
    size_t len = strlen(line);
    for (size_t cut = 0; cut < len; cut++) {
        memcpy(wrong, line, cut);
        wrong[cut] = '\0';
        assert_false(seal_intake_parse(wrong, &back));
    }
    memcpy(wrong, line, len + 1);
    strncat(wrong, " more", sizeof wrong - len - 1);
    assert_false(seal_intake_parse(wrong, &back));
    memcpy(wrong, line, len + 1);
    wrong[0] = '"';
    assert_false(seal_intake_parse(wrong, &back));
}

static void test_intake__line_may_name_the_office(void **state)
{
    struct seal_intake_secret secret;
    struct seal_office_secret office;
    struct seal_intake back;
    char line[SEAL_LINE_MAX], wrong[SEAL_LINE_MAX + 8];
    (void)state;
    seal_intake_generate(&secret);
    seal_office_generate(&office);
    assert_false(secret.known.office_known);
    seal_intake_print(&secret.known, line, sizeof line);
    size_t three = strlen(line);
    secret.known.office_known = true;
    memcpy(secret.known.office_public, office.public, sizeof office.public);
    seal_intake_print(&secret.known, line, sizeof line);
    assert_true(seal_intake_parse(line, &back));
    assert_memory_equal(&back, &secret.known, sizeof back);
    for (size_t cut = three + 2; cut < strlen(line); cut++) {
        memcpy(wrong, line, cut);
        wrong[cut] = '\0';
        assert_false(seal_intake_parse(wrong, &back));
    }
    snprintf(wrong, sizeof wrong, "%s more", line);
    assert_false(seal_intake_parse(wrong, &back));
}

static void test_contact__opens_for_the_office_alone(void **state)
{
    static const char contact[] = "{\"phone\":\"00000000000\"}";
    struct seal_intake_secret intake;
    struct seal_office_secret office, other;
    char text[SEAL_CONTACT_TEXT_MAX], shorter[SEAL_CONTACT_TEXT_MAX], back[SEAL_CONTACT_MAX],
        full[SEAL_CONTACT_MAX + 1];
    (void)state;
    seal_intake_generate(&intake);
    seal_office_generate(&office);
    seal_office_generate(&other);
    assert_false(seal_contact(&intake.known, contact, strlen(contact), text));
    intake.known.office_known = true;
    memcpy(intake.known.office_public, office.public, sizeof office.public);
    assert_true(seal_contact(&intake.known, contact, strlen(contact), text));
    assert_int_equal(seal_contact_open(&office, text, strlen(text), back), strlen(contact));
    assert_memory_equal(back, contact, strlen(contact));
    assert_int_equal(seal_contact_open(&other, text, strlen(text), back), 0);
    assert_int_equal(seal_contact_open(&office, text, strlen(text) - 4, back), 0);
    text[100] = text[100] == 'A' ? 'B' : 'A';
    assert_int_equal(seal_contact_open(&office, text, strlen(text), back), 0);
    assert_true(seal_contact(&intake.known, "", 0, shorter));
    assert_int_equal(strlen(shorter), strlen(text)); /* its length tells nothing */
    memset(full, 'x', sizeof full);
    assert_true(seal_contact(&intake.known, full, SEAL_CONTACT_MAX, text));
    assert_int_equal(seal_contact_open(&office, text, strlen(text), back), SEAL_CONTACT_MAX);
    assert_false(seal_contact(&intake.known, full, sizeof full, text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_receipt__check_digit_sees_every_wrong_digit),
        cmocka_unit_test(test_receipt__known_check_digit),
        cmocka_unit_test(test_id__has_the_layout_of_uuid_7),
        cmocka_unit_test(test_id__refuses_what_is_no_uuid),
        cmocka_unit_test(test_random__seeded_stream_repeats),
        cmocka_unit_test(test_base64__round_trips_and_refuses_garbage),
        cmocka_unit_test(test_letter__opens_with_its_key_alone),
        cmocka_unit_test(test_letter__length_tells_little),
        cmocka_unit_test(test_receipt__signature_binds_id_and_digest),
        cmocka_unit_test(test_intake__line_reads_back),
        cmocka_unit_test(test_intake__line_may_name_the_office),
        cmocka_unit_test(test_contact__opens_for_the_office_alone),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}

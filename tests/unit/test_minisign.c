#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "seal/minisign.h"
#include "seal/seal.h"

static const char content[] = "a manifest\n";

static int enter_folder(void **state)
{
    static char folder[] = "/tmp/jianyan-minisign-XXXXXX";
    *state = mkdtemp(folder);
    return seal_init() && *state && chdir(*state) == 0 ? 0 : -1;
}

static int leave_folder(void **state)
{
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", (char *)*state);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

struct pair {
    struct minisign_secret secret;
    char secret_file[MINISIGN_FILE_MAX], public_file[MINISIGN_FILE_MAX];
};

static enum minisign_verdict verify(const struct pair *pair, const char *file)
{
    return minisign_verify(&pair->secret.public, content, strlen(content), file, strlen(file));
}

static void test_minisign__own_files_read_back(void **state)
{
    (void)state;
    struct pair pair;
    struct minisign_public public;
    struct minisign_secret secret;
    char line[MINISIGN_KEY_TEXT], file[MINISIGN_FILE_MAX];
    minisign_generate(&pair.secret, pair.secret_file, pair.public_file);
    assert_true(minisign_public_parse(pair.public_file, &public));
    assert_memory_equal(&public, &pair.secret.public, sizeof public);
    minisign_public_print(&public, line);
    assert_memory_equal(line, "RW", 2);
    assert_true(minisign_public_parse(line, &public));
    assert_memory_equal(&public, &pair.secret.public, sizeof public);
    assert_true(minisign_secret_parse(pair.secret_file, NULL, &secret));
    assert_memory_equal(&secret, &pair.secret, sizeof secret);
    minisign_sign(&secret, content, strlen(content), "version 1", file);
    assert_int_equal(verify(&pair, file), MINISIGN_GOOD);
}

static void test_minisign__every_flipped_bit_is_seen(void **state)
{
    (void)state;
    struct pair pair;
    char file[MINISIGN_FILE_MAX], changed[sizeof content];
    minisign_generate(&pair.secret, pair.secret_file, pair.public_file);
    minisign_sign(&pair.secret, content, strlen(content), "version 1", file);
    size_t len = strlen(file), comment = strlen("untrusted comment: ");
    size_t second = (size_t)(strchr(file, '\n') - file);
    for (size_t bit = 0; bit < len * 8; bit++) {
        file[bit / 8] = (char)(file[bit / 8] ^ 1 << bit % 8);
        enum minisign_verdict verdict =
            minisign_verify(&pair.secret.public, content, strlen(content), file, len);
        /* Nobody signs the words of the first line; the last line may go without its end. */
        if (bit / 8 < comment || (bit / 8 >= second && bit / 8 < len - 1))
            assert_int_not_equal(verdict, MINISIGN_GOOD);
        file[bit / 8] = (char)(file[bit / 8] ^ 1 << bit % 8);
    }
    assert_int_equal(verify(&pair, file), MINISIGN_GOOD);
    for (size_t bit = 0; bit < strlen(content) * 8; bit++) {
        memcpy(changed, content, sizeof content);
        changed[bit / 8] = (char)(changed[bit / 8] ^ 1 << bit % 8);
        assert_int_equal(minisign_verify(&pair.secret.public, changed, strlen(content), file, len),
                         MINISIGN_WRONG);
    }
}

static void test_minisign__refuses_cut_and_padded_files(void **state)
{
    (void)state;
    struct pair pair;
    char file[MINISIGN_FILE_MAX], longer[MINISIGN_FILE_MAX + 16];
    minisign_generate(&pair.secret, pair.secret_file, pair.public_file);
    minisign_sign(&pair.secret, content, strlen(content), "version 1", file);
    size_t len = strlen(file);
    for (size_t cut = 0; cut < len - 1; cut++)
        assert_int_not_equal(
            minisign_verify(&pair.secret.public, content, strlen(content), file, cut),
            MINISIGN_GOOD);
    snprintf(longer, sizeof longer, "%sx\n", file);
    assert_int_equal(verify(&pair, longer), MINISIGN_MALFORMED);
    assert_int_equal(verify(&pair, ""), MINISIGN_MALFORMED);
    memset(longer, 'a', sizeof longer);
    assert_int_equal(
        minisign_verify(&pair.secret.public, content, strlen(content), longer, sizeof longer),
        MINISIGN_MALFORMED);
}

static void test_minisign__other_key_is_named(void **state)
{
    (void)state;
    struct pair pair, other;
    char file[MINISIGN_FILE_MAX];
    minisign_generate(&pair.secret, pair.secret_file, pair.public_file);
    minisign_generate(&other.secret, other.secret_file, other.public_file);
    minisign_sign(&other.secret, content, strlen(content), "version 1", file);
    assert_int_equal(verify(&pair, file), MINISIGN_OTHER_KEY);
    /* The right id with another secret does not help. */
    memcpy(other.secret.public.key_id, pair.secret.public.key_id, 8);
    minisign_sign(&other.secret, content, strlen(content), "version 1", file);
    assert_int_equal(verify(&pair, file), MINISIGN_WRONG);
}

static void test_minisign__refuses_damaged_keys(void **state)
{
    (void)state;
    struct pair pair;
    struct minisign_public public;
    struct minisign_secret secret;
    minisign_generate(&pair.secret, pair.secret_file, pair.public_file);
    char *line = strchr(pair.secret_file, '\n') + 1;
    for (size_t at = 130; at < 200; at++) { /* inside the secret and its public half */
        char kept = line[at];
        line[at] = kept == 'A' ? 'B' : 'A';
        assert_false(minisign_secret_parse(pair.secret_file, NULL, &secret));
        line[at] = kept;
    }
    line[80] = '\0';
    assert_false(minisign_secret_parse(pair.secret_file, NULL, &secret));
    assert_false(minisign_secret_parse(pair.public_file, NULL, &secret));
    assert_false(minisign_public_parse("", &public));
    assert_false(minisign_public_parse("RWQ", &public));
    assert_false(minisign_public_parse("untrusted comment: no more", &public));
}

/* What runs in the shell must work where minisign is installed. */
static void shell(const char *command)
{
    char quiet[512];
    snprintf(quiet, sizeof quiet, "( %s ) >log 2>&1 || { cat log; false; }", command);
    if (system(quiet) != 0)
        fail_msg("failed: %s", command);
}

static void need_minisign(void)
{
    if (system("command -v minisign >/dev/null") != 0)
        skip();
}

static char *read_text(const char *name)
{
    size_t len;
    char *text = file_read(AT_FDCWD, name, MINISIGN_FILE_MAX, &len);
    assert_non_null(text);
    return text;
}

static void test_minisign__program_accepts_our_files(void **state)
{
    (void)state;
    struct pair pair;
    char file[MINISIGN_FILE_MAX];
    need_minisign();
    minisign_generate(&pair.secret, pair.secret_file, pair.public_file);
    minisign_sign(&pair.secret, content, strlen(content), "version 7", file);
    assert_true(file_write(AT_FDCWD, "ours", content, strlen(content)));
    assert_true(file_write(AT_FDCWD, "ours.minisig", file, strlen(file)));
    assert_true(file_write(AT_FDCWD, "ours.pub", pair.public_file, strlen(pair.public_file)));
    assert_true(file_write(AT_FDCWD, "ours.sec", pair.secret_file, strlen(pair.secret_file)));
    shell("minisign -VH -p ours.pub -m ours && grep -q 'version 7' log");
    shell("minisign -S -s ours.sec -m ours -x again.minisig && "
          "minisign -VH -p ours.pub -m ours -x again.minisig");
}

static void test_minisign__accepts_the_programs_files(void **state)
{
    (void)state;
    struct pair theirs;
    struct minisign_secret secret;
    need_minisign();
    assert_true(file_write(AT_FDCWD, "theirs", content, strlen(content)));
    shell("minisign -G -W -f -p their.pub -s their.sec && "
          "minisign -S -s their.sec -m theirs -t 'version 8' && "
          "minisign -S -l -s their.sec -m theirs -x legacy.minisig");
    char *public = read_text("their.pub"), *key = read_text("their.sec");
    char *signature = read_text("theirs.minisig"), *legacy = read_text("legacy.minisig");
    assert_true(minisign_public_parse(public, &theirs.secret.public));
    assert_true(minisign_secret_parse(key, NULL, &secret));
    assert_memory_equal(&secret.public, &theirs.secret.public, sizeof secret.public);
    assert_int_equal(verify(&theirs, signature), MINISIGN_GOOD);
    assert_int_equal(verify(&theirs, legacy), MINISIGN_GOOD);
    free(public);
    free(key);
    free(signature);
    free(legacy);
}

static void test_minisign__reads_a_key_with_a_password(void **state)
{
    (void)state;
    struct minisign_public public;
    struct minisign_secret secret;
    need_minisign();
    /* With little memory the program makes a key that needs little to be opened. */
    shell("ulimit -v 120000; printf 'open\\nopen\\n' | minisign -G -f -p locked.pub -s locked.sec");
    char *text = read_text("locked.pub"), *key = read_text("locked.sec");
    assert_true(minisign_public_parse(text, &public));
    assert_true(minisign_secret_parse(key, "open", &secret));
    assert_memory_equal(&secret.public, &public, sizeof public);
    assert_false(minisign_secret_parse(key, "Open", &secret));
    assert_false(minisign_secret_parse(key, NULL, &secret));
    free(text);
    free(key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_minisign__own_files_read_back),
        cmocka_unit_test(test_minisign__every_flipped_bit_is_seen),
        cmocka_unit_test(test_minisign__refuses_cut_and_padded_files),
        cmocka_unit_test(test_minisign__other_key_is_named),
        cmocka_unit_test(test_minisign__refuses_damaged_keys),
        cmocka_unit_test(test_minisign__program_accepts_our_files),
        cmocka_unit_test(test_minisign__accepts_the_programs_files),
        cmocka_unit_test(test_minisign__reads_a_key_with_a_password),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}

/* Plays the face: puts letters to a running keeper, tries the same id again until each is saved,
 * and waits until none waits any more.
 *
 *   postman --state DIR --key intake.pub [--count N] [--saved FILE] [--seconds N]
 *
 * --saved FILE: one id a line, written when the keeper said "saved". Ends with 0 when every letter
 * is saved and struck off. */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/options.h"
#include "post/post.h"
#include "tests/records.h"

enum { TRY_MS = 500, PACE_MS = 20 };

struct postman {
    const char *state;
    struct seal_intake intake;
    struct seal_random random;
    struct sample sample; /* being put */
    size_t count, saved;
    bool underway; /* the sample was sent and not yet answered */
    int64_t sent_ms;
    int fd, saved_fd;
    uint32_t waiting;
    bool told; /* a status came since the last letter was saved */
    struct post_buffer buffer;
};

static int64_t now_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void hang_up(struct postman *postman)
{
    if (postman->fd >= 0)
        close(postman->fd);
    postman->fd = -1;
    postman->underway = false;
    postman->told = false;
}

static void put(struct postman *postman)
{
    struct post_buffer buffer;
    struct post_message message = {.type = POST_PUT};
    struct sample *sample = &postman->sample;
    memcpy(message.put.id, sample->id, sizeof sample->id);
    memcpy(message.put.receipt, sample->receipt, sizeof sample->receipt);
    memcpy(message.put.receipt_key, postman->intake.receipt_public, POST_KEY_BYTES);
    seal_digest(sample->letter, sample->letter_len, message.put.digest);
    message.put.letter = (const uint8_t *)sample->letter;
    message.put.letter_len = sample->letter_len;
    if (post_send(postman->fd, &message, &buffer) != POST_OK)
        hang_up(postman);
    postman->underway = postman->fd >= 0;
    postman->sent_ms = now_ms();
}

static void next_letter(struct postman *postman)
{
    char text[64];
    snprintf(text, sizeof text, "第 %zu 条：希望增开早班公交", postman->saved + 1);
    sample_make(&postman->sample, &postman->random, &postman->intake, text);
}

static void take_saved(struct postman *postman, const struct post_message *message)
{
    char line[SEAL_UUID_TEXT + 1];
    postman->underway = false;
    if (message->saved.result != POST_SAVE_OK ||
        memcmp(message->saved.id, postman->sample.id, POST_ID_BYTES) != 0)
        return;
    int len = snprintf(line, sizeof line, "%s\n", postman->sample.uuid);
    if (postman->saved_fd >= 0 && write(postman->saved_fd, line, (size_t)len) != len)
        abort();
    postman->saved++;
    postman->told = false;
    next_letter(postman);
    usleep(PACE_MS * 1000);
}

static void receive(struct postman *postman)
{
    struct post_message message;
    enum post_result result;
    while ((result = post_receive(postman->fd, &message, &postman->buffer)) == POST_OK) {
        if (message.type == POST_SAVED)
            take_saved(postman, &message);
        if (message.type == POST_STATUS) {
            postman->waiting = message.status.waiting;
            postman->told = true;
        }
    }
    if (result != POST_AGAIN)
        hang_up(postman);
}

static bool turn(struct postman *postman)
{
    if (postman->fd < 0)
        postman->fd = post_connect(postman->state, POST_FACE, 0);
    if (postman->fd >= 0 && !postman->underway && postman->saved < postman->count)
        put(postman);
    if (postman->underway && now_ms() - postman->sent_ms > TRY_MS)
        postman->underway = false;
    struct pollfd waiting = {.fd = postman->fd, .events = POLLIN};
    poll(&waiting, 1, PACE_MS);
    if (waiting.revents)
        receive(postman);
    return postman->saved < postman->count || !postman->told || postman->waiting > 0;
}

static bool read_key(struct postman *postman, const char *path)
{
    char line[256] = "";
    FILE *file = fopen(path, "re");
    bool read = file && fgets(line, sizeof line, file) && seal_intake_parse(line, &postman->intake);
    if (file)
        fclose(file);
    return read;
}

int main(int argc, char **argv)
{
    const char *key = NULL, *count = "1", *saved = NULL, *seconds = "30";
    struct postman *postman = calloc(1, sizeof *postman);
    if (!postman)
        return 1;
    const struct option_entry entries[] = {
        {"--state", "DIR", "the keeper's state folder", &postman->state, NULL},
        {"--key", "FILE", "intake.pub", &key, NULL},
        {"--count", "N", "letters", &count, NULL},
        {"--saved", "FILE", "where ids go when they are saved", &saved, NULL},
        {"--seconds", "N", "longest wait", &seconds, NULL},
    };
    const struct option_program program = {"postman", "puts letters to a keeper",
                                           "--state DIR --key FILE", entries,
                                           sizeof entries / sizeof entries[0]};
    int rest;
    options_parse(&program, argc, argv, &rest);
    if (!postman->state || !key || !seal_init() || !read_key(postman, key))
        options_refuse(&program, "give --state and --key");
    postman->fd = -1;
    postman->saved_fd = saved ? open(saved, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644) : -1;
    postman->count = strtoul(count, NULL, 10);
    seal_random_init(&postman->random, false, 0, 0);
    next_letter(postman);
    int64_t end = now_ms() + strtol(seconds, NULL, 10) * 1000;
    bool going = true;
    while (going && now_ms() < end)
        going = turn(postman);
    printf("saved %zu\nwaiting %u\n", postman->saved, postman->waiting);
    hang_up(postman);
    free(postman);
    return going ? 1 : 0;
}

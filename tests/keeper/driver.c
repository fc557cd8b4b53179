#include "tests/keeper/driver.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WAIT_MS = 20000 };

static int64_t now_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void driver_init(struct driver *driver, const char *root)
{
    struct seal_intake_secret intake = driver->intake;
    *driver = (struct driver){.intake = intake, .program = KEEPER_PROGRAM};
    snprintf(driver->state, sizeof driver->state, "%s/state-XXXXXX", root);
    if (!mkdtemp(driver->state))
        abort();
    snprintf(driver->log, sizeof driver->log, "%s.log", driver->state);
    if (!seal_init())
        abort();
    seal_intake_generate(&driver->intake);
}

void driver_fini(struct driver *driver)
{
    char command[1200];
    driver_end(driver, SIGKILL);
    snprintf(command, sizeof command, "rm -rf '%s' '%s'", driver->state, driver->log);
    if (system(command) != 0)
        abort();
}

static void become_keeper(struct driver *driver)
{
    int log = open(driver->log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(log, STDERR_FILENO);
    if (driver->preload) {
        setenv("LD_PRELOAD", driver->preload, 1);
        setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 1);
    }
    if (driver->config[0])
        execl(driver->program, driver->program, "--config", driver->config, "--state",
              driver->state, (char *)NULL);
    else
        execl(driver->program, driver->program, "--state", driver->state, (char *)NULL);
    _exit(127);
}

bool driver_start(struct driver *driver)
{
    driver->pid = fork();
    if (driver->pid == 0)
        become_keeper(driver);
    for (int64_t end = now_ms() + WAIT_MS; now_ms() < end;) {
        int fd = post_connect(driver->state, POST_FACE, 0);
        if (fd >= 0) {
            close(fd);
            return true;
        }
        if (waitpid(driver->pid, NULL, WNOHANG) == driver->pid) {
            driver->pid = 0;
            return false;
        }
        usleep(1000);
    }
    return false;
}

int driver_end(struct driver *driver, int signal)
{
    int status = -1;
    if (driver->pid > 0) {
        kill(driver->pid, signal);
        while (waitpid(driver->pid, &status, 0) < 0 && errno == EINTR)
            continue;
    }
    driver->pid = 0;
    return status;
}

int driver_connect(struct driver *driver, enum post_role role)
{
    struct post_message message;
    int fd = post_connect(driver->state, role, 0);
    if (fd < 0 || driver_wait(driver, fd, POST_STATUS, &message))
        return fd;
    close(fd);
    return -1;
}

bool driver_send(struct driver *driver, int fd, const struct post_message *message)
{
    return post_send(fd, message, &driver->out) == POST_OK;
}

bool driver_wait(struct driver *driver, int fd, enum post_type type, struct post_message *answer)
{
    for (int64_t end = now_ms() + WAIT_MS; now_ms() < end;) {
        struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
        enum post_result result = post_receive(fd, answer, &driver->in);
        if (result == POST_AGAIN) {
            poll(&poll_fd, 1, 100);
            continue;
        }
        if (result != POST_OK)
            return false;
        if (answer->type == POST_STATUS)
            driver->seen = *answer;
        driver->states += answer->type == POST_STATE;
        if (answer->type == type)
            return true;
    }
    return false;
}

struct post_message driver_letter(struct driver *driver, unsigned n, uint8_t *letter)
{
    struct seal_random random;
    struct post_message message = {.type = POST_PUT};
    struct post_put *put = &message.put;
    seal_random_init(&random, true, n, 1);
    seal_id(&random, INT64_C(1600000000000) + n, put->id);
    seal_receipt(&random, put->receipt);
    memcpy(put->receipt_key, driver->intake.known.receipt_public, sizeof put->receipt_key);
    put->letter_len = 200 + n * 7919 % 1900;
    for (size_t i = 0; i < put->letter_len; i++)
        letter[i] = (uint8_t)(n * 31 + i * i);
    memcpy(letter, &n, sizeof n);
    seal_digest(letter, put->letter_len, put->digest);
    put->letter = letter;
    return message;
}

int driver_put(struct driver *driver, int fd, unsigned n)
{
    static uint8_t letter[POST_LETTER_MAX];
    struct post_message put = driver_letter(driver, n, letter), answer;
    if (!driver_send(driver, fd, &put))
        return 99;
    do {
        if (!driver_wait(driver, fd, POST_SAVED, &answer))
            return 99;
    } while (memcmp(answer.saved.id, put.put.id, POST_ID_BYTES) != 0);
    return (int)answer.saved.result;
}

int driver_next(struct driver *driver, int fd)
{
    static uint8_t letter[POST_LETTER_MAX];
    const struct post_message next = {.type = POST_NEXT};
    struct post_message answer;
    unsigned n;
    if (!driver_send(driver, fd, &next) || !driver_wait(driver, fd, POST_LETTER, &answer))
        return -3;
    if (answer.put.letter_len == 0)
        return -1;
    if (answer.put.letter_len < sizeof n)
        return -2;
    memcpy(&n, answer.put.letter, sizeof n);
    struct post_message put = driver_letter(driver, n, letter);
    if (put.put.letter_len != answer.put.letter_len ||
        memcmp(letter, answer.put.letter, put.put.letter_len) != 0 ||
        memcmp(put.put.id, answer.put.id, POST_ID_BYTES) != 0)
        return -2;
    return (int)n;
}

bool driver_deliver(struct driver *driver, int fd, unsigned n, bool right)
{
    static uint8_t letter[POST_LETTER_MAX];
    struct post_message put = driver_letter(driver, n, letter), answer;
    struct post_message message = {.type = POST_DELIVERED};
    memcpy(message.delivered.id, put.put.id, POST_ID_BYTES);
    seal_sign_receipt(&driver->intake, put.put.id, put.put.digest, message.delivered.signature);
    message.delivered.signature[5] ^= right ? 0 : 1;
    return driver_send(driver, fd, &message) && driver_wait(driver, fd, POST_MARKED, &answer) &&
           memcmp(answer.marked.id, put.put.id, POST_ID_BYTES) == 0 && answer.marked.right;
}

bool driver_expect(struct driver *driver, int fd, uint32_t waiting, uint32_t delivered,
                   enum post_store store)
{
    struct post_message message;
    do {
        const struct post_status *status = &driver->seen.status;
        if ((waiting == UINT32_MAX || status->waiting == waiting) &&
            (delivered == UINT32_MAX || status->delivered == delivered) && status->store == store)
            return true;
    } while (driver_wait(driver, fd, POST_STATUS, &message));
    return false;
}

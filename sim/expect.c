/* The steps that look: expect and shot. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sim/picture.h"
#include "sim/report.h"
#include "sim/runner.h"

enum {
    SETTLE_MS = 20000, /* real */
    RETRY_MS = 5000,   /* real: pushes may be on their way */
    LOOK_AGAIN_MS = 20,
    STILL_TRIES = 50,
    FOUND_BYTES = 4096,
};

/* One look: whether it is as expected, and in words what was expected and found. */
struct look {
    bool right;
    char expected[FOUND_BYTES], found[FOUND_BYTES];
};

static void look_text(struct look *look, const char *what, const char *expected, const char *found)
{
    look->right = strcmp(expected, found) == 0;
    snprintf(look->expected, sizeof look->expected, "%s '%s'", what, expected);
    snprintf(look->found, sizeof look->found, "'%s'", found);
}

static void look_number(struct look *look, const char *what, uint32_t expected, uint32_t found)
{
    look->right = expected == found;
    snprintf(look->expected, sizeof look->expected, "%s %u", what, expected);
    snprintf(look->found, sizeof look->found, "%u", found);
}

static void look_for_text(const struct sim *sim, const char *part, struct look *look)
{
    const struct described *described = &sim->link.described;
    size_t used = 0;
    snprintf(look->expected, sizeof look->expected, "text '%s'", part);
    snprintf(look->found, sizeof look->found, "no text");
    if (sim->television)
        return;
    for (size_t i = 0; i < described_texts(described); i++) {
        const char *text = described_text(described, i);
        if (strstr(text, part))
            look->right = true;
        if (used + 1 < sizeof look->found)
            used += (size_t)snprintf(look->found + used, sizeof look->found - used, "%s'%s'",
                                     used ? " " : "", text);
    }
}

/* A copy of the frame during which nothing was presented. */
static bool take_picture(struct runner *runner, struct picture *picture)
{
    const struct link *link = &runner->sim->link;
    for (int i = 0; i < STILL_TRIES && link_is_up(link); i++) {
        uint32_t before = link->presents;
        if (!picture_copy(picture, link->pixels, link->width, link->height, link->stride))
            return false;
        sim_pump(runner->sim, 0);
        if (link->presents == before)
            return true;
        picture_free(picture);
        runner_settle(runner, SETTLE_MS);
    }
    return false;
}

struct code_hunt {
    const struct step *step;
    struct look *look;
    size_t used;
};

static bool compare_code(const char *text, void *data)
{
    struct code_hunt *hunt = data;
    const char *wanted = hunt->step->text;
    if (hunt->used + 1 < FOUND_BYTES)
        hunt->used += (size_t)snprintf(hunt->look->found + hunt->used, FOUND_BYTES - hunt->used,
                                       "%s'%s'", hunt->used ? " " : "", text);
    bool same =
        hunt->step->on ? strncmp(text, wanted, strlen(wanted)) == 0 : strcmp(text, wanted) == 0;
    return same;
}

static void look_for_code(struct runner *runner, const struct step *step, struct look *look)
{
    struct picture picture;
    struct code_hunt hunt = {step, look, 0};
    snprintf(look->expected, sizeof look->expected, "a QR code %s '%s'",
             step->on ? "beginning with" : "reading", step->text);
    snprintf(look->found, sizeof look->found, "no readable code");
    if (runner->sim->television || !take_picture(runner, &picture))
        return;
    look->right = picture_read_codes(&picture, compare_code, &hunt);
    picture_free(&picture);
}

static void look_at_exit(const struct sim *sim, const struct step *step, struct look *look)
{
    look->right = sim->television && step->number == 0;
    snprintf(look->expected, sizeof look->expected, "exit %u", step->number);
    snprintf(look->found, sizeof look->found, "%s",
             sim->television ? "exit 0" : "that the face runs");
}

static void look_at_handoff(const struct sim *sim, const struct step *step, struct look *look)
{
    look->right = sim->television && sim->handoff == step->key;
    snprintf(look->expected, sizeof look->expected, "handoff %s", key_name(step->key));
    snprintf(look->found, sizeof look->found, "%s",
             sim->television ? key_name(sim->handoff) : "that the face runs");
}

static void look_at_keys(const struct runner *runner, const struct step *step, struct look *look)
{
    unsigned pressed = runner->sim->keys - runner->keys_before;
    look->right = pressed < step->number;
    snprintf(look->expected, sizeof look->expected, "keys < %u", step->number);
    snprintf(look->found, sizeof look->found, "%u", pressed);
}

static void take_look(struct runner *runner, const struct step *step, struct look *look)
{
    struct sim *sim = runner->sim;
    const struct described *described = &sim->link.described;
    *look = (struct look){0};
    switch (step->kind) {
    case STEP_EXPECT_SCENE:
        look_text(look, "scene", step->text, sim_scene(sim));
        break;
    case STEP_EXPECT_TEXT:
        look_for_text(sim, step->text, look);
        break;
    case STEP_EXPECT_TYPED:
        look_text(look, "typed", step->text, sim->television ? "" : described->typed);
        break;
    case STEP_EXPECT_STATE:
        look_text(look, "state", step->text, sim->television ? "" : described->save);
        break;
    case STEP_EXPECT_WAITING:
        look_number(look, "waiting", step->number, sim->witness.status.waiting);
        look->right = look->right && sim->witness.known;
        break;
    case STEP_EXPECT_DELIVERED:
        look_number(look, "delivered", step->number, sim->witness.status.delivered);
        look->right = look->right && sim->witness.known;
        break;
    case STEP_EXPECT_QR:
        look_for_code(runner, step, look);
        break;
    case STEP_EXPECT_KEYS:
        look_at_keys(runner, step, look);
        break;
    case STEP_EXPECT_EXIT:
        look_at_exit(sim, step, look);
        break;
    case STEP_EXPECT_HANDOFF:
        look_at_handoff(sim, step, look);
        break;
    default:
        break;
    }
}

bool step_expect(struct runner *runner, const struct step *step)
{
    struct look *look = malloc(sizeof *look);
    int64_t give_up = 0;
    bool settled;
    if (!look)
        return runner_fail(runner, "memory", "none");
    do {
        settled = runner_settle(runner, SETTLE_MS);
        if (give_up == 0)
            give_up = host_ms() + RETRY_MS;
        take_look(runner, step, look);
        if (!look->right || !settled)
            runner_pass(runner, LOOK_AGAIN_MS);
    } while (!(look->right && settled) && !runner->sim->interrupted && host_ms() < give_up &&
             step->kind != STEP_EXPECT_KEYS);
    bool right = look->right && settled;
    if (!right && !runner->sim->interrupted)
        runner_fail(runner, look->expected,
                    look->right ? "it, on a picture that does not settle" : look->found);
    if (step->kind == STEP_EXPECT_KEYS)
        runner->keys_before = runner->sim->keys;
    free(look);
    return right;
}

bool step_shot(struct runner *runner, const struct step *step)
{
    const char *folder = runner->sim->settings->shots;
    struct picture picture;
    char path[4096];
    if (runner->watch->no_shots)
        return true;
    if (!runner_settle(runner, SETTLE_MS))
        return runner_fail(runner, "a settled picture", "one that does not settle");
    if (runner->sim->television)
        return runner_fail(runner, "a picture", "television: the face has ended");
    if (!take_picture(runner, &picture))
        return runner_fail(runner, "a still picture", "none");
    snprintf(path, sizeof path, "%s/%s.png", folder ? folder : ".", step->text);
    bool written = picture_write(&picture, path);
    if (written && runner->watch->shot)
        runner->watch->shot(runner->watch->data, step->text, &picture);
    picture_free(&picture);
    runner->shots += written;
    return written ? true : runner_fail(runner, "a file one can write", path);
}

#include "face/app.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "core/log.h"
#include "face/describe.h"
#include "face/idle.h"
#include "face/overlay.h"

enum { SETUP_HOLD_MS = 1000, INFO_PRESSES = 3, INFO_ROW_MS = 2000 };

bool app_is_home(const struct app *app)
{
    return app->conf->profile->class == CONF_HOME;
}

/* -- what people write stays in memory, and out of swap and dumps -- */

static struct app *allocate(void)
{
    void *memory =
        mmap(NULL, sizeof(struct app), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        log_error("app", "out of memory");
        return NULL;
    }
    madvise(memory, sizeof(struct app), MADV_DONTDUMP);
    return memory;
}

static void keep_out_of_swap(struct app *app)
{
    if (mlock(app, sizeof *app) == 0)
        return;
    log_warn("app", "cannot keep the text out of swap: %s", strerror(errno));
    app_fault(app, FAULT_TEXT_IN_SWAP, "memory cannot be locked");
}

static bool watch(const struct app *app, int fd)
{
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (fd < 0 || epoll_ctl(app->epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0)
        return true;
    log_error("app", "cannot watch a descriptor: %s", strerror(errno));
    return false;
}

/* Never fires by itself: what is bound to a date is looked at when the clock is set, and not only
 * when something else is due. */
static void watch_clock(const struct app *app)
{
    const struct itimerspec never = {.it_value = {.tv_sec = INT32_MAX}};
    timerfd_settime(app->set_fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, NULL);
}

static bool open_waiting(struct app *app)
{
    app->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    app->guard_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    app->set_fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
    if (app->epoll_fd < 0 || app->guard_fd < 0 || app->set_fd < 0) {
        log_error("app", "cannot wait: %s", strerror(errno));
        return false;
    }
    watch_clock(app);
    return watch(app, app->guard_fd) && watch(app, app->set_fd) && watch(app, app->signal_fd) &&
           pulse_init(&app->pulse, app->pulse.notify, app->epoll_fd) &&
           link_init(&app->link, app->state_dir, app->epoll_fd);
}

static bool open_drawing(struct app *app)
{
    char data_dir[CONF_VALUE_MAX], atlas[CONF_VALUE_MAX + 64];
    const struct conf_profile *profile = app->conf->profile;
    conf_data_dir(app->conf, data_dir, sizeof data_dir);
    view_set(app, VIEW_PLAIN);
    app->fonts = fonts_open(data_dir);
    if (!app->fonts)
        return false;
    snprintf(atlas, sizeof atlas, "%s/glyphs/%s.glyphs", data_dir, profile->name);
    if (profile->class != CONF_WALL)
        fonts_use_atlas(app->fonts, atlas);
    app->canvas = canvas_new(app->ops->lend(app->screen), app->fonts);
    return app->canvas != NULL;
}

void app_look_at_clock(struct app *app)
{
    app->now = clock_judge(app->clock, app->ops->now(app->screen));
}

static void set_up(struct app *app, const struct app_setup *setup)
{
    const struct conf_profile *profile = setup->conf->profile;
    app->ops = setup->ops;
    app->screen = setup->screen;
    app->clock = setup->clock;
    app->state_dir = setup->state_dir;
    app->state_fd = setup->state_fd;
    app->confined = setup->confined;
    app->safe = setup->safe;
    app_device_init(app, setup->conf);
    app->signal_fd = setup->signal_fd;
    app->epoll_fd = app->guard_fd = app->set_fd = app->link.fd = app->link.timer_fd = -1;
    app->pulse = (struct pulse){.notify = setup->notify, .timer_fd = -1};
    app->idle_left_s = -1;
    app->due_ms = INT64_MAX;
    app_look_at_clock(app);
    compose_init(&app->compose,
                 profile->class == CONF_KIOSK ? DRAFT_CHARS_KIOSK : DRAFT_CHARS_HOME);
    posters_init(&app->posters, profile->width, profile->height, setup->conf->fade_ms);
    seal_random_init(&app->random, setup->clock->simulated, setup->clock->seed,
                     setup->clock->start);
}

struct app *app_new(const struct app_setup *setup)
{
    struct app *app = allocate();
    if (!app)
        return NULL;
    set_up(app, setup);
    keep_out_of_swap(app);
    if (!open_waiting(app) || !open_drawing(app)) {
        app_free(app);
        return NULL;
    }
    return app;
}

void app_free(struct app *app)
{
    if (!app)
        return;
    posters_close(&app->posters);
    catalogue_close(&app->catalogue);
    ime_close(app->ime);
    canvas_free(app->canvas);
    fonts_close(app->fonts);
    link_fini(&app->link);
    pulse_fini(&app->pulse);
    if (app->guard_fd >= 0)
        close(app->guard_fd);
    if (app->set_fd >= 0)
        close(app->set_fd);
    if (app->epoll_fd >= 0)
        close(app->epoll_fd);
    explicit_bzero(app, sizeof *app);
    munmap(app, sizeof *app);
}

/* -- scenes -- */

void app_go(struct app *app, enum scene_id scene)
{
    scene_of(app->scene)->leave(app);
    app->scene = scene;
    scene_of(scene)->enter(app);
}

void app_return(struct app *app, enum scene_id from)
{
    if (from == SCENE_poster)
        app_poster(app);
    else
        app_go(app, from);
}

void app_television(struct app *app, enum key key)
{
    app->end = APP_HANDOFF;
    app->handoff = key;
}

void app_forget(struct app *app)
{
    compose_wipe(&app->compose);
    contact_wipe(&app->contact);
    seal_wipe(app->json, sizeof app->json); /* the last description quoted it */
    canvas_forget_texts(app->canvas);
}

void app_poster(struct app *app)
{
    app_forget(app);
    canvas_forget_codes(app->canvas);
    sending_wipe(&app->sending);
    seal_wipe(app->sealed_of, sizeof app->sealed_of);
    app->hidden = app->phone = false;
    if (!app_is_home(app))
        view_set(app, VIEW_PLAIN);
    app_go(app, SCENE_poster);
}

/* -- keys -- */

/* The key test shows every key as it comes, and does nothing else with it. */
static bool service_tests_keys(const struct app *app)
{
    return app->scene == SCENE_service && app->service.inside && app->service.tab == SERVICE_KEYS;
}

/* A telephone number is being typed: digits are digits, and * and # what is drawn in their places.
 */
static bool takes_number(const struct app *app)
{
    return app->scene == SCENE_contact && app->contact_page.step == CONTACT_NUMBER;
}

/* Twelve keys without arrows, outside writing. */
static enum key from_twelve(enum key key)
{
    switch (key) {
    case KEY_2:
        return KEY_UP;
    case KEY_4:
        return KEY_LEFT;
    case KEY_6:
        return KEY_RIGHT;
    case KEY_8:
        return KEY_DOWN;
    case KEY_STAR:
        return KEY_BACK;
    default:
        return key;
    }
}

static enum key meaning(const struct app *app, enum key key)
{
    bool kiosk = app->conf->profile->class == CONF_KIOSK;
    if ((app->scene == SCENE_poster && !kiosk) || service_tests_keys(app))
        return key; /* goes on as it is */
    if (app->scene == SCENE_compose && !app->phone)
        return key;
    if (takes_number(app))
        return key == KEY_ESCAPE ? KEY_BACK : key;
    if (key == KEY_HASH)
        return KEY_OK;
    if (key == KEY_DEL || key == KEY_ESCAPE)
        return KEY_BACK;
    return kiosk ? from_twelve(key) : key;
}

/* Set-up by holding MENU, service by INFO three times in a row: from everywhere but a wall, and the
 * posters of a boot screen, where every key goes to television. */
static bool is_service_key(struct app *app, const struct screen_event *event)
{
    bool closed = app->scene == SCENE_setup || app->scene == SCENE_service ||
                  (app->scene == SCENE_poster && app->conf->profile->class != CONF_KIOSK);
    if (closed)
        return false;
    if (event->key == KEY_MENU && event->phase == KEY_REPEAT && event->hold_ms >= SETUP_HOLD_MS) {
        app->setup.from = app->scene;
        app->phone = false; /* the same key has just opened it */
        app_go(app, SCENE_setup);
        return true;
    }
    if (event->phase != KEY_PRESS)
        return false;
    bool row = event->key == KEY_INFO && app->now.mono_ms - app->info_ms <= INFO_ROW_MS;
    app->info_presses = row ? app->info_presses + 1 : event->key == KEY_INFO;
    app->info_ms = app->now.mono_ms;
    if (app->info_presses < INFO_PRESSES)
        return false;
    app->info_presses = 0;
    app->service.from = app->scene;
    app_go(app, SCENE_service);
    return true;
}

/* Leaving, as far as this scene has not another use for the key. */
static void common_key(struct app *app, enum key key)
{
    bool leaves = key == KEY_EXIT || key == KEY_HOME || key == KEY_POWER;
    if (leaves && app_is_home(app))
        app_television(app, key);
    else if (leaves)
        app_poster(app);
    else if (key == KEY_YELLOW)
        view_next(app);
}

static bool scene_wants(const struct app *app, const struct screen_event *event)
{
    bool arrow = event->key >= KEY_UP && event->key <= KEY_RIGHT;
    bool all = app->scene == SCENE_compose || service_tests_keys(app);
    return all || event->phase == KEY_PRESS || (event->phase == KEY_REPEAT && arrow);
}

static void take_key(struct app *app, const struct screen_event *event)
{
    struct screen_event meant = *event;
    if (event->key == app->swallowed) {
        if (event->phase == KEY_RELEASE)
            app->swallowed = KEY_NONE;
        return;
    }
    if (app->idle_left_s > 0 && event->phase == KEY_PRESS) {
        app->swallowed = event->key;
        return;
    }
    meant.key = meaning(app, event->key);
    if (app->sending.save == SAVE_SAVING || is_service_key(app, event) || !scene_wants(app, &meant))
        return;
    if (!scene_of(app->scene)->key(app, &meant) && meant.phase == KEY_PRESS)
        common_key(app, meant.key);
}

void app_press(struct app *app, enum key key)
{
    struct screen_event event = {
        .kind = SCREEN_KEY, .key = key, .phase = KEY_PRESS, .mono_ms = app->now.mono_ms};
    take_key(app, &event);
    event.phase = KEY_RELEASE;
    take_key(app, &event);
}

static void take_tap(struct app *app, int x, int y)
{
    if (app->idle_left_s < 0 && app->sending.save != SAVE_SAVING)
        scene_of(app->scene)->tap(app, x, y);
}

/* -- time -- */

static int64_t idle_tick(struct app *app)
{
    struct idle_rule rule = idle_rule(app->conf->profile->class, app->scene);
    struct idle_state state = idle_at(rule, app->input_ms, app->now.mono_ms);
    app->idle_left_s = state.left_s;
    if (state.left_s != 0)
        return state.due_ms;
    app->idle_left_s = -1;
    if (app_is_home(app))
        app_television(app, KEY_NONE);
    else
        app_poster(app);
    return INT64_MAX;
}

static int64_t campaign_tick(struct app *app)
{
    const struct clock_now *now = &app->now;
    if (!app->campaign_on || now->state != CLOCK_TRUSTED)
        return INT64_MAX;
    int64_t left_ms = app->catalogue.manifest.expires_ms - now->wall_ms;
    if (left_ms <= 0)
        app_campaign_check(app);
    return left_ms > 0 ? now->mono_ms + left_ms : INT64_MAX;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Does all that is due; a scene that came up by it gets its turn as well. */
static void tick(struct app *app)
{
    enum scene_id before;
    do {
        before = app->scene;
        app_send_tick(app);
        int64_t due_ms = scene_of(app->scene)->tick(app);
        due_ms = earlier(due_ms, idle_tick(app));
        due_ms = earlier(due_ms, campaign_tick(app));
        due_ms = earlier(due_ms, view_tick(app));
        app->due_ms = earlier(due_ms, sending_due_ms(&app->sending, &app->link));
    } while (app->scene != before && app->end == APP_RUNS);
}

int64_t app_due_ms(const struct app *app)
{
    return app->due_ms;
}

/* -- the loop -- */

static void draw(struct canvas *canvas, void *data)
{
    const struct app *app = data;
    scene_of(app->scene)->draw(canvas, app);
    overlay_draw(canvas, app);
}

static void show(struct app *app)
{
    struct rect rects[CANVAS_RECTS_MAX];
    size_t count = canvas_render(app->canvas, draw, app, rects);
    if (app->exposed) { /* the frame still has the picture: nothing is drawn anew */
        rects[0] = (struct rect){0, 0, app->look.width, app->look.height};
        count = 1;
    }
    app->exposed = false;
    if (count > 0)
        app->ops->present(app->screen, rects, count);
    size_t len = describe(app, app->json, sizeof app->json);
    app->ops->describe(app->screen, app->json, len);
}

static void draw_kind(struct canvas *canvas, void *data)
{
    scene_of(SCENE_kind)->draw(canvas, data);
}

static void draw_receipt(struct canvas *canvas, void *data)
{
    scene_of(SCENE_receipt)->draw(canvas, data);
}

/* What takes long is done while nobody waits for it: once the first picture stands, the font is
 * opened and the campaign's words on the next page are made ready; while the keeper waits for the
 * disk, the receipt. */
static void look_ahead(struct app *app)
{
    if (!app->warm && app->conf->profile->class != CONF_WALL) {
        if (!fonts_ready(app->fonts))
            app->end = APP_FAILED;
        else
            canvas_rehearse(app->canvas, draw_kind, app);
        app->warm = true;
    }
    if (app->sending.save == SAVE_SAVING && app->sending.asked)
        canvas_rehearse(app->canvas, draw_receipt, app);
}

static void take_wake(struct app *app)
{
    struct signalfd_siginfo info;
    uint64_t steps;
    if (app->signal_fd >= 0 && read(app->signal_fd, &info, sizeof info) > 0) {
        app->leaves = info.ssi_signo == SIGHUP && !app_is_home(app);
        app->end = app->leaves ? app->end : APP_QUIT;
    }
    if (read(app->set_fd, &steps, sizeof steps) < 0 && errno == ECANCELED)
        watch_clock(app);
    pulse_beat(&app->pulse);
    app_send_poll(app);
}

/* Keys beyond the posters are a person's; what is merely held down is not. */
static void note_person(struct app *app, const struct screen_event *event)
{
    bool pressed =
        event->kind == SCREEN_TAP || (event->kind == SCREEN_KEY && event->phase == KEY_PRESS);
    if (pressed && app->scene != SCENE_poster)
        pulse_person(&app->pulse, app->now.mono_ms);
}

void app_handle(struct app *app, const struct screen_event *event)
{
    app_look_at_clock(app);
    switch (event->kind) {
    case SCREEN_KEY:
        take_key(app, event);
        app->input_ms = app->now.mono_ms;
        break;
    case SCREEN_TAP:
        take_tap(app, event->x, event->y);
        app->input_ms = app->now.mono_ms;
        break;
    case SCREEN_WAKE:
        take_wake(app);
        break;
    case SCREEN_EXPOSED:
        app->exposed = true;
        break;
    case SCREEN_QUIT:
        app_fault(app, FAULT_SCREEN_LOST, "the screen is gone");
        app->end = APP_QUIT;
        break;
    case SCREEN_TIMEOUT:
        break;
    }
    note_person(app, event);
    if (app->end == APP_RUNS)
        tick(app);
    if (app->end != APP_RUNS)
        return;
    show(app);
    look_ahead(app);
}

static void open_typing(struct app *app)
{
    char data_dir[CONF_VALUE_MAX];
    const struct ime_options options = {.layout = IME_NINE, .fuzzy = true, .predict = true};
    if (app->conf->profile->class == CONF_WALL)
        return;
    conf_data_dir(app->conf, data_dir, sizeof data_dir);
    app->ime = ime_open(data_dir, &options);
    if (!app->ime)
        app_fault(app, FAULT_NO_DICTIONARY, "the dictionary cannot be read");
    compose_use(&app->compose, app->ime);
}

void app_start(struct app *app)
{
    app->input_ms = app->now.mono_ms;
    app_campaign_open(app);
    if (app->end != APP_RUNS)
        return;
    scene_of(app->scene)->enter(app);
    if (app_wants_setup(app)) {
        app->setup.alone = true;
        app_go(app, SCENE_setup);
    }
    tick(app);
    show(app);
    pulse_ready(&app->pulse);
    open_typing(app);
    app->ops->wake(app->screen, app->epoll_fd);
}

enum app_end app_run(struct app *app, enum key *handoff)
{
    struct screen_event event;
    app_start(app);
    while (app->end == APP_RUNS) {
        app->ops->wait(app->screen, app->due_ms, &event);
        app_handle(app, &event);
    }
    *handoff = app->handoff;
    return app->end;
}

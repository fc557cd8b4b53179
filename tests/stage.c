#include "stage.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "campaign/frame_file.h"
#include "core/confine.h"
#include "ui/glyphs.h"

struct screen {
    struct stage *stage;
    struct frame frame;
};

#define NEED(what)                                                                                 \
    do {                                                                                           \
        if (!(what)) {                                                                             \
            fprintf(stderr, "stage: failed: %s (%s)\n", #what, strerror(errno));                   \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* -- the screen -- */

static struct clock_now screen_now(struct screen *screen)
{
    return screen->stage->now;
}

static void screen_wait(struct screen *screen, int64_t due_ms, struct screen_event *event)
{
    (void)screen;
    (void)due_ms;
    *event = (struct screen_event){.kind = SCREEN_QUIT};
}

static void screen_wake(struct screen *screen, int fd)
{
    (void)screen;
    (void)fd;
}

static struct frame screen_lend(struct screen *screen)
{
    return screen->frame;
}

static void screen_present(struct screen *screen, const struct rect *rects, size_t count)
{
    const struct rect all = {0, 0, screen->frame.width, screen->frame.height};
    for (size_t i = 0; i < count; i++) {
        struct rect inside = rect_intersect(rects[i], all);
        NEED(memcmp(&inside, &rects[i], sizeof inside) == 0);
    }
    screen->stage->presents++;
}

static void screen_describe(struct screen *screen, const char *json, size_t len)
{
    free(screen->stage->described);
    screen->stage->described = strndup(json, len);
    screen->stage->describes++;
}

static struct screen *screen_open(const struct screen_config *config)
{
    (void)config;
    return NULL;
}

static void screen_close(struct screen *screen, enum key handoff)
{
    (void)screen;
    (void)handoff;
}

static const struct screen_ops ops = {
    .name = "stage",
    .open = screen_open,
    .close = screen_close,
    .now = screen_now,
    .wait = screen_wait,
    .wake = screen_wake,
    .lend = screen_lend,
    .present = screen_present,
    .describe = screen_describe,
};

static struct screen *make_screen(struct stage *stage, int width, int height)
{
    struct screen *screen = calloc(1, sizeof *screen);
    NEED(screen);
    screen->stage = stage;
    screen->frame = (struct frame){calloc((size_t)width * (size_t)height, sizeof(uint32_t)), width,
                                   height, width};
    NEED(screen->frame.pixels);
    return screen;
}

/* -- the campaign -- */

struct hill {
    uint32_t *row;
    int width, height;
    uint32_t top;
};

static const uint32_t *hill_row(int y, void *data)
{
    const struct hill *hill = data;
    for (int x = 0; x < hill->width; x++) {
        int edge = hill->height / 2 + (x * 7 / 20 + x * x / 5000) % (hill->height / 5 + 1);
        hill->row[x] = y > edge ? 0x2E6F62 : hill->top;
    }
    return hill->row;
}

static void add_poster(struct stage *stage, const char *id, const char *theme, uint32_t top)
{
    struct manifest *manifest = &stage->app->catalogue.manifest;
    struct manifest_poster *poster = &manifest->poster[manifest->posters++];
    int width = stage->conf.profile->width, height = stage->conf.profile->height;
    char name[FRAME_NAME_MAX];
    snprintf(poster->id, sizeof poster->id, "%s", id);
    snprintf(poster->theme, sizeof poster->theme, "%s", theme);
    snprintf(poster->alt, sizeof poster->alt, "poster %s", id);
    snprintf(poster->hash, sizeof poster->hash, "%064x", (unsigned)top);
    poster->seconds = 12;
    frame_file_name(name, poster->hash, width, height, 0);
    int fd = openat(stage->app->catalogue.frames_fd, name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    struct hill hill = {calloc((size_t)width, sizeof(uint32_t)), width, height, top};
    NEED(fd >= 0 && hill.row && frame_file_write(fd, width, height, hill_row, &hill));
    free(hill.row);
    close(fd);
}

static void add_theme(struct manifest *manifest, const char *id, const char *name,
                      const char *example)
{
    struct manifest_theme *theme = &manifest->theme[manifest->themes++];
    snprintf(theme->id, sizeof theme->id, "%s", id);
    snprintf(theme->name, sizeof theme->name, "%s", name);
    snprintf(theme->example, sizeof theme->example, "%s", example);
}

static void add_channels(struct manifest *manifest)
{
    static const struct manifest_deadline deadlines[] = {
        {"online", "网上留言", "2020-10-31", INT64_C(1604160000000)},
        {"letter", "写信", "2020-10-20", INT64_C(1603209600000)},
    };
    static const struct manifest_channel channels[] = {
        {.kind = CHANNEL_H5,
         .name = "手机页面（演示）",
         .url = "https://jianyan.example/h5/",
         .deadline = 0},
        {.kind = CHANNEL_WEB,
         .name = "人民建议专栏（演示）",
         .url = "https://zhuanlan.example/jianyi/",
         .deadline = 0},
        {.kind = CHANNEL_LETTER,
         .name = "人民建议征集办公室（演示）",
         .postcode = "400015",
         .address = "重庆市渝中区，演示路 1 号",
         .deadline = 1},
        {.kind = CHANNEL_PHONE,
         .name = "征集热线（演示）",
         .phone = "023-0000 0000",
         .hours = "工作日 9:00–17:00",
         .deadline = -1},
        {.kind = CHANNEL_HELP,
         .name = "市服务点（演示）",
         .address = "演示大厦一楼大厅",
         .phone = "023-0000 0050",
         .hours = "工作日 9:00–17:00",
         .county = "50",
         .deadline = -1},
        {.kind = CHANNEL_HELP,
         .name = "渝中区服务点（演示）",
         .address = "演示街道便民服务中心一楼",
         .phone = "023-0000 0103",
         .hours = "每天 9:00–18:00，有人帮您填写",
         .county = "500103",
         .deadline = 0},
    };
    manifest->deadlines = sizeof deadlines / sizeof deadlines[0];
    memcpy(manifest->deadline, deadlines, sizeof deadlines);
    manifest->channels = sizeof channels / sizeof channels[0];
    memcpy(manifest->channel, channels, sizeof channels);
    snprintf(manifest->notice_contact, sizeof manifest->notice_contact,
             "电话只用来就这条建议找您，加密后只有办公室能看，办完 180 天内删除。不留也一样办理。");
}

/* Puts a campaign where a verified one would be. */
static void install(struct stage *stage)
{
    struct catalogue *catalogue = &stage->app->catalogue;
    struct manifest *manifest = &catalogue->manifest;
    NEED(mkdirat(stage->state_fd, "frames", 0700) == 0);
    catalogue->state_fd = stage->state_fd;
    catalogue->frames_fd = openat(stage->state_fd, "frames", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    NEED(catalogue->frames_fd >= 0);
    catalogue->installed = true;
    manifest->enabled = true;
    manifest->version = 7;
    manifest->expires_ms = INT64_MAX / 2;
    snprintf(manifest->id, sizeof manifest->id, "stage-2020");
    snprintf(manifest->title, sizeof manifest->title, "重庆人民建议专题征集（演示）");
    snprintf(manifest->host, sizeof manifest->host, "jianyan.example");
    snprintf(manifest->h5_url, sizeof manifest->h5_url, "https://jianyan.example/h5/");
    snprintf(manifest->notice, sizeof manifest->notice,
             "您的建议加密后只交给征集办公室阅读，不公开您的姓名和电话。");
    snprintf(manifest->notice_version, sizeof manifest->notice_version, "2020-08-20");
    snprintf(manifest->reply, sizeof manifest->reply,
             "办公室会逐条答复；请凭受理编号和查询码在本机或网上查看。");
    snprintf(manifest->complaint_name, sizeof manifest->complaint_name, "网上投诉平台（演示）");
    snprintf(manifest->complaint_url, sizeof manifest->complaint_url, "https://tousu.example/");
    snprintf(manifest->complaint_phone, sizeof manifest->complaint_phone, "023-12345");
    add_channels(manifest);
    add_theme(manifest, "sannong", "三农", "比如：村里到镇上的公交，希望早上加开一班。");
    add_theme(manifest, "chengyu", "双城经济圈", "比如：成渝两地看病，医保结算能不能再快些。");
    add_theme(manifest, "other", "其他", "比如：社区小广场晚上太暗，希望添几盏灯。");
    add_poster(stage, "general", "other", 0xD9E6DF);
    add_poster(stage, "sannong", "sannong", 0xF3D9A4);
}

/* -- opening and closing -- */

static void set_conf(struct stage *stage, const struct stage_setup *setup)
{
    NEED(conf_load(&stage->conf, NULL));
    stage->conf.profile = conf_profile_find(setup->profile);
    NEED(stage->conf.profile);
    snprintf(stage->conf.data_dir, sizeof stage->conf.data_dir, "%s", DATA_DIR);
    seal_intake_generate(&stage->intake);
    seal_office_generate(&stage->office);
    stage->intake.known.office_known = true;
    memcpy(stage->intake.known.office_public, stage->office.public, SEAL_PUBLIC_BYTES);
    seal_intake_print(&stage->intake.known, stage->conf.intake_keys,
                      sizeof stage->conf.intake_keys);
}

void stage_open(struct stage *stage, const struct stage_setup *setup)
{
    *stage = (struct stage){.listen_fd = -1, .keeper_fd = -1, .dir = "/tmp/jianyan-face-XXXXXX"};
    stage->now = (struct clock_now){
        .mono_ms = 1000000, .wall_ms = INT64_C(1598923800000), .state = CLOCK_TRUSTED};
    stage->clock = (struct clock){.simulated = true, .seed = 7, .start = 1};
    stage->clock.simulated = !setup->fresh;
    NEED(seal_init() && mkdtemp(stage->dir));
    stage->state_fd = open(stage->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    NEED(stage->state_fd >= 0);
    set_conf(stage, setup);
    if (setup->keeper)
        stage_keeper_comes(stage);
    stage->screen = make_screen(stage, stage->conf.profile->width, stage->conf.profile->height);
    const struct app_setup app = {.ops = &ops,
                                  .confined = CONFINE_ALL,
                                  .screen = stage->screen,
                                  .conf = &stage->conf,
                                  .clock = &stage->clock,
                                  .state_dir = stage->dir,
                                  .state_fd = stage->state_fd,
                                  .signal_fd = -1};
    stage->app = app_new(&app);
    NEED(stage->app);
    if (!setup->bare) {
        install(stage);
        NEED(posters_show(&stage->app->posters, &stage->app->catalogue, 0, stage->now.mono_ms));
    }
    app_start(stage->app);
    stage->fonts_slept = !glyphs_engine_is_awake(stage->app->fonts);
    stage_pump(stage);
}

void stage_close(struct stage *stage)
{
    char command[128];
    app_free(stage->app);
    if (stage->keeper_fd >= 0)
        close(stage->keeper_fd);
    if (stage->listen_fd >= 0)
        close(stage->listen_fd);
    close(stage->state_fd);
    free(stage->screen->frame.pixels);
    free(stage->screen);
    free(stage->described);
    snprintf(command, sizeof command, "rm -rf '%s'", stage->dir);
    NEED(system(command) == 0);
}

int stage_set_up(void **state, const struct stage_setup *setup)
{
    struct stage *stage = calloc(1, sizeof *stage);
    NEED(stage);
    stage_open(stage, setup);
    *state = stage;
    return 0;
}

static int set_up_profile(void **state, const char *profile)
{
    const struct stage_setup setup = {.profile = profile, .keeper = true};
    return stage_set_up(state, &setup);
}

int stage_set_up_home(void **state)
{
    return set_up_profile(state, "stb-720p");
}

int stage_set_up_kiosk(void **state)
{
    return set_up_profile(state, "kiosk-1080p");
}

int stage_set_up_old_television(void **state)
{
    return set_up_profile(state, "pal-576");
}

int stage_set_up_wall(void **state)
{
    return set_up_profile(state, "led-192x96");
}

int stage_tear_down(void **state)
{
    stage_close(*state);
    free(*state);
    return 0;
}

/* -- events -- */

static void handle(struct stage *stage, struct screen_event event)
{
    event.mono_ms = stage->now.mono_ms;
    if (stage->app->end == APP_RUNS)
        app_handle(stage->app, &event);
    stage->handed = stage->app->handoff;
}

static void key_event(struct stage *stage, enum key key, enum key_phase phase, int hold_ms)
{
    handle(stage, (struct screen_event){
                      .kind = SCREEN_KEY, .key = key, .phase = phase, .hold_ms = hold_ms});
}

void stage_key(struct stage *stage, enum key key)
{
    key_event(stage, key, KEY_PRESS, 0);
    key_event(stage, key, KEY_RELEASE, 50);
    stage_pump(stage);
}

void stage_hold(struct stage *stage, enum key key, int ms)
{
    key_event(stage, key, KEY_PRESS, 0);
    for (int held = 500; held <= ms; held += 100) {
        stage->now.mono_ms += held == 500 ? 500 : 100;
        key_event(stage, key, KEY_REPEAT, held);
    }
    key_event(stage, key, KEY_RELEASE, ms);
    stage_pump(stage);
}

void stage_keys(struct stage *stage, const char *names)
{
    char name[16];
    for (int used = 0; sscanf(names, " %15s%n", name, &used) == 1; names += used) {
        enum key key = key_from_name(name);
        NEED(key != KEY_NONE);
        stage_key(stage, key);
    }
}

void stage_tap(struct stage *stage, int x, int y)
{
    handle(stage, (struct screen_event){.kind = SCREEN_TAP, .x = x, .y = y});
    stage_pump(stage);
}

void stage_wait(struct stage *stage, int64_t ms)
{
    int64_t until_ms = stage->now.mono_ms + ms;
    while (stage->app->end == APP_RUNS && app_due_ms(stage->app) <= until_ms) {
        int64_t step_ms = app_due_ms(stage->app) - stage->now.mono_ms;
        stage->now.mono_ms += step_ms > 0 ? step_ms : 0;
        stage->now.wall_ms += step_ms > 0 ? step_ms : 0;
        int64_t due_ms = app_due_ms(stage->app);
        handle(stage, (struct screen_event){.kind = SCREEN_TIMEOUT});
        NEED(stage->app->end != APP_RUNS || app_due_ms(stage->app) > due_ms); /* it must go on */
        stage_pump(stage);
    }
    stage->now.wall_ms += until_ms - stage->now.mono_ms;
    stage->now.mono_ms = until_ms;
}

/* -- the keeper -- */

static bool readable(int fd)
{
    struct pollfd wait = {fd, POLLIN, 0};
    return fd >= 0 && poll(&wait, 1, 0) > 0;
}

static bool keeper_takes(struct stage *stage)
{
    struct post_message message;
    unsigned uid;
    bool came = false;
    if (stage->keeper_fd < 0 && stage->listen_fd >= 0) {
        stage->keeper_fd = post_accept(stage->listen_fd, &uid);
        came = stage->keeper_fd >= 0;
    }
    if (stage->keeper_fd < 0 || post_receive(stage->keeper_fd, &message, &stage->buffer) != POST_OK)
        return came;
    stage->asked[message.type]++;
    stage->last = message;
    if (message.type == POST_PUT) {
        stage->puts++;
        stage->put = message;
        memcpy(stage->letter, message.put.letter, message.put.letter_len);
        stage->put.put.letter = stage->letter;
    }
    return true;
}

void stage_pump(struct stage *stage)
{
    bool more = true;
    while (more && stage->app->end == APP_RUNS) {
        more = keeper_takes(stage);
        if (readable(stage->app->epoll_fd)) {
            handle(stage, (struct screen_event){.kind = SCREEN_WAKE});
            more = true;
        }
    }
}

void stage_says_message(struct stage *stage, const struct post_message *message)
{
    NEED(stage->keeper_fd >= 0);
    NEED(post_send(stage->keeper_fd, message, &stage->buffer) == POST_OK);
    stage_pump(stage);
}

void stage_saved(struct stage *stage, enum post_save result)
{
    struct post_message message = {.type = POST_SAVED, .saved = {.result = result}};
    memcpy(message.saved.id, stage->put.put.id, POST_ID_BYTES);
    stage_says_message(stage, &message);
}

static void say_state(struct stage *stage, enum post_state state)
{
    struct post_message message = {.type = POST_STATE, .state = {.state = state}};
    memcpy(message.state.id, stage->put.put.id, POST_ID_BYTES);
    stage_says_message(stage, &message);
}

void stage_arrived(struct stage *stage)
{
    say_state(stage, POST_ARRIVED);
}

void stage_set_aside(struct stage *stage)
{
    say_state(stage, POST_SET_ASIDE);
}

void stage_status(struct stage *stage, const struct post_status *status)
{
    const struct post_message message = {.type = POST_STATUS, .status = *status};
    stage_says_message(stage, &message);
}

void stage_keeper_leaves(struct stage *stage)
{
    close(stage->keeper_fd);
    close(stage->listen_fd);
    stage->keeper_fd = stage->listen_fd = -1;
    stage_pump(stage);
}

void stage_keeper_comes(struct stage *stage)
{
    stage->listen_fd = post_listen(stage->dir);
    NEED(stage->listen_fd >= 0);
    for (int tries = 0; stage->app && stage->keeper_fd < 0 && tries < 300; tries++) {
        usleep(10000); /* the face tries again in real time */
        stage_pump(stage);
    }
    NEED(!stage->app || stage->keeper_fd >= 0);
}

void stage_device(struct stage *stage)
{
    const int64_t hour_ms = 3600 * 1000;
    const struct post_status status = {.waiting = 3,
                                       .delivered = 1287,
                                       .refused = 1,
                                       .total = 1291,
                                       .store = POST_STORE_OK,
                                       .net = POST_NET_DOWN,
                                       .net_why = "no answer in 20 s"};
    struct post_message message = {.type = POST_FACTS,
                                   .facts = {.keeper = JIANYAN_VERSION,
                                             .courier = JIANYAN_VERSION,
                                             .keeper_confined = CONFINE_ALL,
                                             .courier_confined = CONFINE_ALL,
                                             .disk_free_mb = 1234,
                                             .contact_ms = stage->now.wall_ms - 2 * hour_ms,
                                             .faults = 3}};
    static const struct {
        uint32_t number, times, hours;
        const char *what;
    } faults[] = {{FAULT_INTAKE_HOLDS, 2, 1, "403 Forbidden (held)"},
                  {FAULT_CAMPAIGN_FETCH, 37, 3, "no answer in 20 s"},
                  {FAULT_RENEWED, 1, 400, "a damaged store was set aside"}};
    stage_status(stage, &status);
    stage_says_message(stage, &message);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        int64_t when_ms = stage->now.wall_ms - faults[i].hours * hour_ms;
        message = (struct post_message){.type = POST_FAULT_NOTE,
                                        .note = {.number = faults[i].number,
                                                 .times = faults[i].times,
                                                 .first_ms = when_ms - hour_ms,
                                                 .last_ms = when_ms}};
        snprintf(message.note.what, sizeof message.note.what, "%s", faults[i].what);
        stage_says_message(stage, &message);
    }
}

/* -- looking -- */

void stage_write(struct stage *stage, const char *text)
{
    draft_wipe(&stage->app->compose.cleared);
    stage->app->compose.can_restore = false;
    NEED(draft_insert(&stage->app->compose.draft, text));
    handle(stage, (struct screen_event){.kind = SCREEN_TIMEOUT});
}

const char *stage_scene(const struct stage *stage)
{
    return scene_of(stage->app->scene)->name;
}

bool stage_describes(const struct stage *stage, const char *name, const char *text)
{
    json_t *json = json_loads(stage->described, 0, NULL);
    const char *found = json_string_value(json_object_get(json, name));
    bool same = found && strcmp(found, text) == 0;
    if (!same)
        fprintf(stderr, "stage: %s is '%s', not '%s'\n", name, found ? found : "(none)", text);
    json_decref(json);
    return same;
}

bool stage_says(const struct stage *stage, const char *text)
{
    for (size_t i = 0; i < canvas_texts(stage->app->canvas); i++) {
        if (strstr(canvas_text(stage->app->canvas, i), text))
            return true;
    }
    return false;
}

struct picture stage_picture(const struct stage *stage)
{
    const struct frame *frame = &stage->screen->frame;
    return (struct picture){frame->width, frame->height, frame->pixels};
}

/* What `service` tells of the device, out of the face's state and what the keeper said. */
#include <stdio.h>
#include <string.h>

#include "core/confine.h"
#include "face/scenes/service_parts.h"

enum { DAY_MS = 86400000 };

void service_time(int64_t wall_ms, char text[SERVICE_TIME_BYTES])
{
    char full[CLOCK_TEXT_MAX];
    clock_format(wall_ms, full);
    snprintf(text, SERVICE_TIME_BYTES, "%.10s %.5s", full, full + strlen("2020-09-01T"));
}

/* What is put together line by line. */
struct list {
    struct service_fact *facts;
    size_t count;
};

static struct service_fact *add(struct list *list, enum str label, enum service_light light)
{
    struct service_fact *fact = &list->facts[list->count++];
    *fact = (struct service_fact){.label = label, .light = light};
    return fact;
}

static void say(struct service_fact *fact, const char *text)
{
    snprintf(fact->value, sizeof fact->value, "%s", text);
}

static void add_box(struct list *list, const struct app *app)
{
    const struct county *place = counties_find(app->conf->county);
    struct service_fact *fact = add(list, STR_SERVICE_BOX, LIGHT_NONE);
    snprintf(fact->value, sizeof fact->value, "%s · %s · %s %s",
             str_text(app_is_home(app) ? STR_SERVICE_BOX_HOME : STR_SERVICE_BOX_KIOSK),
             app->conf->profile->name, place ? place->name : "", app->conf->county);
}

static void add_versions(struct list *list, const struct app *app)
{
    const struct post_facts *facts = &app->device.facts;
    const char *none = str_text(STR_SERVICE_VERSIONS_NONE);
    const char *const versions[3] = {
        JIANYAN_VERSION, facts->keeper[0] && link_is_up(&app->link) ? facts->keeper : none,
        facts->courier[0] && link_is_up(&app->link) ? facts->courier : none};
    bool running = versions[1] != none && versions[2] != none;
    bool same =
        running && strcmp(versions[0], versions[1]) == 0 && strcmp(versions[0], versions[2]) == 0;
    struct service_fact *fact = add(list, STR_SERVICE_VERSIONS,
                                    same      ? LIGHT_GOOD
                                    : running ? LIGHT_LOOK
                                              : LIGHT_BAD);
    str_fill(fact->value, sizeof fact->value, STR_SERVICE_VERSIONS_TEXT, versions);
}

static void add_enrolled(struct list *list, const struct app *app)
{
    const char *const how[3] = {
        str_text(app->device.set.set ? STR_SERVICE_ENROLLED_SET : STR_SERVICE_ENROLLED_FILE)};
    struct service_fact *fact = add(list, STR_SERVICE_ENROLLED, LIGHT_NONE);
    str_fill(fact->value, sizeof fact->value,
             app->device.facts.has_token ? STR_SERVICE_ENROLLED_TOKEN : STR_SERVICE_ENROLLED_PLAIN,
             how);
}

const char *service_net_word(const struct app *app)
{
    static const enum str words[] = {
        [POST_NET_UNKNOWN] = STR_SERVICE_NET_UNKNOWN, [POST_NET_OK] = STR_SERVICE_NET_OK,
        [POST_NET_DOWN] = STR_SERVICE_NET_DOWN,       [POST_NET_CAPTIVE] = STR_SERVICE_NET_CAPTIVE,
        [POST_NET_BUSY] = STR_SERVICE_NET_BUSY,       [POST_NET_HELD] = STR_SERVICE_NET_HELD,
    };
    return str_text(words[app->status.net]);
}

static void add_net(struct list *list, const struct app *app)
{
    static const enum service_light lights[] = {
        [POST_NET_UNKNOWN] = LIGHT_LOOK, [POST_NET_OK] = LIGHT_GOOD,   [POST_NET_DOWN] = LIGHT_BAD,
        [POST_NET_CAPTIVE] = LIGHT_BAD,  [POST_NET_BUSY] = LIGHT_LOOK, [POST_NET_HELD] = LIGHT_BAD,
    };
    const char *why = app->status.net == POST_NET_OK ? "" : app->status.net_why;
    struct service_fact *fact = add(list, STR_SERVICE_NET, lights[app->status.net]);
    snprintf(fact->value, sizeof fact->value, "%s%s%.100s", service_net_word(app),
             why[0] ? " · " : "", why);
    fact = add(list, STR_SERVICE_CONTACT, LIGHT_NONE);
    char when[SERVICE_TIME_BYTES];
    service_time(app->device.facts.contact_ms, when);
    say(fact, app->device.facts.contact_ms ? when : str_text(STR_SERVICE_CONTACT_NONE));
}

static void add_clock(struct list *list, const struct app *app)
{
    static const enum str words[] = {[CLOCK_UNKNOWN] = STR_SERVICE_CLOCK_UNKNOWN,
                                     [CLOCK_PLAUSIBLE] = STR_SERVICE_CLOCK_PLAUSIBLE,
                                     [CLOCK_TRUSTED] = STR_SERVICE_CLOCK_TRUSTED};
    static const enum service_light lights[] = {
        [CLOCK_UNKNOWN] = LIGHT_BAD, [CLOCK_PLAUSIBLE] = LIGHT_LOOK, [CLOCK_TRUSTED] = LIGHT_GOOD};
    char when[SERVICE_TIME_BYTES];
    enum str word = app->now.by_intake ? STR_SERVICE_CLOCK_SIGNED : words[app->now.state];
    struct service_fact *fact = add(list, STR_SERVICE_CLOCK, lights[app->now.state]);
    service_time(app->now.wall_ms, when);
    snprintf(fact->value, sizeof fact->value, "%s · %s", when, str_text(word));
}

static void add_letters(struct list *list, const struct app *app)
{
    char numbers[3][12];
    const char *const values[3] = {numbers[0], numbers[1], numbers[2]};
    bool full = app->status.waiting >= POST_WAITING_MAX;
    struct service_fact *fact = add(list, STR_SERVICE_LETTERS,
                                    full                  ? LIGHT_BAD
                                    : app->status.refused ? LIGHT_LOOK
                                                          : LIGHT_GOOD);
    snprintf(numbers[0], sizeof numbers[0], "%u", app->status.waiting);
    snprintf(numbers[1], sizeof numbers[1], "%u", app->status.delivered);
    snprintf(numbers[2], sizeof numbers[2], "%u", app->status.refused);
    str_fill(fact->value, sizeof fact->value, STR_SERVICE_LETTERS_TEXT, values);
}

static void add_store(struct list *list, const struct app *app)
{
    static const enum str words[] = {
        [POST_STORE_OK] = STR_SERVICE_STORE_OK,
        [POST_STORE_NO_SPACE] = STR_SERVICE_STORE_SPACE,
        [POST_STORE_READ_ONLY] = STR_SERVICE_STORE_READONLY,
        [POST_STORE_BROKEN] = STR_SERVICE_STORE_BROKEN,
        [POST_STORE_RENEWED] = STR_SERVICE_STORE_RENEWED,
    };
    char mb[12];
    const char *const values[3] = {str_text(words[app->status.store]), mb};
    bool up = link_is_up(&app->link) && app->status_known;
    enum service_light light = app->status.store == POST_STORE_OK        ? LIGHT_GOOD
                               : app->status.store == POST_STORE_RENEWED ? LIGHT_LOOK
                                                                         : LIGHT_BAD;
    struct service_fact *fact = add(list, STR_SERVICE_STORE, up ? light : LIGHT_BAD);
    snprintf(mb, sizeof mb, "%u", app->device.facts.disk_free_mb);
    if (!up)
        say(fact, str_text(STR_SERVICE_STORE_NONE));
    else if (!app->device.facts_known)
        say(fact, values[0]);
    else
        str_fill(fact->value, sizeof fact->value, STR_SERVICE_STORE_FREE, values);
}

static void add_campaign(struct list *list, const struct app *app)
{
    const struct manifest *manifest = &app->catalogue.manifest;
    char version[24], posters[24], until[SERVICE_TIME_BYTES];
    const char *const campaign[3] = {manifest->id, version}, *const shown[3] = {posters, until};
    struct service_fact *fact =
        add(list, STR_SERVICE_CAMPAIGN, app->campaign_on ? LIGHT_GOOD : LIGHT_LOOK);
    if (!app->campaign_on) {
        enum str words = app_campaign_words(app);
        say(fact, str_text(words == STR_COUNT ? STR_SERVICE_CAMPAIGN_NONE : words));
        return;
    }
    snprintf(version, sizeof version, "%lld", (long long)manifest->version);
    str_fill(fact->value, sizeof fact->value, STR_SERVICE_CAMPAIGN_TEXT, campaign);
    fact = add(list, STR_SERVICE_POSTERS, LIGHT_NONE);
    snprintf(posters, sizeof posters, "%zu", manifest->posters);
    service_time(manifest->expires_ms, until);
    until[strlen("2020-10-31")] = '\0';
    str_fill(fact->value, sizeof fact->value, STR_SERVICE_POSTERS_TEXT, shown);
}

enum { PROGRAMS = 3 };

/* The programs of which this wall does not stand, by name; how many. */
static size_t name_open(const unsigned force[PROGRAMS], unsigned wall, const char *names[PROGRAMS])
{
    static const enum str programs[PROGRAMS] = {STR_SERVICE_WALLS_FACE, STR_SERVICE_WALLS_KEEPER,
                                                STR_SERVICE_WALLS_COURIER};
    size_t count = 0;
    for (size_t i = 0; i < PROGRAMS; i++) {
        names[i] = "";
        if (!(force[i] & (wall | CONFINE_OFF)))
            names[count++] = str_text(programs[i]);
    }
    return count;
}

/* Walls that this kernel cannot build (docs/boot.md); no line where all stand. A program that does
 * not run is passed over. */
static void add_walls(struct list *list, const struct app *app)
{
    const struct post_facts *facts = &app->device.facts;
    bool up = link_is_up(&app->link) && app->device.facts_known;
    const unsigned force[PROGRAMS] = {
        app->confined, up && facts->keeper[0] ? facts->keeper_confined : CONFINE_ALL,
        up && facts->courier[0] ? facts->courier_confined : CONFINE_ALL};
    const char *names[PROGRAMS];
    if (app->confined & CONFINE_OFF)
        say(add(list, STR_SERVICE_WALLS, LIGHT_NONE), str_text(STR_SERVICE_WALLS_OFF));
    if (name_open(force, CONFINE_FILES, names) > 0)
        str_fill(add(list, STR_SERVICE_WALLS, LIGHT_LOOK)->value, sizeof list->facts->value,
                 STR_SERVICE_WALLS_FILES, names);
    if (name_open(force, CONFINE_CALLS, names) > 0)
        str_fill(add(list, STR_SERVICE_WALLS, LIGHT_LOOK)->value, sizeof list->facts->value,
                 STR_SERVICE_WALLS_CALLS, names);
}

size_t service_facts(const struct app *app, struct service_fact facts[SERVICE_FACTS_MAX])
{
    struct list list = {facts, 0};
    add_box(&list, app);
    add_net(&list, app);
    add_letters(&list, app);
    add_store(&list, app);
    add_clock(&list, app);
    add_campaign(&list, app);
    say(add(&list, STR_SERVICE_SEALING, app->intake_known ? LIGHT_GOOD : LIGHT_BAD),
        str_text(app->intake_known ? STR_SERVICE_SEALING_OK : STR_SERVICE_SEALING_NONE));
    say(add(&list, STR_SERVICE_TYPING, app->ime ? LIGHT_GOOD : LIGHT_BAD),
        str_text(app->ime ? STR_SERVICE_TYPING_OK : STR_SERVICE_TYPING_NONE));
    add_enrolled(&list, app);
    add_versions(&list, app);
    add_walls(&list, app);
    return list.count;
}

static const struct {
    enum fault number;
    enum fault_severity severity;
    enum str name, cause, cure;
} faults[] = {
#define FAULT(number, name, severity)                                                              \
    {number, FAULT_##severity, STR_FAULT_##name, STR_FAULT_##name##_CAUSE, STR_FAULT_##name##_CURE},
#include "core/faults.def"
#undef FAULT
};

struct service_fault service_fault(const struct app *app, const struct post_fault_note *note)
{
    static const enum service_light lights[] = {
        [FAULT_STOPS] = LIGHT_BAD, [FAULT_HAMPERS] = LIGHT_LOOK, [FAULT_TELLS] = LIGHT_NONE};
    bool fresh = app->now.wall_ms - note->last_ms < DAY_MS;
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        if ((uint32_t)faults[i].number == note->number)
            return (struct service_fault){faults[i].name, faults[i].cause, faults[i].cure,
                                          fresh ? lights[faults[i].severity] : LIGHT_NONE};
    }
    return (struct service_fault){STR_SERVICE_FAULTS_UNKNOWN, STR_COUNT, STR_COUNT, LIGHT_NONE};
}

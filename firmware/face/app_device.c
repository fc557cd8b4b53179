/* The device as such: what was set on the spot, faults met, what the keeper knows of it. */
#include <stdio.h>
#include <string.h>

#include "face/app.h"

void app_device_init(struct app *app, const struct conf *conf)
{
    app->settled = *conf;
    app->conf = &app->settled;
    setup_read(app->state_fd, &app->device.set);
    setup_apply(&app->device.set, &app->settled);
    if (app->clock->simulated)
        app->settled.placed = true; /* it stands where its board.conf or the defaults say */
}

bool app_wants_setup(const struct app *app)
{
    return !app->conf->placed && !app->device.set.set && !app->safe &&
           app->conf->profile->class != CONF_WALL;
}

static void report_met(struct app *app)
{
    struct device *device = &app->device;
    for (size_t i = 0; i < device->met_count && link_is_up(&app->link); i++) {
        struct post_message message = {.type = POST_FAULT,
                                       .fault = {.number = device->met[i].number}};
        snprintf(message.fault.what, sizeof message.fault.what, "%s", device->met[i].what);
        if (!device->met[i].sent)
            device->met[i].sent = link_send(&app->link, &message);
    }
}

void app_fault(struct app *app, enum fault number, const char *what)
{
    struct device *device = &app->device;
    for (size_t i = 0; i < device->met_count; i++) {
        if (device->met[i].number == number)
            return;
    }
    if (device->met_count == DEVICE_FAULTS_MAX)
        return;
    device->met[device->met_count].number = number;
    device->met[device->met_count++].what = what;
    report_met(app);
}

void app_tell_intake(struct app *app)
{
    struct post_message message = {.type = POST_INTAKE};
    if (app->intake_known) {
        memcpy(message.intake.kid, app->intake.kid, sizeof message.intake.kid);
        memcpy(message.intake.receipt_key, app->intake.receipt_public, POST_KEY_BYTES);
    }
    if (app->catalogue.installed)
        message.intake.issued_ms = app->catalogue.manifest.issued_ms;
    link_send(&app->link, &message);
}

void app_device_up(struct app *app)
{
    app_tell_intake(app);
    report_met(app);
    if (app->scene == SCENE_service)
        app_ask_facts(app);
}

void app_device_down(struct app *app)
{
    app->device.asked = false;
    app->setup.sent = false;
}

bool app_device_waits(const struct app *app)
{
    bool service = app->scene == SCENE_service || app->scene == SCENE_setup;
    return (service && app->device.asked) ||
           (app->scene == SCENE_setup && app->setup.result == SETUP_WAITS);
}

void app_ask_facts(struct app *app)
{
    const struct post_message ask = {.type = POST_ASK_FACTS};
    app->device.asked = link_send(&app->link, &ask);
}

bool app_send_setup(struct app *app, const char *county, const char *token)
{
    struct post_message message = {.type = POST_SETTINGS, .settings = {.set = true}};
    snprintf(message.settings.county, sizeof message.settings.county, "%s", county);
    snprintf(message.settings.token, sizeof message.settings.token, "%s", token);
    return link_send(&app->link, &message);
}

bool app_send_unlock(struct app *app, const char *token)
{
    struct post_message message = {.type = POST_UNLOCK};
    snprintf(message.unlock.token, sizeof message.unlock.token, "%s", token);
    return link_send(&app->link, &message);
}

/* What is set now; an unset device is where board.conf says. */
static void take_settings(struct app *app, const struct post_message *message)
{
    struct device *device = &app->device;
    char before[sizeof app->settled.county];
    memcpy(before, app->settled.county, sizeof before);
    device->told = true;
    device->answers++;
    device->locked = message->settings.locked;
    device->set.set = message->settings.set;
    memcpy(device->set.county, message->settings.county, sizeof device->set.county);
    setup_apply(&device->set, &app->settled);
    if (strcmp(before, app->settled.county) != 0)
        app_campaign_open(app); /* it may be switched off there */
}

void app_device_message(struct app *app, const struct post_message *message)
{
    struct device *device = &app->device;
    switch (message->type) {
    case POST_SETTINGS:
        take_settings(app, message);
        break;
    case POST_CLOCK:
        clock_sign(app->clock, message->clock.wall_ms, message->clock.steady_ms);
        app_look_at_clock(app);
        break;
    case POST_FACTS:
        device->facts = message->facts;
        device->facts_known = true;
        device->notes = 0;
        device->asked = device->facts.faults > 0;
        break;
    case POST_FAULT_NOTE:
        if (device->notes < POST_FAULTS_MAX)
            device->note[device->notes++] = message->note;
        device->asked = device->notes < device->facts.faults && device->notes < POST_FAULTS_MAX;
        break;
    default: /* not for a face */
        break;
    }
}

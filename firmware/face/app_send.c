/* The way of a suggestion to the keeper, and what the keeper says. */
#include <stdio.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "core/log.h"
#include "face/app.h"

bool app_store_is_broken(const struct app *app)
{
    enum post_store store = app->status_known ? app->status.store : POST_STORE_OK;
    if (!link_is_up(&app->link))
        return link_is_lost(&app->link);
    return store == POST_STORE_BROKEN || store == POST_STORE_READ_ONLY;
}

enum str app_blocked(const struct app *app)
{
    const struct post_status *status = &app->status;
    if (!app->intake_known)
        return STR_BLOCKED_SEALING;
    if (app_store_is_broken(app))
        return STR_BLOCKED_STORE;
    if (app->status_known && status->waiting >= POST_WAITING_MAX)
        return STR_BLOCKED_FULL;
    if (app->status_known && status->store == POST_STORE_NO_SPACE)
        return STR_BLOCKED_STORE;
    if (quota_used(&app->quota, app->now.wall_ms, status) >= quota_limit(app->conf))
        return STR_BLOCKED_QUOTA;
    return STR_COUNT;
}

bool app_takes_contact(const struct app *app)
{
    return app->intake_known && app->intake.office_known;
}

enum str app_send_failure(const struct app *app)
{
    switch (app->sending.why) {
    case SAVE_WHY_FULL:
        return STR_REVIEW_FAILED_FULL;
    case SAVE_WHY_NO_SPACE:
        return STR_REVIEW_FAILED_SPACE;
    case SAVE_WHY_NO_KEEPER:
        return STR_REVIEW_FAILED_KEEPER;
    case SAVE_WHY_NO_SEAL:
        return STR_REVIEW_FAILED_SEALING;
    case SAVE_WHY_FAILED:
    case SAVE_WHY_NONE:
        break;
    }
    return STR_REVIEW_FAILED_STORE;
}

/* What a letter was sealed of: theme, text, number, and what was agreed to. */
static void digest_words(const struct app *app, uint8_t digest[SEAL_DIGEST_BYTES])
{
    char words[MANIFEST_NAME_MAX + DRAFT_BYTES + CONTACT_DIGITS + 8];
    const struct contact *contact = &app->contact;
    int len =
        snprintf(words, sizeof words, "%s\n%s %d %d\n%s", app_theme_id(app, app->theme),
                 contact->phone, contact->may_call, contact->may_publish, app->compose.draft.text);
    seal_digest(words, (size_t)len, digest);
    seal_wipe(words, sizeof words);
}

/* Real seconds, for a clock that may stand still: see sending_give_up(). */
static void guard(const struct app *app, int seconds)
{
    const struct itimerspec at = {.it_value = {.tv_sec = seconds}};
    timerfd_settime(app->guard_fd, 0, &at, NULL);
}

static bool seal_words(struct app *app)
{
    const struct manifest *manifest = &app->catalogue.manifest;
    bool known = app->catalogue.installed;
    struct record record = {
        .campaign = known ? manifest->id : "",
        .theme = app_theme_id(app, app->theme),
        .channel = app_channel(app),
        .county = app->conf->county,
        .text = app->compose.draft.text,
        .notice = known ? manifest->notice_version : "",
        .created = app->now,
        .contact = app_takes_contact(app) ? &app->contact : NULL,
    };
    return app->intake_known && sending_seal(&app->sending, &app->intake, &app->random, &record);
}

void app_send(struct app *app)
{
    uint8_t words[SEAL_DIGEST_BYTES];
    digest_words(app, words);
    bool same = app->sending.sealed && memcmp(words, app->sealed_of, sizeof words) == 0;
    if (!same && !seal_words(app)) {
        app->sending.save = SAVE_NOT_SAVED;
        app->sending.why = SAVE_WHY_NO_SEAL;
        return;
    }
    memcpy(app->sealed_of, words, sizeof words);
    if (app->sending.save == SAVE_SAVED || app->sending.save == SAVE_DELIVERED) {
        app_go(app, SCENE_receipt); /* the keeper's answer came late */
        return;
    }
    sending_begin(&app->sending, app->now.mono_ms);
    guard(app, SENDING_TRY_MS / 1000);
}

/* Once for each letter: when it has become safe. */
static void note_saved(struct app *app, enum save before)
{
    enum save save = app->sending.save;
    bool safe = save == SAVE_SAVED || save == SAVE_DELIVERED;
    if (!safe || before == SAVE_SAVED || before == SAVE_DELIVERED)
        return;
    guard(app, 0);
    quota_add(&app->quota, app->now.wall_ms);
    if (app->scene == SCENE_review)
        app_go(app, SCENE_receipt);
}

static bool is_new_campaign(const struct app *app, const struct post_status *status)
{
    char version[32] = "";
    if (app->catalogue.installed)
        snprintf(version, sizeof version, "%lld", (long long)app->catalogue.manifest.version);
    if (app->status_known && status->installs != app->installs)
        return true;
    return status->campaign[0] && strcmp(status->campaign, version) != 0 &&
           strcmp(status->campaign, app->status.campaign) != 0;
}

static void take_status(struct app *app, const struct post_status *status)
{
    bool fresh = is_new_campaign(app, status);
    bool stop = status->stop != app->status.stop;
    app->status = *status;
    app->status_known = true;
    app->installs = status->installs;
    if (fresh)
        app_campaign_open(app);
    else if (stop)
        app_campaign_check(app);
}

static void take_message(struct app *app, const struct post_message *message)
{
    enum save before = app->sending.save;
    switch (message->type) {
    case POST_SAVED:
        sending_saved(&app->sending, message->saved.id, message->saved.result, app->now.mono_ms);
        note_saved(app, before);
        break;
    case POST_STATE:
        sending_state(&app->sending, message->state.id, message->state.state);
        note_saved(app, before);
        break;
    case POST_STATUS:
        take_status(app, &message->status);
        break;
    default:
        app_device_message(app, message);
        break;
    }
}

void app_send_poll(struct app *app)
{
    struct post_message message;
    enum link_news news;
    uint64_t fired;
    if (read(app->guard_fd, &fired, sizeof fired) == (ssize_t)sizeof fired)
        sending_give_up(&app->sending);
    while ((news = link_next(&app->link, &message)) != LINK_NOTHING) {
        if (news == LINK_MESSAGE)
            take_message(app, &message);
        if (news == LINK_UP)
            app_device_up(app);
        if (news == LINK_DOWN) {
            sending_lost(&app->sending, app->now.mono_ms);
            app_device_down(app);
        }
    }
}

void app_send_tick(struct app *app)
{
    sending_step(&app->sending, &app->link, app->now.mono_ms);
}

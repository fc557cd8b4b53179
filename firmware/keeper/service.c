#include "keeper/service.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>

#include "core/log.h"
#include "seal/seal.h"

enum { WRONG_TOKENS_MAX = 5 };

/* What decides whether the intake takes a letter, as far as it stands here: this program and the
 * intake that board.conf names. */
static int64_t stamp_of(const struct conf *conf)
{
    uint8_t digest[SEAL_DIGEST_BYTES];
    char text[3 * CONF_VALUE_MAX];
    int64_t stamp;
    int len = snprintf(text, sizeof text, "%s\n%s\n%s", JIANYAN_VERSION, conf->intake_url,
                       conf->intake_keys);
    seal_digest(text, (size_t)len, digest);
    memcpy(&stamp, digest, sizeof stamp);
    return stamp;
}

void service_open(struct keeper *keeper)
{
    setup_read(AT_FDCWD, &keeper->settings);
    setup_read_token(AT_FDCWD, &keeper->settings);
    keeper->letters.stamp = stamp_of(&keeper->conf);
    letters_retry(&keeper->letters, false);
}

/* On a public device whoever stands before it is not who set it up. */
static bool is_locked(const struct keeper *keeper)
{
    return keeper->conf.profile->class == CONF_KIOSK && keeper->settings.set && !keeper->unlocked;
}

static void tell_settings(struct keeper *keeper, struct peer *peer)
{
    struct post_message message = {.type = POST_SETTINGS};
    message.settings.set = keeper->settings.set;
    message.settings.locked = is_locked(keeper);
    memcpy(message.settings.county, keeper->settings.county, sizeof message.settings.county);
    peers_send(&keeper->peers, peer, &message);
}

void service_greet(struct keeper *keeper, struct peer *peer, const struct post_message *hello)
{
    if (peer->role == POST_COURIER) {
        memcpy(keeper->courier_version, hello->hello.version, sizeof keeper->courier_version);
        keeper->courier_confined = hello->hello.confined;
    }
    if (peer->role != POST_FACE)
        return;
    keeper->unlocked = false;
    tell_settings(keeper, peer);
}

static void keep_settings(struct keeper *keeper, const struct post_message *message)
{
    struct setup next = {.set = true};
    const char *token = message->settings.token;
    memcpy(next.county, message->settings.county, sizeof next.county);
    memcpy(next.token, token[0] ? token : keeper->settings.token, sizeof next.token);
    if (is_locked(keeper)) {
        log_warn("keeper", "settings are locked: not changed");
        return;
    }
    if (!setup_county_is_valid(next.county) ||
        (next.token[0] && !setup_token_is_valid(next.token))) {
        log_warn("keeper", "settings that cannot be: not kept");
        return;
    }
    if (!setup_write(AT_FDCWD, &next))
        return;
    keeper->settings = next;
    keeper->unlocked = false;
    log_info("keeper", "settings kept county=%s token=%s", next.county,
             next.token[0] ? "yes" : "no");
}

static void unlock(struct keeper *keeper, const char *token)
{
    const struct setup *settings = &keeper->settings;
    if (keeper->wrong_tokens >= WRONG_TOKENS_MAX) {
        log_warn("keeper", "settings stay locked until the next start");
        return;
    }
    keeper->unlocked = settings->token[0] && strcmp(token, settings->token) == 0;
    if (!keeper->unlocked)
        keeper->wrong_tokens++;
}

static uint32_t free_mb(void)
{
    struct statvfs disk;
    if (statvfs(".", &disk) != 0)
        return 0;
    uint64_t mb = (uint64_t)disk.f_bavail * disk.f_frsize >> 20;
    return mb < UINT32_MAX ? (uint32_t)mb : UINT32_MAX;
}

/* By the clock as it is now: it may have been put right since. */
static int64_t contact_ms(const struct keeper *keeper)
{
    const struct clock_now *now = &keeper->now;
    return keeper->contact_mono_ms > 0 ? now->wall_ms - (now->mono_ms - keeper->contact_mono_ms)
                                       : 0;
}

static void tell_facts(struct keeper *keeper, struct peer *peer)
{
    struct post_fault_note notes[POST_FAULTS_MAX];
    size_t count = plays_faults(&keeper->plays, notes, POST_FAULTS_MAX);
    struct post_message message = {.type = POST_FACTS};
    struct post_facts *facts = &message.facts;
    snprintf(facts->keeper, sizeof facts->keeper, "%s", JIANYAN_VERSION);
    if (peers_find(&keeper->peers, POST_COURIER))
        memcpy(facts->courier, keeper->courier_version, sizeof facts->courier);
    facts->keeper_confined = keeper->confined;
    facts->courier_confined = keeper->courier_confined;
    facts->disk_free_mb = free_mb();
    facts->contact_ms = contact_ms(keeper);
    facts->has_token = keeper->settings.token[0] != '\0';
    facts->faults = (uint32_t)count;
    peers_send(&keeper->peers, peer, &message);
    for (size_t i = 0; i < count && peer->fd >= 0; i++) {
        message = (struct post_message){.type = POST_FAULT_NOTE, .note = notes[i]};
        peers_send(&keeper->peers, peer, &message);
    }
}

bool service_answer(struct keeper *keeper, struct peer *peer, const struct post_message *message)
{
    switch (message->type) {
    case POST_SETTINGS:
        keep_settings(keeper, message);
        tell_settings(keeper, peer);
        return true;
    case POST_UNLOCK:
        unlock(keeper, message->unlock.token);
        tell_settings(keeper, peer);
        return true;
    case POST_ASK_FACTS:
        tell_facts(keeper, peer);
        return true;
    default:
        return false;
    }
}

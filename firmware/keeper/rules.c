#include "keeper/rules.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/log.h"
#include "keeper/service.h"
#include "seal/seal.h"

static struct post_message about(enum post_type type)
{
    return (struct post_message){.type = type};
}

/* Tells the face, if there is one, what became of a letter. */
static void tell_state(struct keeper *keeper, const uint8_t id[POST_ID_BYTES],
                       enum post_state state)
{
    struct post_message message = about(POST_STATE);
    struct peer *face = peers_find(&keeper->peers, POST_FACE);
    if (!face)
        return;
    memcpy(message.state.id, id, POST_ID_BYTES);
    message.state.state = state;
    peers_send(&keeper->peers, face, &message);
}

static void pass_contact_on(struct keeper *keeper)
{
    const struct post_message message = about(POST_CONTACT);
    struct peer *courier = peers_find(&keeper->peers, POST_COURIER);
    keeper->contact_due = courier == NULL;
    if (courier)
        peers_send(&keeper->peers, courier, &message);
}

static bool may_be(const struct keeper *keeper, const struct peer *peer, enum post_role role)
{
    switch (role) {
    case POST_FACE:
        return peer->uid == keeper->face_uid;
    case POST_COURIER:
        return peer->uid == keeper->courier_uid;
    case POST_CONDUCTOR:
        return keeper->clock.simulated && peer->uid == keeper->own_uid;
    case POST_OVERSEER:
        return peer->uid == 0 || peer->uid == keeper->own_uid;
    }
    return false;
}

static void greet(struct keeper *keeper, struct peer *peer, const struct post_message *message)
{
    enum post_role role = message->hello.role;
    if (peer->role != 0 || !may_be(keeper, peer, role)) {
        log_warn("keeper", "refused a hello role=%d uid=%u", (int)role, peer->uid);
        peers_drop(peer, NULL);
        return;
    }
    peers_set_role(&keeper->peers, peer, role);
    peers_send_status(&keeper->peers, peer, &keeper->status);
    service_greet(keeper, peer, message);
    timekeep_greet(keeper, peer);
    if (role == POST_COURIER && keeper->contact_due)
        pass_contact_on(keeper);
}

static enum post_save keep(struct keeper *keeper, const struct post_put *put, bool *arrived)
{
    uint8_t digest[SEAL_DIGEST_BYTES];
    seal_digest(put->letter, put->letter_len, digest);
    if (memcmp(digest, put->digest, sizeof digest) == 0 && seal_receipt_is_valid(put->receipt))
        return letters_put(&keeper->letters, put, arrived);
    log_error("keeper", "a letter does not fit its digest or its receipt number: not kept");
    return POST_SAVE_FAILED;
}

static void answer_put(struct keeper *keeper, struct peer *peer, const struct post_message *message)
{
    struct post_message answer = about(POST_SAVED);
    bool arrived = false;
    memcpy(answer.saved.id, message->put.id, POST_ID_BYTES);
    answer.saved.result = keep(keeper, &message->put, &arrived);
    peers_send(&keeper->peers, peer, &answer);
    if (arrived)
        tell_state(keeper, answer.saved.id, POST_ARRIVED);
    letters_count(&keeper->letters);
}

static void answer_next(struct keeper *keeper, struct peer *peer)
{
    struct post_message answer = about(POST_LETTER);
    if (letters_next(&keeper->letters, &keeper->letter)) {
        memcpy(answer.put.id, keeper->letter.id, POST_ID_BYTES);
        answer.put.letter = keeper->letter.bytes;
        answer.put.letter_len = keeper->letter.len;
    }
    peers_send(&keeper->peers, peer, &answer);
}

/* Here, because the folder is the keeper's: in it nobody else removes what is root's. */
static void remove_boots(void)
{
    if (unlinkat(AT_FDCWD, "boots", 0) != 0 && errno != ENOENT)
        log_warn("keeper", "cannot remove file=boots: %s", strerror(errno));
}

void rules_note_contact(struct keeper *keeper)
{
    keeper->contact_mono_ms = keeper->now.mono_ms;
    remove_boots();
}

static void answer_delivered(struct keeper *keeper, struct peer *peer,
                             const struct post_message *message)
{
    struct post_message answer = about(POST_MARKED);
    const uint8_t *id = message->delivered.id;
    enum letters_mark mark = letters_delivered(&keeper->letters, id, message->delivered.signature);
    if (mark == LETTERS_WRONG)
        log_warn("keeper", "a receipt is not the intake's: the letter stays");
    memcpy(answer.marked.id, id, POST_ID_BYTES);
    answer.marked.right = mark != LETTERS_WRONG && mark != LETTERS_UNKNOWN;
    peers_send(&keeper->peers, peer, &answer);
    letters_count(&keeper->letters);
    if (answer.marked.right)
        rules_note_contact(keeper);
    if (mark == LETTERS_MARKED)
        tell_state(keeper, id, POST_ARRIVED);
}

static void set_aside(struct keeper *keeper, const struct post_message *message)
{
    const uint8_t *id = message->refused.id;
    if (letters_refused(&keeper->letters, id) != LETTERS_MARKED)
        return;
    log_warn("keeper", "a letter is set aside status=%u", message->refused.http_status);
    letters_count(&keeper->letters);
    tell_state(keeper, id, POST_SET_ASIDE);
}

static void note_installed(struct keeper *keeper, const char *version)
{
    snprintf(keeper->campaign, sizeof keeper->campaign, "%s", version);
    keeper->installs++;
    remove_boots();
    letters_retry(&keeper->letters, true); /* the intake's keys may be others now */
}

static void note_net(struct keeper *keeper, enum post_net net, const char *why)
{
    keeper->net = net;
    if (net == POST_NET_OK)
        rules_note_contact(keeper);
    snprintf(keeper->net_why, sizeof keeper->net_why, "%s", why);
}

/* What only the face may say; false if it is not one of these. */
static bool answer_face(struct keeper *keeper, struct peer *peer,
                        const struct post_message *message)
{
    if (message->type == POST_PUT)
        answer_put(keeper, peer, message);
    else if (message->type == POST_PLAY || message->type == POST_FAULT)
        plays_note(&keeper->plays, message, keeper->now.mono_ms, keeper->now.wall_ms);
    else
        return timekeep_answer_face(keeper, message) || service_answer(keeper, peer, message);
    return true;
}

static bool answer_courier(struct keeper *keeper, struct peer *peer,
                           const struct post_message *message)
{
    switch (message->type) {
    case POST_NEXT:
        answer_next(keeper, peer);
        return true;
    case POST_DELIVERED:
        answer_delivered(keeper, peer, message);
        return true;
    case POST_REFUSED:
        set_aside(keeper, message);
        return true;
    case POST_LATER:
        letters_later(&keeper->letters, message->refused.id);
        return true;
    case POST_COURIER_STATUS:
        note_net(keeper, message->courier.net, message->courier.why);
        return true;
    case POST_INSTALLED:
        note_installed(keeper, message->installed.version);
        return true;
    case POST_FAULT:
        plays_note(&keeper->plays, message, keeper->now.mono_ms, keeper->now.wall_ms);
        return true;
    default:
        return timekeep_answer_courier(keeper, peer, message);
    }
}

/* Answered by a status, so that whoever asks knows how things are now and not a moment ago. */
static bool answer_conductor(struct keeper *keeper, struct peer *peer,
                             const struct post_message *message)
{
    if (message->type != POST_CONTACT)
        return false;
    pass_contact_on(keeper);
    peer->status_due = true;
    return true;
}

static bool answer_overseer(struct keeper *keeper, struct peer *peer,
                            const struct post_message *message)
{
    struct post_message answer = about(POST_PROBED);
    if (message->type == POST_FAULT) {
        plays_note(&keeper->plays, message, keeper->now.mono_ms, keeper->now.wall_ms);
        return true;
    }
    if (message->type != POST_PROBE)
        return false;
    answer.probed.result = letters_probe(&keeper->letters, message->probe.write);
    peers_send(&keeper->peers, peer, &answer);
    return true;
}

void rules_answer(struct keeper *keeper, struct peer *peer, const struct post_message *message)
{
    bool understood = false;
    if (peer->role == 0 && message->type == POST_HELLO) {
        greet(keeper, peer, message);
        return;
    }
    if (peer->role == POST_FACE)
        understood = answer_face(keeper, peer, message);
    else if (peer->role == POST_COURIER)
        understood = answer_courier(keeper, peer, message);
    else if (peer->role == POST_CONDUCTOR)
        understood = answer_conductor(keeper, peer, message);
    else if (peer->role == POST_OVERSEER)
        understood = answer_overseer(keeper, peer, message);
    if (!understood)
        peers_drop(peer, "it sent what its role may not");
}

static void note_fault(struct keeper *keeper, enum fault number, const char *what)
{
    struct post_message fault = about(POST_FAULT);
    fault.fault.number = number;
    snprintf(fault.fault.what, sizeof fault.fault.what, "%s", what);
    plays_note(&keeper->plays, &fault, keeper->now.mono_ms, keeper->now.wall_ms);
}

static void note_store_faults(struct keeper *keeper, enum post_store was, enum post_store is)
{
    if (keeper->renewals_seen != keeper->letters.renewals) {
        keeper->renewals_seen = keeper->letters.renewals;
        keeper->salvage.done = false;
        note_fault(keeper, FAULT_RENEWED, "a damaged store was set aside");
    }
    if (is == was)
        return;
    if (is == POST_STORE_NO_SPACE)
        note_fault(keeper, FAULT_NO_SPACE, "the disk is full");
    else if (is == POST_STORE_READ_ONLY)
        note_fault(keeper, FAULT_READ_ONLY, "the store cannot be written");
    else if (is == POST_STORE_BROKEN)
        note_fault(keeper, FAULT_BROKEN, "the store cannot be used");
}

static bool is_same(const struct post_status *a, const struct post_status *b)
{
    return a->waiting == b->waiting && a->delivered == b->delivered && a->refused == b->refused &&
           a->total == b->total && a->store == b->store && a->net == b->net &&
           a->installs == b->installs && a->stop == b->stop && a->day == b->day &&
           a->today == b->today && strcmp(a->net_why, b->net_why) == 0 &&
           strcmp(a->campaign, b->campaign) == 0;
}

void rules_push_changes(struct keeper *keeper)
{
    const struct letters_counts *counts = &keeper->letters.counts;
    if (keeper->renewals_seen != keeper->letters.renewals)
        letters_count(&keeper->letters);
    if (keeper->net != POST_NET_UNKNOWN && !peers_find(&keeper->peers, POST_COURIER))
        note_net(keeper, POST_NET_UNKNOWN, "the courier is not running");
    struct post_status status = {
        .waiting = counts->waiting,
        .delivered = counts->delivered,
        .refused = counts->refused,
        .total = counts->total,
        .store = keeper->letters.state,
        .net = keeper->net,
        .installs = keeper->installs,
        .stop = keeper->stop,
        .day = (uint32_t)counts->day,
        .today = counts->today,
    };
    memcpy(status.net_why, keeper->net_why, sizeof status.net_why);
    memcpy(status.campaign, keeper->campaign, sizeof status.campaign);
    note_store_faults(keeper, keeper->status.store, status.store);
    if (is_same(&status, &keeper->status))
        return;
    keeper->status = status;
    peers_push_status(&keeper->peers, &keeper->status);
}

#include "courier/upload.h"

#include <stdio.h>
#include <string.h>

#include "core/log.h"
#include "courier/courier.h"
#include "courier/verdict.h"

enum {
    FRESH_MS = 1000, /* the screen first shows that the letter is saved */
    KEEPER_MS = 5000 /* of the machine's clock: the keeper must have answered */
};

void upload_init(struct upload *upload)
{
    upload->due_ms = INT64_MAX;
    upload->host_due_ms = INT64_MAX;
}

/* The next letter in `wait_ms`; while "contact now" holds at most in a fifth of a second. */
static void wait_for(struct courier *courier, int64_t wait_ms)
{
    struct upload *upload = &courier->upload;
    int64_t hurried = wait_ms < COURIER_CONTACT_WAIT_MS ? wait_ms : COURIER_CONTACT_WAIT_MS;
    upload->stage = UPLOAD_RESTS;
    upload->due_ms = courier_now_ms(courier) + wait_ms;
    upload->host_due_ms = courier_host_ms(courier) + hurried;
}

/* Never before something changes. */
static void rest(struct upload *upload)
{
    upload->stage = UPLOAD_RESTS;
    upload->due_ms = INT64_MAX;
    upload->host_due_ms = INT64_MAX;
}

void upload_status(struct courier *courier, const struct post_status *status)
{
    struct upload *upload = &courier->upload;
    bool fresh = upload->greeted && status->total > upload->total;
    upload->waiting = status->waiting;
    upload->total = status->total;
    if (upload->waiting == 0 || upload->stage != UPLOAD_RESTS) {
        upload->greeted = true;
        return;
    }
    if (!upload->greeted || upload->due_ms == INT64_MAX) {
        /* What waited before this start: a whole city may have started with us. */
        int64_t splay = courier->once ? 0 : courier->conf->splay_seconds * 1000;
        wait_for(courier, upload->greeted ? FRESH_MS : chance_up_to(&courier->chance, splay));
    } else if (fresh && !upload->resting && upload->due_ms > courier_now_ms(courier) + FRESH_MS) {
        wait_for(courier, FRESH_MS);
    }
    upload->greeted = true;
}

/* Not delivered: the letter goes to the back of the queue, the next try comes later. */
static void put_off(struct courier *courier, enum post_net net, const char *why, int64_t wait_ms)
{
    struct upload *upload = &courier->upload;
    struct post_message later = {.type = POST_LATER};
    memcpy(later.refused.id, upload->id, sizeof later.refused.id);
    snprintf(later.refused.why, sizeof later.refused.why, "%s", why);
    upload->failures++;
    courier->failed = true;
    wait_for(courier, wait_ms);
    courier_set_net(courier, net, why);
    link_send(&courier->link, &later);
}

static void put_off_a_while(struct courier *courier, enum post_net net, const char *why)
{
    put_off(
        courier, net, why,
        backoff_ms(&courier->chance, courier->upload.failures, courier->conf->retry_cap_seconds));
}

/* Nothing that trying again soon would mend. */
static void hold(struct courier *courier, const char *why)
{
    int64_t cap_ms = courier->conf->retry_cap_seconds * 1000;
    if (courier->net != POST_NET_HELD)
        courier_fault(courier, FAULT_INTAKE_HOLDS, why);
    courier->upload.resting = true;
    put_off(courier, POST_NET_HELD, why,
            cap_ms * 3 / 4 + chance_up_to(&courier->chance, cap_ms / 2));
}

static void captive(struct courier *courier, const char *why)
{
    if (courier->net != POST_NET_CAPTIVE)
        courier_fault(courier, FAULT_CAPTIVE, why);
    put_off_a_while(courier, POST_NET_CAPTIVE, why);
}

static void deliver(struct courier *courier, const uint8_t signature[POST_SIGNATURE_BYTES])
{
    struct upload *upload = &courier->upload;
    struct post_message delivered = {.type = POST_DELIVERED};
    memcpy(delivered.delivered.id, upload->id, sizeof upload->id);
    memcpy(delivered.delivered.signature, signature, POST_SIGNATURE_BYTES);
    upload->stage = UPLOAD_MARKING;
    upload->asked_ms = courier_host_ms(courier);
    link_send(&courier->link, &delivered);
}

static void refuse(struct courier *courier, const struct http_reply *reply)
{
    struct post_message refused = {.type = POST_REFUSED};
    memcpy(refused.refused.id, courier->upload.id, POST_ID_BYTES);
    refused.refused.http_status = (uint32_t)reply->status;
    snprintf(refused.refused.why, sizeof refused.refused.why, "%s", reply->why);
    courier_fault(courier, FAULT_LETTER_REFUSED, reply->why);
    link_send(&courier->link, &refused);
    courier->upload.failures = 0;
    courier_set_net(courier, POST_NET_OK, "");
    wait_for(courier, 0);
}

static void busy(struct courier *courier, const struct http_reply *reply)
{
    int64_t asked = backoff_retry_after_ms(&courier->chance, reply->retry_after);
    courier->upload.resting = asked >= 0;
    if (asked >= 0)
        put_off(courier, POST_NET_BUSY, reply->why, asked);
    else
        put_off_a_while(courier, POST_NET_BUSY, reply->why);
}

static void settle(struct courier *courier, const struct http_reply *reply)
{
    uint8_t signature[SEAL_SIGNATURE_BYTES];
    char why[POST_TEXT_MAX];
    enum verdict verdict = verdict_of(reply, courier->upload.id, signature);
    snprintf(why, sizeof why, "%.200s (%s)", reply->why, verdict_str(verdict));
    courier->upload.resting = false;
    if (verdict != VERDICT_DELIVERED)
        log_info("courier", "a letter was not delivered: %s", why);
    switch (verdict) {
    case VERDICT_DELIVERED:
        deliver(courier, signature);
        break;
    case VERDICT_REFUSED:
        refuse(courier, reply);
        break;
    case VERDICT_CAPTIVE:
        captive(courier, why);
        break;
    case VERDICT_HELD:
        hold(courier, why);
        break;
    case VERDICT_BUSY:
        busy(courier, reply);
        break;
    case VERDICT_RETRY:
        put_off_a_while(courier, POST_NET_DOWN, why);
        break;
    }
}

static void send_letter(struct courier *courier)
{
    struct upload *upload = &courier->upload;
    char url[URL_MAX], key[80], uuid[SEAL_UUID_TEXT];
    seal_uuid_print(upload->id, uuid);
    snprintf(key, sizeof key, "Idempotency-Key: \"%s\"", uuid);
    const struct http_request request = {
        .url = url,
        .headers = {"Content-Type: application/json", "Accept: application/json", key},
        .body = upload->letter,
        .body_len = upload->letter_len,
        .file = -1,
    };
    if (!url_join(courier->intake_url, "v1/submissions", url, sizeof url) ||
        !http_start(courier->http, HTTP_UPLOAD, &request))
        hold(courier, "the intake's address cannot be used");
    else
        upload->stage = UPLOAD_SENDING;
}

void upload_letter(struct courier *courier, const struct post_put *letter)
{
    struct upload *upload = &courier->upload;
    if (upload->stage != UPLOAD_ASKED)
        return;
    if (letter->letter_len == 0) {
        upload->waiting = 0; /* until the keeper says otherwise */
        rest(upload);
        return;
    }
    memcpy(upload->id, letter->id, sizeof upload->id);
    memcpy(upload->letter, letter->letter, letter->letter_len);
    upload->letter_len = letter->letter_len;
    send_letter(courier);
}

void upload_marked(struct courier *courier, const uint8_t id[POST_ID_BYTES], bool right)
{
    struct upload *upload = &courier->upload;
    if (upload->stage != UPLOAD_MARKING || memcmp(id, upload->id, sizeof upload->id) != 0)
        return;
    if (!right) {
        captive(courier, "the receipt's signature is wrong");
        return;
    }
    upload->failures = 0;
    courier_set_net(courier, POST_NET_OK, "");
    wait_for(courier, 0);
}

void upload_keeper_lost(struct courier *courier)
{
    http_cancel(courier->http, HTTP_UPLOAD);
    /* What was under way is asked for again; the intake knows the id. */
    if (courier->upload.stage != UPLOAD_RESTS)
        wait_for(courier, 0);
}

void upload_hurry(struct courier *courier)
{
    struct upload *upload = &courier->upload;
    upload->failures = 0;
    upload->resting = false;
    if (upload->stage == UPLOAD_RESTS && upload->waiting > 0)
        wait_for(courier, 0);
}

void upload_again(struct courier *courier)
{
    const struct upload *upload = &courier->upload;
    if (upload->stage == UPLOAD_RESTS && upload->waiting > 0 && upload->failures > 0 &&
        !upload->resting)
        wait_for(courier, FRESH_MS);
}

void upload_address_changed(struct courier *courier)
{
    struct upload *upload = &courier->upload;
    upload->resting = false;
    if (upload->stage == UPLOAD_RESTS && upload->waiting > 0 && courier->net == POST_NET_HELD)
        wait_for(courier, FRESH_MS);
}

static bool is_due(const struct courier *courier)
{
    const struct upload *upload = &courier->upload;
    return upload->due_ms <= courier_now_ms(courier) ||
           (courier_is_hurried(courier) && upload->host_due_ms <= courier_host_ms(courier));
}

static void ask(struct courier *courier)
{
    struct upload *upload = &courier->upload;
    const struct post_message next = {.type = POST_NEXT};
    enum url_verdict verdict = url_check(courier->intake_url);
    if (verdict != URL_GOOD) {
        char why[POST_TEXT_MAX];
        snprintf(why, sizeof why, "intake: %s", url_verdict_str(verdict));
        if (courier->net != POST_NET_HELD) {
            log_error("courier", "letters cannot go: %s url=%s", why, courier->intake_url);
            courier_fault(courier, FAULT_INTAKE_HOLDS, why);
        }
        courier_set_net(courier, POST_NET_HELD, why);
        courier->failed = true;
        rest(upload);
        return;
    }
    if (!link_send(&courier->link, &next))
        return;
    upload->stage = UPLOAD_ASKED;
    upload->asked_ms = courier_host_ms(courier);
}

void upload_tick(struct courier *courier)
{
    struct upload *upload = &courier->upload;
    struct http_reply reply;
    bool keeper_asked = upload->stage == UPLOAD_ASKED || upload->stage == UPLOAD_MARKING;
    if (keeper_asked && courier_host_ms(courier) - upload->asked_ms > KEEPER_MS) {
        log_warn("courier", "the keeper does not answer");
        link_close(&courier->link);
        upload_keeper_lost(courier);
    }
    if (upload->stage == UPLOAD_SENDING && http_take(courier->http, HTTP_UPLOAD, &reply))
        settle(courier, &reply);
    if (upload->stage == UPLOAD_RESTS && upload->waiting > 0 && courier->link.fd >= 0 &&
        is_due(courier) && !ask_time_comes_first(courier))
        ask(courier);
}

int64_t upload_due_ms(const struct courier *courier)
{
    const struct upload *upload = &courier->upload;
    bool can = upload->stage == UPLOAD_RESTS && upload->waiting > 0 && courier->link.fd >= 0 &&
               !ask_time_holds(courier);
    return can ? upload->due_ms : INT64_MAX;
}

int64_t upload_host_due_ms(const struct courier *courier)
{
    const struct upload *upload = &courier->upload;
    if (upload->stage == UPLOAD_ASKED || upload->stage == UPLOAD_MARKING)
        return upload->asked_ms + KEEPER_MS + 1;
    if (upload_due_ms(courier) == INT64_MAX || !courier_is_hurried(courier))
        return INT64_MAX;
    return upload->host_due_ms;
}

bool upload_is_done(const struct courier *courier)
{
    const struct upload *upload = &courier->upload;
    return upload->greeted && upload->stage == UPLOAD_RESTS &&
           (upload->waiting == 0 || courier->failed);
}

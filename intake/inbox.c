#include "intake/inbox.h"

#include <string.h>
#include <strings.h>

#include "intake/reply.h"

static bool is_json(const char *type)
{
    static const char json[] = "application/json";
    size_t len = sizeof json - 1;
    return type && strncasecmp(type, json, len) == 0 &&
           (type[len] == '\0' || strchr("; ", type[len]));
}

/* True while the same id waits for its commit. */
static bool is_in_flight(const struct server *server, const uint8_t id[SEAL_ID_BYTES])
{
    for (const struct request *at = server->parked; at; at = at->next) {
        if (memcmp(at->submission.row.id, id, SEAL_ID_BYTES) == 0)
            return true;
    }
    return false;
}

static enum problem read_request(struct request *request, struct problem_place *place)
{
    struct server *server = request->server;
    struct submission_rules rules = {
        .keys = server->keys,
        .facts = &server->facts,
        .plain = server->allow_plain || server_is_loopback(request),
        .now_ms = clock_world_ms(&server->world),
    };
    *place = (struct problem_place){0};
    if (request->too_large)
        return PROBLEM_TOO_LARGE;
    if (!is_json(request_header(request, "Content-Type")))
        return PROBLEM_TYPE;
    return submission_read(&rules, request_header(request, "Idempotency-Key"),
                           request->body ? request->body : "", request->len, &request->submission,
                           place);
}

void inbox_take(struct request *request)
{
    struct server *server = request->server;
    struct problem_place place;
    enum problem problem = read_request(request, &place);
    if (problem == PROBLEM_NONE && is_in_flight(server, request->submission.row.id)) {
        submission_fini(&request->submission);
        problem = PROBLEM_IN_PROGRESS;
    }
    if (problem != PROBLEM_NONE) {
        server->counters.refused++;
        reply_problem(request, problem, place);
        return;
    }
    request->parked = true;
    request->next = NULL;
    *server->parked_end = request;
    server->parked_end = &request->next;
    MHD_suspend_connection(request->connection);
}

static void answer(struct request *request, enum store_put result)
{
    struct server_counters *counters = &request->server->counters;
    switch (result) {
    case STORE_NEW:
        counters->received++;
        break;
    case STORE_SAME:
        counters->replayed++;
        break;
    case STORE_OTHER:
        counters->refused++;
        reply_problem(request, PROBLEM_KEY_REUSED, (struct problem_place){0});
        return;
    case STORE_FAILED:
        counters->failed++;
        reply_problem(request, PROBLEM_OVERLOADED, (struct problem_place){0});
        return;
    }
    reply_text(request, MHD_HTTP_CREATED, "application/json", request->submission.reply);
    if (result == STORE_SAME)
        reply_header(request, "Idempotency-Replayed", "true");
}

/* Puts the first `max` parked ones into one transaction; false if it was not committed. */
static bool store_batch(struct server *server, enum store_put *results, size_t max)
{
    size_t count = 0;
    if (!store_begin(server->store))
        return false;
    for (struct request *at = server->parked; at && count < max; at = at->next, count++) {
        results[count] = store_put(server->store, &at->submission.row, at->submission.reply);
        if (results[count] == STORE_FAILED) {
            store_rollback(server->store);
            return false;
        }
    }
    server->counters.commits++;
    return store_commit(server->store);
}

bool inbox_commit(struct server *server)
{
    enum store_put results[SERVER_CONNECTIONS_MAX];
    if (!server->parked)
        return false;
    bool stored = store_batch(server, results, SERVER_CONNECTIONS_MAX);
    server->ill = !stored;
    for (size_t i = 0; server->parked && i < SERVER_CONNECTIONS_MAX; i++) {
        struct request *request = server->parked;
        server->parked = request->next;
        answer(request, stored ? results[i] : STORE_FAILED);
        submission_fini(&request->submission);
        request->parked = false;
        MHD_resume_connection(request->connection);
    }
    if (!server->parked)
        server->parked_end = &server->parked;
    return true;
}

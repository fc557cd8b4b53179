#include "courier/link.h"

#include <unistd.h>

#include "core/log.h"

void link_init(struct link *link, unsigned confined)
{
    link->confined = confined;
    link->fd = -1;
    link->try_ms = 0;
}

void link_close(struct link *link)
{
    if (link->fd >= 0)
        close(link->fd);
    link->fd = -1;
}

bool link_try(struct link *link, const char *state_dir, int64_t host_ms)
{
    if (link->fd >= 0 || host_ms < link->try_ms)
        return false;
    link->fd = post_connect(state_dir, POST_COURIER, link->confined);
    link->try_ms = host_ms + LINK_RETRY_MS;
    return link->fd >= 0;
}

bool link_send(struct link *link, const struct post_message *message)
{
    if (link->fd < 0)
        return false;
    enum post_result result = post_send(link->fd, message, &link->sending);
    if (result == POST_OK)
        return true;
    log_warn("courier", "the keeper does not take a message type=%d", (int)message->type);
    link_close(link);
    return false;
}

bool link_receive(struct link *link, struct post_message *message, bool *lost)
{
    *lost = false;
    if (link->fd < 0)
        return false;
    enum post_result result = post_receive(link->fd, message, &link->buffer);
    if (result == POST_OK)
        return true;
    *lost = result != POST_AGAIN;
    if (result == POST_BAD)
        log_error("courier", "the keeper speaks another version");
    if (*lost)
        link_close(link);
    return false;
}

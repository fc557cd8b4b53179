#include "board/common/cec.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/cec-funcs.h>
#include <linux/cec.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "board/common/news.h"
#include "core/log.h"

enum { ADAPTERS = 8, INVALID = 0xFFFF };

static uint16_t physical_of(int fd)
{
    uint16_t physical = INVALID;
    if (ioctl(fd, CEC_ADAP_G_PHYS_ADDR, &physical) != 0)
        return INVALID;
    return physical;
}

/* -- becoming a player -- */

/* The adapter of an input is at 0.0.0.0: there the television is us. */
static bool leads_to_television(int fd)
{
    struct cec_caps caps = {0};
    const unsigned needed = CEC_CAP_LOG_ADDRS | CEC_CAP_TRANSMIT;
    return ioctl(fd, CEC_ADAP_G_CAPS, &caps) == 0 && (caps.capabilities & needed) == needed &&
           physical_of(fd) != 0;
}

static int open_adapter(void)
{
    char path[32];
    for (int i = 0; i < ADAPTERS; i++) {
        snprintf(path, sizeof path, "/dev/cec%d", i);
        int fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
        if (fd >= 0 && leads_to_television(fd))
            return fd;
        if (fd >= 0)
            close(fd);
    }
    return -1;
}

static bool become_player(int fd)
{
    struct cec_log_addrs addresses = {
        .cec_version = CEC_OP_CEC_VERSION_1_4,
        .num_log_addrs = 1,
        .vendor_id = CEC_VENDOR_ID_NONE,
        .flags = CEC_LOG_ADDRS_FL_ALLOW_RC_PASSTHRU,
        .osd_name = "jianyan",
        .primary_device_type = {CEC_OP_PRIM_DEVTYPE_PLAYBACK},
        .log_addr_type = {CEC_LOG_ADDR_TYPE_PLAYBACK},
    };
    struct cec_log_addrs before = {0};
    if (ioctl(fd, CEC_ADAP_G_LOG_ADDRS, &before) == 0 && before.num_log_addrs > 0) {
        errno = EBUSY; /* for a player it is from a start before */
        return before.primary_device_type[0] == CEC_OP_PRIM_DEVTYPE_PLAYBACK;
    }
    return ioctl(fd, CEC_ADAP_S_LOG_ADDRS, &addresses) == 0;
}

/* Once the adapter has its place: until then it may yet be an input of ours. */
static bool begin_player(struct cec *cec)
{
    uint16_t physical = physical_of(cec->fd);
    if (cec->player || physical == INVALID || physical == 0)
        return true;
    cec->player = true;
    if (!become_player(cec->fd))
        return false;
    log_info("cec", "a player to the television");
    return true;
}

void cec_open(struct cec *cec)
{
    uint32_t mode = CEC_MODE_INITIATOR | CEC_MODE_EXCL_FOLLOWER;
    cec->fd = open_adapter();
    cec->player = cec->woken = cec->shown = false;
    if (cec->fd < 0)
        return;
    if (ioctl(cec->fd, CEC_S_MODE, &mode) == 0 && begin_player(cec))
        return;
    log_warn("cec", "the television's own remote will not work: %s", strerror(errno));
    cec_close(cec);
}

void cec_close(struct cec *cec)
{
    if (cec->fd >= 0)
        close(cec->fd);
    cec->fd = -1;
}

int cec_watch(void)
{
    int fd = news_open("/dev");
    if (fd < 0)
        log_warn("cec", "an adapter that is plugged in later is not seen: %s", strerror(errno));
    return fd;
}

static void note_adapter(const char *name, void *data)
{
    bool *news = data;
    *news = *news || strncmp(name, "cec", 3) == 0;
}

bool cec_take_news(int watch_fd)
{
    bool news = false;
    news_take(watch_fd, note_adapter, &news);
    return news;
}

/* -- talking -- */

/* Our number on the wire; false while we have none (no cable, or not yet claimed). */
static bool find_own(int fd, uint8_t *own)
{
    struct cec_log_addrs addresses;
    if (ioctl(fd, CEC_ADAP_G_LOG_ADDRS, &addresses) != 0 || addresses.num_log_addrs == 0 ||
        addresses.log_addr[0] == CEC_LOG_ADDR_INVALID)
        return false;
    *own = addresses.log_addr[0];
    return true;
}

static void send(int fd, uint8_t own, struct cec_msg *message)
{
    message->msg[0] = (uint8_t)(own << 4 | (message->msg[0] & 0xF));
    if (ioctl(fd, CEC_TRANSMIT, message) != 0)
        log_warn("cec", "cannot send: %s", strerror(errno));
}

/* "I am what you show", to everybody. */
static void say_active(uint16_t physical, struct cec_msg *message)
{
    cec_msg_init(message, 0, CEC_LOG_ADDR_BROADCAST);
    cec_msg_active_source(message, physical);
}

static bool answer_abort(const struct cec_msg *message, struct cec_msg *answer)
{
    if (cec_msg_is_broadcast(message) || cec_msg_opcode(message) == CEC_MSG_FEATURE_ABORT)
        return false;
    cec_msg_feature_abort(answer, (uint8_t)cec_msg_opcode(message), CEC_OP_ABORT_UNRECOGNIZED_OP);
    return true;
}

/* True (and the answer) if the television now shows what stands at `chosen` and that is us. */
static bool answer_choice(uint16_t chosen, uint16_t physical, bool *shown, struct cec_msg *answer)
{
    *shown = chosen == physical;
    if (*shown)
        say_active(physical, answer);
    return *shown;
}

bool cec_answer(const struct cec_msg *message, uint16_t physical, bool asleep, bool *shown,
                struct cec_msg *answer)
{
    uint16_t from, chosen;
    cec_msg_init(answer, 0, cec_msg_initiator(message));
    switch (cec_msg_opcode(message)) {
    case CEC_MSG_GIVE_DEVICE_POWER_STATUS:
        cec_msg_report_power_status(answer,
                                    asleep ? CEC_OP_POWER_STATUS_STANDBY : CEC_OP_POWER_STATUS_ON);
        return true;
    case CEC_MSG_MENU_REQUEST: /* some sets send keys only to an open menu */
        cec_msg_menu_status(answer, CEC_OP_MENU_STATE_ACTIVATED);
        return true;
    case CEC_MSG_SET_STREAM_PATH:
        cec_ops_set_stream_path(message, &chosen);
        return answer_choice(chosen, physical, shown, answer);
    case CEC_MSG_ROUTING_CHANGE:
        cec_ops_routing_change(message, &from, &chosen);
        return answer_choice(chosen, physical, shown, answer);
    case CEC_MSG_ACTIVE_SOURCE:
        cec_ops_active_source(message, &chosen);
        *shown = chosen == physical;
        return false;
    case CEC_MSG_REQUEST_ACTIVE_SOURCE:
        return *shown && answer_choice(physical, physical, shown, answer);
    case CEC_MSG_STANDBY:
        *shown = false;
        return false;
    case CEC_MSG_USER_CONTROL_PRESSED: /* the kernel has made a key of it */
    case CEC_MSG_USER_CONTROL_RELEASED:
        return false;
    default:
        return answer_abort(message, answer);
    }
}

static void tell(struct cec *cec)
{
    struct cec_msg message;
    uint8_t own;
    if (cec->fd < 0 || !cec->wanted || cec->woken || !find_own(cec->fd, &own))
        return;
    cec_msg_init(&message, 0, CEC_LOG_ADDR_TV);
    cec_msg_image_view_on(&message);
    send(cec->fd, own, &message);
    say_active(physical_of(cec->fd), &message);
    send(cec->fd, own, &message);
    cec->woken = true;
}

void cec_take(struct cec *cec)
{
    struct cec_msg message = {0}, answer;
    struct cec_event event;
    uint8_t own;
    while (ioctl(cec->fd, CEC_DQEVENT, &event) == 0) {
        /* Cable in or out: who we are is settled anew. */
        if (event.event == CEC_EVENT_STATE_CHANGE && !event.state_change.log_addr_mask)
            cec->woken = false;
    }
    if (!begin_player(cec))
        log_warn("cec", "the television's own remote will not work: %s", strerror(errno));
    tell(cec);
    while (ioctl(cec->fd, CEC_RECEIVE, &message) == 0) {
        bool told = message.tx_status != 0; /* how one of our own has fared */
        if (!told && message.len > 1 && find_own(cec->fd, &own) &&
            cec_answer(&message, physical_of(cec->fd), cec->asleep, &cec->shown, &answer))
            send(cec->fd, own, &answer);
        message = (struct cec_msg){0};
    }
}

bool cec_let_input_go(struct cec *cec)
{
    if (cec->fd < 0 || physical_of(cec->fd) != 0)
        return false;
    cec_close(cec);
    return true;
}

void cec_wake(struct cec *cec)
{
    cec->wanted = true;
    cec->woken = cec->asleep = false;
    tell(cec);
}

void cec_sleep(struct cec *cec)
{
    struct cec_msg message;
    uint8_t own;
    cec->wanted = false;
    cec->asleep = true;
    if (cec->fd < 0 || !find_own(cec->fd, &own))
        return;
    cec_msg_init(&message, 0, CEC_LOG_ADDR_TV);
    cec_msg_standby(&message);
    send(cec->fd, own, &message);
}

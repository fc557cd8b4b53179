/* The face: one struct that owns everything, and the one loop.
 *
 * wait → key → state → draw what changed → present → describe. Nothing blocks: the keeper is asked
 * by messages, and the first picture stands before anything slow begins. */
#ifndef JIANYAN_FACE_APP_H
#define JIANYAN_FACE_APP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "campaign/catalogue.h"
#include "core/clock.h"
#include "core/conf.h"
#include "face/compose.h"
#include "face/contact.h"
#include "face/device.h"
#include "face/link.h"
#include "face/pages.h"
#include "face/posters.h"
#include "face/pulse.h"
#include "face/quota.h"
#include "face/scene.h"
#include "face/sending.h"
#include "face/view.h"
#include "ime/ime.h"
#include "platform.h"
#include "seal/seal.h"
#include "strings/strings.h"
#include "ui/canvas.h"
#include "ui/theme.h"

enum { APP_JSON_BYTES = 60000, APP_URL_BYTES = MANIFEST_URL_MAX + 64 };

enum app_end {
    APP_RUNS,
    APP_QUIT,    /* asked to end, or the screen is gone */
    APP_HANDOFF, /* television takes over */
    APP_FAILED,  /* it cannot do its work: its fonts are none */
};

enum kind_focus { KIND_SUGGESTION, KIND_COMPLAINT, KIND_THEMES, KIND_CHANNELS };

enum kind_view { KIND_CHOICE, KIND_POINTER, KIND_BLOCKED };

struct app {
    /* what it is given */
    const struct screen_ops *ops;
    struct screen *screen;   /* borrowed */
    const struct conf *conf; /* settled, below */
    struct clock *clock;     /* borrowed; judges what time the screen says it is */
    const char *state_dir;
    int state_fd;        /* borrowed */
    unsigned confined;   /* CONFINE_… of this process, as a set */
    struct conf settled; /* board.conf, and what was set on the spot */

    /* drawing */
    struct fonts *fonts;
    struct canvas *canvas;
    struct theme look, plain; /* plain: never in 大字, for cards of a fixed size */
    enum view view;           /* as the person wants it */
    bool large;               /* 大字: follows from view */
    bool night;               /* by the clock */
    bool warm;                /* what comes after the first picture has been done */
    bool exposed;             /* all of the picture is to be presented again */
    bool leaves;              /* asked to end at the posters, where nobody loses anything by it */
    char json[APP_JSON_BYTES];

    /* waiting: one descriptor for the screen to watch, with these behind it */
    int epoll_fd, signal_fd, guard_fd;
    int set_fd; /* readable when somebody sets the machine's clock */
    struct link link;
    struct pulse pulse;

    /* what is known of the world */
    struct clock_now now;
    struct post_status status;
    bool status_known;
    uint32_t installs; /* of the status, when the campaign was last read */
    struct catalogue catalogue;
    bool safe;                 /* no campaign is read: the built-in poster */
    bool campaign_on;          /* it may be shown, and is not over */
    bool campaign_checked;     /* the line above has been worked out once */
    struct seal_intake intake; /* letters go to it */
    bool intake_known;
    struct posters posters;
    struct quota quota;
    struct device device;

    /* what the person is doing */
    enum scene_id scene;
    int64_t input_ms;   /* last key or touch */
    int64_t poster_ms;  /* when the poster scene came up */
    int idle_left_s;    /* seconds of the idle countdown shown; -1: none */
    enum key swallowed; /* the key that ended that countdown, until it is let go */
    size_t theme;       /* chosen theme, index */
    struct ime *ime;
    struct compose compose;
    bool hidden, phone; /* compose: text hidden; the page for the phone is shown */
    enum kind_focus kind_focus;
    enum kind_view kind_view;
    enum str notice;  /* poster: a line for the person; STR_COUNT: none */
    enum str blocked; /* why nothing can be taken now */
    size_t theme_focus;
    int review_focus; /* 0 send, 1 change, 2 a telephone number */
    int review_page;
    struct contact contact;
    struct contact_page contact_page;
    struct channels_page channels;
    struct sending sending;
    uint8_t sealed_of[SEAL_DIGEST_BYTES]; /* of the text and theme that were sealed */
    struct seal_random random;
    struct setup_page setup;
    struct service_page service;
    int info_presses; /* INFO in a row */
    int64_t info_ms;  /* the last */

    int64_t due_ms; /* of the last tick */
    enum app_end end;
    enum key handoff;
};

struct app_setup {
    const struct screen_ops *ops;
    struct screen *screen;
    const struct conf *conf;
    struct clock *clock;
    const char *state_dir;
    int state_fd;
    const struct notify *notify; /* who supervises us; NULL: nobody */
    unsigned confined;           /* CONFINE_…, as a set */
    bool safe;                   /* read no campaign: the last one may be why the face crashed */
    int signal_fd;               /* becomes readable when the process is asked to end; -1: none */
};

/* Builds everything that the first picture needs. NULL after one logged line. Everything in setup
 * is borrowed and must outlive the app. */
struct app *app_new(const struct app_setup *setup);
void app_free(struct app *app);

/* Runs until the end; which. The key that goes on to television is in *handoff. */
enum app_end app_run(struct app *app, enum key *handoff);

/* The parts of app_run(), for tests: the first picture and what comes after it; one event. */
void app_start(struct app *app);
void app_handle(struct app *app, const struct screen_event *event);

/* When app_handle() is due with a SCREEN_TIMEOUT. */
int64_t app_due_ms(const struct app *app);

/* -- for scenes -- */

bool app_is_home(const struct app *app);

/* What time it is, from now on: the screen's, as far as it can be believed. */
void app_look_at_clock(struct app *app);

void app_go(struct app *app, enum scene_id scene);

/* Ends with television: `key` is handed on. */
void app_television(struct app *app, enum key key);

/* Wipes what was typed, and what was noted of it for the description; the letter stays. */
void app_forget(struct app *app);

/* The person is gone, or done: wipes all that was theirs; then the poster. */
void app_poster(struct app *app);

/* Presses a key and lets it go, as a touch on its picture does. */
void app_press(struct app *app, enum key key);

/* Back from `setup` or `service` to where they were opened, with all that stood there. */
void app_return(struct app *app, enum scene_id from);

/* -- app_device.c: settings, faults, facts -- */

/* Reads what was set on the spot and settles the configuration. */
void app_device_init(struct app *app, const struct conf *conf);

/* Nobody has said yet where this device stands. */
bool app_wants_setup(const struct app *app);

/* Reports a fault, once a run for each number, as soon as the keeper is there. `what` is a constant
 * English line; nothing a person wrote may be in it. */
void app_fault(struct app *app, enum fault number, const char *what);

/* The keeper is there; it is gone; it says something of the device. */
void app_device_up(struct app *app);
void app_device_down(struct app *app);
void app_device_message(struct app *app, const struct post_message *message);

/* Tells the keeper which intake there is: it verifies what time that says it is. */
void app_tell_intake(struct app *app);

/* Asks the keeper: what the service screen shows; to keep settings (an empty token leaves the one
 * there is); to unlock them. False if it cannot be asked now; answers come as messages. */
void app_ask_facts(struct app *app);
bool app_send_setup(struct app *app, const char *county, const char *token);
bool app_send_unlock(struct app *app, const char *token);

/* An answer that the page shown waits for is still coming. */
bool app_device_waits(const struct app *app);

/* -- app_campaign.c: what is shown and asked -- */

/* Reads what is installed; what was shown before stays if that fails. */
void app_campaign_open(struct app *app);

/* Ends a campaign that is over, or that the stop file stops. */
void app_campaign_check(struct app *app);

/* Why nothing of it is shown now, for the service page; STR_COUNT if something is. */
enum str app_campaign_words(const struct app *app);

const struct manifest *app_manifest(const struct app *app); /* NULL: no campaign */

/* Number of themes, at least 1; name and id of one. */
size_t app_themes(const struct app *app);
const char *app_theme_id(const struct app *app, size_t i);
const char *app_theme_name(const struct app *app, size_t i);
const char *app_theme_example(const struct app *app, size_t i);
enum token app_theme_token(size_t i);

/* Address of the page that takes suggestions by phone, with channel and county; false if none is
 * known. */
bool app_page_url(const struct app *app, char url[APP_URL_BYTES]);

/* What is printed beside its code: the campaign's words for it, or the host of the address itself
 * where board.conf sends people elsewhere. Empty if there is no page. */
void app_page_host(const struct app *app, char host[APP_URL_BYTES]);

const char *app_channel(const struct app *app);

/* -- app_send.c: the way to the keeper -- */

/* Nothing can be kept, and it will not mend itself as a full disk does: the keeper says that its
 * store is broken or read-only, or there is no keeper. */
bool app_store_is_broken(const struct app *app);

/* Why no suggestion can be taken now; STR_COUNT if one can. */
enum str app_blocked(const struct app *app);

/* The office has a key of its own: a telephone number can be sealed to it. Without one nobody is
 * asked for a number. */
bool app_takes_contact(const struct app *app);

/* Seals what is written (once for the same words) and begins to save it. */
void app_send(struct app *app);

/* Works off what the keeper said, and what is due. */
void app_send_poll(struct app *app);
void app_send_tick(struct app *app);

/* The reason why it is not saved, in words for the person. */
enum str app_send_failure(const struct app *app);

#endif

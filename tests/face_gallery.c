/* Draws every scene to PNG files, to be looked at. usage: face-gallery PROFILE DIR
 * [large|contrast|night] */
#include <stdio.h>
#include <string.h>

#include "stage.h"

static const char long_text[] =
    "希望增开早班公交。我们村到镇上赶集的人多，早上六点半以前没有车，老人和学生只能走路。建议每天"
    "早上增加一班，路线经过村小和卫生院。另外，卫生院门口的斜坡雨天很滑，能不能装一段扶手，晚上再添"
    "两盏路灯？成渝两地看病的人也多，医保结算要是能在镇上办就好了。村里年轻人在外打工，家里老人不会"
    "用手机挂号，请考虑在村口设一个服务点，每周三由医生来坐诊，药品也可以在这里取。谢谢大家听我们说"
    "这些事，盼着早一点有回音。";

struct gallery {
    struct stage stage;
    const char *dir, *profile, *suffix;
    enum view view;
};

static void shot(struct gallery *gallery, const char *name)
{
    char path[512];
    struct picture picture = stage_picture(&gallery->stage);
    snprintf(path, sizeof path, "%s/%s-%s%s.png", gallery->dir, gallery->profile, name,
             gallery->suffix);
    picture_write(&picture, path);
}

static void write_page(struct gallery *gallery)
{
    struct stage *stage = &gallery->stage;
    stage_keys(stage, "OK OK");
    shot(gallery, "compose-hint-0");
    stage_wait(stage, 3000);
    shot(gallery, "compose-hint-4");
    stage_wait(stage, 2000);
    shot(gallery, "compose-hint-6");
    stage_wait(stage, 26000);
    shot(gallery, "compose-empty");
    stage_keys(stage, "9 4 9 2 6 4");
    shot(gallery, "compose-typing");
    stage_keys(stage, "9 3 6 4 5 2 4 2 9 2 6 4 6 6 6 4 5 4 2 6");
    shot(gallery, "compose-clause");
    stage_keys(stage, "0");
    shot(gallery, "compose-pick");
    stage_keys(stage, "1");
    shot(gallery, "compose-predict");
    stage_keys(stage, "STAR");
    shot(gallery, "compose-punct");
    stage_keys(stage, "BACK BLUE");
    shot(gallery, "compose-hidden");
    stage_keys(stage, "BLUE MENU");
    shot(gallery, "compose-phone");
    stage_keys(stage, "BACK RED RED RED 2 2");
    shot(gallery, "compose-letters");
    stage_keys(stage, "BACK RED");
    stage_hold(stage, KEY_BACK, 1200);
    shot(gallery, "compose-cleared");
}

static void contact_pages(struct gallery *gallery)
{
    struct stage *stage = &gallery->stage;
    stage_keys(stage, "GREEN");
    shot(gallery, "contact");
    stage_keys(stage, "1 9 9 0 0 0 0");
    shot(gallery, "contact-typing");
    stage_keys(stage, "OK");
    shot(gallery, "contact-unlikely");
    stage_keys(stage, "0 0 0 0");
    shot(gallery, "contact-typed");
    stage_keys(stage, "BLUE");
    shot(gallery, "contact-hidden");
    stage_keys(stage, "BLUE OK");
    shot(gallery, "contact-consent");
    stage_keys(stage, "OK DOWN");
    shot(gallery, "contact-agreed");
    stage_keys(stage, "DOWN OK");
    shot(gallery, "review-contact");
}

static void other_ways(struct gallery *gallery)
{
    struct stage *stage = &gallery->stage;
    stage_keys(stage, "GREEN");
    shot(gallery, "compose-place");
    stage_keys(stage, "8");
    shot(gallery, "compose-place-more");
    stage_keys(stage, "BACK GREEN 1");
    shot(gallery, "compose-topic");
    stage_keys(stage, "1 RIGHT");
    shot(gallery, "compose-request");
    stage_keys(stage, "1");
    shot(gallery, "compose-sentence");
    stage_keys(stage, "LEFT LEFT LEFT");
    shot(gallery, "compose-correct");
    stage_keys(stage, "DOWN 2 4 6 6 4 LEFT");
    shot(gallery, "compose-syllables");
    stage_hold(stage, KEY_BACK, 1200);
    stage_keys(stage, "RED");
    shot(gallery, "compose-strokes");
    stage_keys(stage, "3 4 1 6");
    shot(gallery, "compose-strokes-typing");
    stage_keys(stage, "BACK BACK BACK BACK RED RED RED x i w a n g");
    shot(gallery, "compose-keyboard");
    stage_hold(stage, KEY_BACK, 1200);
    stage_keys(stage, "RED RED RED RED 5 6 6 4 2 8 6");
    shot(gallery, "compose-tolerant");
    stage_hold(stage, KEY_BACK, 1200);
}

static void send_page(struct gallery *gallery)
{
    struct stage *stage = &gallery->stage;
    stage_write(stage, "希望增开早班公交。");
    stage_keys(stage, "OK");
    shot(gallery, "review");
    contact_pages(gallery);
    stage_keys(stage, "BACK");
    stage_hold(stage, KEY_BACK, 1200);
    stage_write(stage, long_text);
    shot(gallery, "compose-long");
    stage_keys(stage, "MENU");
    shot(gallery, "compose-phone-long");
    stage_keys(stage, "BACK");
    stage_keys(stage, "OK");
    shot(gallery, "review-long");
    stage_keys(stage, "OK");
    shot(gallery, "review-saving");
    stage_saved(stage, POST_SAVE_FULL);
    shot(gallery, "review-failed");
    stage_keys(stage, "OK");
    stage_saved(stage, POST_SAVE_OK);
    shot(gallery, "receipt-saved");
    stage_arrived(stage);
    shot(gallery, "receipt-delivered");
    stage_keys(stage, "OK");
}

static void other_pages(struct gallery *gallery)
{
    struct stage *stage = &gallery->stage;
    struct post_status full = {.waiting = POST_WAITING_MAX};
    shot(gallery, "poster");
    stage_keys(stage, "OK");
    shot(gallery, "kind");
    stage_keys(stage, "RIGHT");
    shot(gallery, "kind-complaint");
    stage_keys(stage, "OK");
    shot(gallery, "kind-pointer");
    stage_keys(stage, "BACK DOWN");
    shot(gallery, "kind-themes");
    stage_keys(stage, "OK RIGHT");
    shot(gallery, "theme");
    stage_keys(stage, "OK");
    stage_status(stage, &full);
    stage_keys(stage, "OK");
    shot(gallery, "kind-blocked");
    stage_status(stage, &(struct post_status){0});
    stage_keys(stage, "BACK BACK");
}

static void channel_pages(struct gallery *gallery)
{
    static const char *const names[] = {"h5", "web", "letter", "phone", "help", "city"};
    struct stage *stage = &gallery->stage;
    char name[64];
    stage_keys(stage, "OK");
    stage_keys(stage, stage->app->look.portrait ? "DOWN DOWN" : "UP");
    shot(gallery, "kind-channels");
    stage_keys(stage, "OK");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(name, sizeof name, "channels-%s", names[i]);
        shot(gallery, name);
        stage_keys(stage, "OK");
        snprintf(name, sizeof name, "channels-%s-whole", names[i]);
        shot(gallery, name);
        stage_keys(stage, "OK RIGHT");
    }
    stage_keys(stage, "BACK BACK");
}

static void service_pages(struct gallery *gallery)
{
    struct stage *stage = &gallery->stage;
    stage_keys(stage, "OK");
    stage_device(stage);
    stage_keys(stage, "INFO INFO INFO");
    stage_device(stage);
    shot(gallery, "service");
    stage_keys(stage, "DOWN");
    shot(gallery, "service-down");
    stage_keys(stage, "RIGHT");
    shot(gallery, "service-faults");
    stage_keys(stage, "RIGHT");
    shot(gallery, "service-keys-intro");
    stage_keys(stage, "OK OK VOL+ 5 YELLOW");
    shot(gallery, "service-keys");
    stage_keys(stage, "EXIT EXIT RIGHT OK");
    for (int i = 0; i < 4; i++) {
        char name[32];
        snprintf(name, sizeof name, "service-picture-%d", i);
        shot(gallery, name);
        stage_keys(stage, "RIGHT");
    }
    stage_keys(stage, "BACK BACK");
}

static void setup_pages(struct gallery *gallery)
{
    struct stage *stage = &gallery->stage;
    struct post_message kept = {.type = POST_SETTINGS,
                                .settings = {.set = true, .county = "500154"}};
    stage_hold(stage, KEY_MENU, 1200);
    shot(gallery, "setup-region");
    stage_keys(stage, "DOWN OK RIGHT");
    shot(gallery, "setup-county");
    stage_keys(stage, "OK 1 2 3 4");
    shot(gallery, "setup-token");
    app_handle(stage->app, &(struct screen_event){.kind = SCREEN_TIMEOUT});
    stage->app->setup.letter = 38;
    stage_keys(stage, "OK");
    shot(gallery, "setup-check");
    stage_keys(stage, "OK");
    stage_says_message(stage, &kept);
    shot(gallery, "setup-saved");
    stage_keys(stage, "BACK BACK");
}

int main(int argc, char **argv)
{
    struct gallery gallery = {.suffix = ""};
    if (argc < 3) {
        fprintf(stderr, "usage: face-gallery PROFILE DIR [large|contrast|night]\n");
        return 2;
    }
    static char suffix[32];
    const char *look = argc > 3 ? argv[3] : "";
    if (look[0])
        snprintf(suffix, sizeof suffix, "-%s", look);
    gallery.suffix = suffix;
    gallery.view = strcmp(look, "large") == 0      ? VIEW_LARGE
                   : strcmp(look, "contrast") == 0 ? VIEW_CONTRAST
                                                   : VIEW_PLAIN;
    gallery.profile = argv[1];
    gallery.dir = argv[2];
    const struct stage_setup setup = {.profile = argv[1], .keeper = true};
    stage_open(&gallery.stage, &setup);
    if (strcmp(look, "night") == 0)
        gallery.stage.now.wall_ms += 13 * 3600000;
    for (int i = VIEW_PLAIN; i < (int)gallery.view; i++)
        stage_keys(&gallery.stage, "YELLOW");
    stage_wait(&gallery.stage, 1000);
    service_pages(&gallery);
    setup_pages(&gallery);
    other_pages(&gallery);
    channel_pages(&gallery);
    view_set(gallery.stage.app, gallery.view);
    write_page(&gallery);
    other_ways(&gallery);
    send_page(&gallery);
    stage_close(&gallery.stage);
    return 0;
}

/* Pages as pictures: exact, so that nobody changes how they look unawares. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "stage.h"

static const char long_text[] =
    "希望增开早班公交。我们村到镇上赶集的人多，早上六点半以前没有车，老人和学生只能走路。建议每天"
    "早上增加一班，路线经过村小和卫生院。另外，卫生院门口的斜坡雨天很滑，能不能装一段扶手，晚上再添"
    "两盏路灯？成渝两地看病的人也多，医保结算要是能在镇上办就好了。村里年轻人在外打工，家里老人不会"
    "用手机挂号，请考虑在村口设一个服务点，每周三由医生来坐诊，药品也可以在这里取。谢谢大家听我们说"
    "这些事，盼着早一点有回音。";

struct walk {
    struct stage stage;
    const char *profile;
    bool large;
};

static void begin(struct walk *walk, const char *profile, bool large)
{
    const struct stage_setup setup = {.profile = profile, .keeper = true};
    *walk = (struct walk){.profile = profile, .large = large};
    stage_open(&walk->stage, &setup);
    if (large)
        stage_keys(&walk->stage, "YELLOW");
}

static void same(struct walk *walk, const char *page)
{
    char name[128];
    struct picture picture = stage_picture(&walk->stage);
    snprintf(name, sizeof name, "face-%s-%s%s", walk->profile, page, walk->large ? "-large" : "");
    assert_true(golden_check(&picture, name));
}

/* Digits bring no predictions: the picture does not depend on the dictionary. */
static void write_long(struct walk *walk)
{
    stage_keys(&walk->stage, "OK RED");
    stage_write(&walk->stage, long_text);
    same(walk, "compose");
    stage_keys(&walk->stage, "OK");
    same(walk, "review");
}

static void test_scenes__television(void **state)
{
    struct walk walk;
    (void)state;
    begin(&walk, "stb-720p", false);
    stage_keys(&walk.stage, "OK");
    same(&walk, "kind");
    stage_keys(&walk.stage, "DOWN OK RIGHT");
    same(&walk, "theme");
    stage_keys(&walk.stage, "OK");
    write_long(&walk);
    stage_keys(&walk.stage, "OK");
    stage_saved(&walk.stage, POST_SAVE_FULL);
    same(&walk, "failed");
    stage_keys(&walk.stage, "OK");
    stage_saved(&walk.stage, POST_SAVE_OK);
    stage_set_aside(&walk.stage);
    same(&walk, "receipt-aside");
    stage_arrived(&walk.stage);
    same(&walk, "receipt");
    stage_close(&walk.stage);
}

static void test_scenes__kiosk(void **state)
{
    struct walk walk;
    (void)state;
    begin(&walk, "kiosk-1080p", false);
    stage_keys(&walk.stage, "OK");
    same(&walk, "kind");
    write_long(&walk);
    stage_wait(&walk.stage, 60000);
    same(&walk, "idle");
    stage_close(&walk.stage);
}

static void test_scenes__large_type(void **state)
{
    struct walk walk;
    (void)state;
    begin(&walk, "stb-720p", true);
    stage_keys(&walk.stage, "OK");
    same(&walk, "kind");
    write_long(&walk);
    stage_keys(&walk.stage, "OK");
    stage_saved(&walk.stage, POST_SAVE_OK);
    same(&walk, "receipt");
    stage_close(&walk.stage);
}

/* -- set-up and service -- */

static void set_up_pages(struct walk *walk)
{
    stage_keys(&walk->stage, "OK");
    stage_hold(&walk->stage, KEY_MENU, 1200);
    same(walk, "setup-region");
    stage_keys(&walk->stage, "OK RIGHT");
    same(walk, "setup-county");
    stage_keys(&walk->stage, "OK RIGHT RIGHT OK OK OK DOWN OK");
    same(walk, "setup-token");
    stage_keys(&walk->stage, "DOWN DOWN RIGHT RIGHT RIGHT RIGHT RIGHT RIGHT OK");
    same(walk, "setup-check");
    stage_keys(&walk->stage, "BACK BACK BACK BACK BACK BACK BACK BACK");
}

static void service_pages(struct walk *walk)
{
    stage_keys(&walk->stage, "INFO INFO INFO");
    stage_device(&walk->stage);
    same(walk, "service");
    stage_keys(&walk->stage, "RIGHT DOWN");
    same(walk, "service-faults");
    stage_keys(&walk->stage, "RIGHT OK VOL+ RED 5");
    same(walk, "service-keys");
    stage_hold(&walk->stage, KEY_BACK, 1200);
    stage_keys(&walk->stage, "RIGHT OK RIGHT RIGHT");
    same(walk, "service-border");
}

static void look_at_the_device(const char *profile, bool large)
{
    struct walk walk;
    begin(&walk, profile, large);
    set_up_pages(&walk);
    service_pages(&walk);
    stage_close(&walk.stage);
}

static void test_scenes__the_device_on_a_television(void **state)
{
    (void)state;
    look_at_the_device("stb-720p", false);
}

static void test_scenes__the_device_on_a_kiosk(void **state)
{
    (void)state;
    look_at_the_device("kiosk-1080p", false);
}

static void test_scenes__the_device_in_large_type(void **state)
{
    (void)state;
    look_at_the_device("pal-576", true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scenes__television),
        cmocka_unit_test(test_scenes__kiosk),
        cmocka_unit_test(test_scenes__large_type),
        cmocka_unit_test(test_scenes__the_device_on_a_television),
        cmocka_unit_test(test_scenes__the_device_on_a_kiosk),
        cmocka_unit_test(test_scenes__the_device_in_large_type),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

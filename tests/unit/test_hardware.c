/* What a board says of its hardware, and what is chosen from what the hardware says of itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <linux/fb.h>
#include <string.h>

#include "board/common/hardware.h"
#include "board/common/uevent.h"
#include "board/fbdev/fb_memory.h"
#include "board/kms/kms_choose.h"

static void test_hardware__reads_what_it_is_told(void **state)
{
    struct hardware hardware;
    (void)state;
    assert_true(hardware_read(&hardware, NULL));
    assert_int_equal(hardware.width, 0);
    assert_true(hardware.cec);
    assert_true(hardware_read(&hardware, ""));
    assert_true(hardware_read(&hardware, "mode=1920x1080@50,rotate=270,connector=HDMI-A-1,"
                                         "device=/dev/dri/card1,keys=/etc/keys,cec=off"));
    assert_int_equal(hardware.width, 1920);
    assert_int_equal(hardware.height, 1080);
    assert_int_equal(hardware.refresh, 50);
    assert_int_equal(hardware.turn, 3);
    assert_string_equal(hardware.connector, "HDMI-A-1");
    assert_string_equal(hardware.device, "/dev/dri/card1");
    assert_string_equal(hardware.keys, "/etc/keys");
    assert_false(hardware.cec);
    assert_true(hardware_read(&hardware, "mode=720x576"));
    assert_int_equal(hardware.height, 576);
    assert_int_equal(hardware.refresh, 0);
}

static void test_hardware__refuses_what_it_cannot_use(void **state)
{
    static const char *const wrong[] = {
        "mode",         "mode=",     "mode=1920",        "mode=0x0", "mode=1920x1080@",
        "mode=1x2@50x", "rotate=45", "rotate",           "cec=yes",  "colour=red",
        "connector=",   "=",         "mode=800x600,,,x", "full",     "mode=1920x1080@-1",
    };
    struct hardware hardware;
    char longer[HARDWARE_TEXT_MAX + 64] = "device=";
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(hardware_read(&hardware, wrong[i]));
    memset(longer + 7, 'x', sizeof longer - 8);
    assert_false(hardware_read(&hardware, longer));
}

static drmModeModeInfo mode(int width, int height, int refresh, unsigned type, unsigned flags)
{
    return (drmModeModeInfo){.hdisplay = (uint16_t)width,
                             .vdisplay = (uint16_t)height,
                             .vrefresh = (uint32_t)refresh,
                             .type = type,
                             .flags = flags};
}

/* A television, as most are. */
static void test_mode__suits_the_canvas(void **state)
{
    const drmModeModeInfo modes[] = {
        mode(3840, 2160, 30, DRM_MODE_TYPE_PREFERRED, 0),
        mode(1920, 1080, 60, 0, DRM_MODE_FLAG_INTERLACE),
        mode(1920, 1080, 50, 0, 0),
        mode(1920, 1080, 60, 0, 0),
        mode(1920, 1080, 120, 0, 0),
        mode(1280, 720, 50, 0, 0),
        mode(720, 576, 50, 0, DRM_MODE_FLAG_INTERLACE),
        mode(720, 576, 50, 0, 0),
    };
    const int count = sizeof modes / sizeof modes[0];
    (void)state;
    assert_int_equal(kms_choose_mode(modes, count, &(struct kms_wish){0, 0, 0, 1280, 720}), 5);
    assert_int_equal(kms_choose_mode(modes, count, &(struct kms_wish){0, 0, 0, 1920, 1080}), 3);
    assert_int_equal(kms_choose_mode(modes, count, &(struct kms_wish){0, 0, 0, 720, 576}), 7);
    assert_int_equal(kms_choose_mode(modes, count, &(struct kms_wish){0, 0, 0, 1080, 1920}), 0);
    assert_int_equal(kms_choose_mode(modes, count, &(struct kms_wish){1920, 1080, 50, 1280, 720}),
                     2);
    assert_int_equal(kms_choose_mode(modes, count, &(struct kms_wish){1920, 1080, 0, 1280, 720}),
                     3);
    /* One that is not there: as if nothing were asked. */
    assert_int_equal(kms_choose_mode(modes, count, &(struct kms_wish){800, 600, 0, 1280, 720}), 5);
    assert_int_equal(kms_choose_mode(modes, 0, &(struct kms_wish){0}), -1);
}

static void test_fbdev__knows_pixels_by_their_places(void **state)
{
    struct fb_var_screeninfo info = {.bits_per_pixel = 32};
    enum view_pixel pixel;
    (void)state;
    info.red.offset = 16;
    info.green.offset = 8;
    assert_true(fb_pixel_of(&info, &pixel));
    assert_int_equal(pixel, VIEW_XRGB8888);
    info.bits_per_pixel = 24;
    assert_true(fb_pixel_of(&info, &pixel));
    assert_int_equal(pixel, VIEW_RGB888);
    info.bits_per_pixel = 16;
    assert_false(fb_pixel_of(&info, &pixel));
    info.red.offset = 11;
    info.green.offset = 5;
    assert_true(fb_pixel_of(&info, &pixel));
    assert_int_equal(pixel, VIEW_RGB565);
    info.red.offset = 10; /* 555 */
    assert_false(fb_pixel_of(&info, &pixel));
    info.bits_per_pixel = 8;
    assert_false(fb_pixel_of(&info, &pixel));
}

static void test_uevent__is_of_its_subsystem(void **state)
{
    static const char drm[] = "change@/devices/pci/drm/card0\0ACTION=change\0SUBSYSTEM=drm\0"
                              "HOTPLUG=1";
    static const char other[] = "add@/devices/x\0SUBSYSTEM=drm_dp_aux_dev\0XSUBSYSTEM=drm";
    (void)state;
    assert_true(uevent_is_of(drm, sizeof drm, "drm"));
    assert_false(uevent_is_of(drm, sizeof drm, "input"));
    assert_false(uevent_is_of(drm, 40, "drm"));
    assert_false(uevent_is_of(other, sizeof other, "drm"));
    assert_false(uevent_is_of("SUBSYSTEM=dr", 12, "drm"));
    assert_false(uevent_is_of("", 0, "drm"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hardware__reads_what_it_is_told),
        cmocka_unit_test(test_hardware__refuses_what_it_cannot_use),
        cmocka_unit_test(test_mode__suits_the_canvas),
        cmocka_unit_test(test_fbdev__knows_pixels_by_their_places),
        cmocka_unit_test(test_uevent__is_of_its_subsystem),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

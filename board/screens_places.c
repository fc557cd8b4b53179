/* What each screen opens after its start: screens_allow(). */
#include <glob.h>
#include <stddef.h>
#include <stdlib.h>

#include "board/screens.h"
#include "core/confine.h"

struct place {
    enum confine_access access;
    const char *path; /* may have a `*` */
};

/* Keys and HDMI-CEC adapters that are plugged in later, the frame buffer that is handed on: not all
 * have a name yet, so it is the whole folder, in which each device's group says who may. The light
 * behind a panel. */
static const struct place display[] = {
    {CONFINE_DEVICE, "/dev"},
    {CONFINE_READ, "/sys"},
    {CONFINE_DEVICE, "/sys/class/backlight/*/brightness"},
};

/* What libraries of a desktop and of sound open when it suits them: parts of themselves, their
 * settings, cards and memory to share. Nothing of the user's own files. */
static const struct place libraries[] = {
    {CONFINE_READ, "/lib"},
    {CONFINE_READ, "/lib64"},
    {CONFINE_READ, "/usr"},
    {CONFINE_READ, "/sys"},
    {CONFINE_READ, "/proc/self"},
    {CONFINE_READ, "/proc/asound"},
    {CONFINE_READ, "/etc/ld.so.cache"},
    {CONFINE_READ, "/etc/alsa"},
    {CONFINE_READ, "/etc/asound.conf"},
    {CONFINE_READ, "/etc/pulse"},
    {CONFINE_READ, "/etc/pipewire"},
    {CONFINE_READ, "/etc/nsswitch.conf"},
    {CONFINE_READ, "/etc/passwd"},
    {CONFINE_READ, "/etc/machine-id"},
    {CONFINE_READ, "/var/lib/dbus/machine-id"},
    {CONFINE_READ, "/dev/urandom"},
    {CONFINE_DEVICE, "/dev/null"},
    {CONFINE_DEVICE, "/dev/dri"},
    {CONFINE_DEVICE, "/dev/snd"},
    {CONFINE_WRITE, "/dev/shm"},
};

/* The same, in the user's home. */
static const char *const home_settings[] = {".asoundrc", ".config/pulse", ".config/pipewire"};

static void allow_places(struct confine *confine, const struct place *places, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        glob_t found;
        if (glob(places[i].path, 0, NULL, &found) != 0)
            continue;
        for (size_t j = 0; j < found.gl_pathc; j++)
            confine_allow(confine, places[i].access, "%s", found.gl_pathv[j]);
        globfree(&found);
    }
}

static void allow_users(struct confine *confine)
{
    const char *home = getenv("HOME"), *runtime = getenv("XDG_RUNTIME_DIR");
    for (size_t i = 0; home && i < sizeof home_settings / sizeof home_settings[0]; i++)
        confine_allow(confine, CONFINE_READ, "%s/%s", home, home_settings[i]);
    if (runtime)
        confine_allow(confine, CONFINE_WRITE, "%s", runtime);
}

void screens_allow(const struct screen_ops *screen, struct confine *confine, bool libraries_too)
{
    if (screen == &screen_kms || screen == &screen_fbdev)
        allow_places(confine, display, sizeof display / sizeof display[0]);
    if (!libraries_too)
        return;
    allow_places(confine, libraries, sizeof libraries / sizeof libraries[0]);
    allow_users(confine);
}

bool screens_bring_libraries(const struct screen_ops *screen)
{
    return screen == &screen_sdl;
}

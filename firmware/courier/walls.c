/* What the courier may still do once it has started; its two kinds of children have to get by with
 * it, too. */
#include "courier/walls.h"

#include <limits.h>
#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/confine.h"
#include "courier/install_parts.h"

extern const struct confine_calls courier_calls, courier_served_calls;

/* Names and certificates. Files in /etc come anew with a network: they are allowed by their folder.
 * Secrets in it are kept by their owner, who is another user. */
static const char *const network_places[] = {
    "/etc",
    "/usr/share/ca-certificates",
    "/usr/local/share/ca-certificates",
};

/* Where the system has its libraries: the decoder's, and those that resolve names. */
static const char *const library_places[] = {"/lib", "/lib64", "/usr/lib"};

static void allow_each(struct confine *confine, const char *const *places, size_t count)
{
    for (size_t i = 0; i < count; i++)
        confine_allow(confine, CONFINE_READ, "%s", places[i]);
}

/* Where the link /etc/resolv.conf leads to, a file comes and goes with the network. */
static void allow_resolver(struct confine *confine)
{
    char path[PATH_MAX];
    ssize_t len = readlink("/etc/resolv.conf", path, sizeof path - 1);
    path[len > 0 ? len : 0] = '\0';
    char *slash = strrchr(path, '/');
    if (!slash)
        return;
    *slash = '\0';
    confine_allow(confine, CONFINE_READ, "%s%s", path[0] == '/' ? "" : "/etc/", path);
}

/* The name of the loader that the first program here, this one, asks for. */
static int note_loader(struct dl_phdr_info *info, size_t size, void *data)
{
    const char **loader = data;
    const ElfW(Phdr) *name = NULL, *table = NULL;
    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type == PT_INTERP)
            name = &info->dlpi_phdr[i];
        if (info->dlpi_phdr[i].p_type == PT_PHDR)
            table = &info->dlpi_phdr[i];
    }
    if (name && table)
        *loader = (const char *)info->dlpi_phdr + (ptrdiff_t)(name->p_vaddr - table->p_vaddr);
    return 1; /* the first is enough */
}

/* The loader of this program is the decoder's as well. NULL in a static one. */
static const char *find_loader(void)
{
    const char *loader = NULL;
    dl_iterate_phdr(note_loader, &loader);
    return loader;
}

/* One that is a child, not a service. */
static void allow_decoder(struct confine *confine)
{
    char decoder[PATH_MAX];
    const char *loader = find_loader();
    if (!install_find_decoder(NULL, decoder))
        return;
    confine_allow(confine, CONFINE_RUN, "%s", decoder);
    if (loader)
        confine_allow(confine, CONFINE_RUN, "%s", loader);
    *strrchr(decoder, '/') = '\0';
    confine_allow(confine, CONFINE_READ, "%s/../lib",
                  decoder); /* of a package that brings its own */
}

unsigned walls_raise(const char *state_dir, const char *ca_file, const char *folder)
{
    struct confine confine;
    confine_begin(&confine, CONFINE_CONNECT);
    confine_allow(&confine, CONFINE_WRITE, "%s", state_dir);
    confine_allow(&confine, CONFINE_WRITE, "%s/incoming", state_dir); /* it may be a link */
    confine_allow(&confine, CONFINE_READ, "%s", folder);
    allow_each(&confine, network_places, sizeof network_places / sizeof network_places[0]);
    confine_allow(&confine, CONFINE_READ, "%s", ca_file);
    confine_allow(&confine, CONFINE_READ, "/dev/urandom");
    confine_allow(&confine, CONFINE_DEVICE, "/dev/null");
    allow_each(&confine, library_places, sizeof library_places / sizeof library_places[0]);
    allow_resolver(&confine);
    bool served = install_decoder_socket();
    if (!served)
        allow_decoder(&confine);
    return confine_enforce(&confine, "courier", served ? &courier_served_calls : &courier_calls);
}

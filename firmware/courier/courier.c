#include "courier/courier.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaign/manifest.h"
#include "core/file.h"
#include "core/log.h"
#include "courier/install.h"

int64_t courier_now_ms(const struct courier *courier)
{
    return clock_now(&courier->clock).mono_ms;
}

int64_t courier_host_ms(const struct courier *courier)
{
    return clock_now(&courier->host).mono_ms;
}

bool courier_is_hurried(const struct courier *courier)
{
    return courier_host_ms(courier) < courier->contact_until_ms;
}

void courier_set_net(struct courier *courier, enum post_net net, const char *why)
{
    struct post_message status = {.type = POST_COURIER_STATUS, .courier = {.net = net}};
    if (net == courier->net && strcmp(why, courier->net_why) == 0)
        return;
    courier->net = net;
    snprintf(courier->net_why, sizeof courier->net_why, "%s", why);
    snprintf(status.courier.why, sizeof status.courier.why, "%s", why);
    link_send(&courier->link, &status);
}

void courier_fault(struct courier *courier, enum fault number, const char *what)
{
    struct post_message fault = {.type = POST_FAULT, .fault = {.number = number}};
    snprintf(fault.fault.what, sizeof fault.fault.what, "%s", what);
    link_send(&courier->link, &fault);
}

/* What the running campaign says of its intake, and how often to ask for another one; its folder is
 * not trusted, so it is verified again. */
static void read_campaign(struct courier *courier)
{
    size_t len = 0, signature_len = 0;
    char why[MANIFEST_TEXT_MAX];
    struct manifest *manifest = malloc(sizeof *manifest);
    char *bytes = file_read(courier->state_fd, "current/manifest.json", MANIFEST_BYTES_MAX, &len);
    char *signature = file_read(courier->state_fd, "current/manifest.json.minisig",
                                MANIFEST_SIGNATURE_MAX, &signature_len);
    if (manifest && bytes && signature &&
        manifest_verify(courier->conf->trust_key, bytes, len, signature, signature_len) ==
            MANIFEST_GOOD &&
        manifest_parse(bytes, len, NULL, manifest, why) == MANIFEST_GOOD) {
        snprintf(courier->intake_url, sizeof courier->intake_url, "%s", manifest->intake_url);
        courier->ask_minutes = manifest->ask_minutes;
    }
    free(bytes);
    free(signature);
    free(manifest);
}

void courier_find_intake(struct courier *courier)
{
    char before[URL_MAX];
    memcpy(before, courier->intake_url, sizeof before);
    read_campaign(courier);
    if (courier->conf->intake_url[0])
        snprintf(courier->intake_url, sizeof courier->intake_url, "%s", courier->conf->intake_url);
    if (strcmp(before, courier->intake_url) != 0)
        upload_address_changed(courier);
}

void courier_installed(struct courier *courier)
{
    struct post_message installed = {.type = POST_INSTALLED};
    snprintf(installed.installed.version, sizeof installed.installed.version, "%lld",
             (long long)install_running_version(courier->state_fd));
    link_send(&courier->link, &installed);
    courier_find_intake(courier);
    ask_time_hurry(courier); /* the intake, or its keys, may be others now */
}

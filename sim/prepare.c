#include "sim/prepare.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "sim/report.h"

enum { TOOL_MS = 120000, KEY_FILE_MAX = 2048, CONF_MAX = 65536 };

static bool have(const struct folder *folder, const char *name)
{
    return faccessat(folder->fd, name, F_OK, 0) == 0;
}

/* Runs a tool; if it fails, one line: what we wanted, and the last thing it said. */
static bool run(struct sim *sim, struct child *tool, const char *wanted)
{
    char last[512], how[128];
    tool->keep_out = tool->keep_err = true;
    if (sim_run_tool(sim, tool, TOOL_MS))
        return true;
    child_last_line(tool, last, sizeof last);
    child_describe_end(tool, how, sizeof how);
    if (!sim->interrupted)
        report("cannot %s: %s", wanted, last[0] ? last : how);
    return false;
}

static bool make_keys(struct sim *sim, const char *program, const char *folder, const char *wanted)
{
    struct child *tool = calloc(1, sizeof *tool);
    if (!tool)
        return false;
    if (mkdirat(sim->folder.fd, "keys", 0700) != 0 && errno != EEXIST) {
        report("cannot make %s/keys: %s", sim->folder.path, strerror(errno));
        free(tool);
        return false;
    }
    child_init(tool, program, program);
    child_arg(tool, "keygen");
    child_arg(tool, "%s/%s", sim->folder.path, folder);
    bool made = run(sim, tool, wanted);
    free(tool);
    return made;
}

/* The last line of a small file that is not empty and no comment. */
static bool read_key_line(const char *path, char *line, size_t size)
{
    size_t len;
    char *text = file_read(AT_FDCWD, path, KEY_FILE_MAX, &len);
    line[0] = '\0';
    for (char *at = text; at && *at;) {
        size_t this = strcspn(at, "\r\n");
        if (this > 0 && this < size && strncmp(at, "untrusted comment:", 18) != 0) {
            memcpy(line, at, this);
            line[this] = '\0';
        }
        at += this + strspn(at + this, "\r\n");
    }
    free(text);
    return line[0] != '\0';
}

static bool settle_intake_keys(struct sim *sim)
{
    char path[FOLDER_PATH + 64];
    const char *given = sim->settings->intake_keys;
    if (sim->settings->intake && !given) { /* the campaign's, or those of --config */
        if (!sim->settings->campaign && !sim->settings->conf.intake_keys[0])
            report("no public keys of %s: nothing can be written; give --intake-keys FILE",
                   sim->settings->intake);
        return true;
    }
    if (!given && !have(&sim->folder, "keys/intake/intake.pub") &&
        !make_keys(sim, "jianyan-intake", "keys/intake", "make the intake's keys"))
        return false;
    if (given)
        snprintf(path, sizeof path, "%s", given);
    else
        folder_path(&sim->folder, "keys/intake/intake.pub", path, sizeof path);
    if (read_key_line(path, sim->intake_keys, sizeof sim->intake_keys))
        return true;
    report("cannot read the intake's keys in %s", path);
    return false;
}

/* The key of a campaign that was given: from --trust, from --config, or beside it. */
static bool trust_given_campaign(struct sim *sim)
{
    char path[FOLDER_PATH + 64];
    const char *trust = sim->settings->trust;
    if (!trust && sim->settings->conf.trust_key[0]) {
        snprintf(sim->trust_key, sizeof sim->trust_key, "%s", sim->settings->conf.trust_key);
        return true;
    }
    snprintf(path, sizeof path, "%s/campaign.pub", sim->settings->campaign);
    if (access(trust ? trust : path, R_OK) != 0) {
        if (access(sim->settings->campaign, R_OK) != 0)
            report("there is no campaign folder %s", sim->settings->campaign);
        else
            report("cannot read the campaign's public key %s: %s; give it with --trust FILE",
                   trust ? trust : path, strerror(errno));
        return false;
    }
    if (!read_key_line(trust ? trust : path, sim->trust_key, sizeof sim->trust_key)) {
        report("%s holds no public key", trust ? trust : path);
        return false;
    }
    if (!trust)
        report("trusting %s beside the campaign; only the simulator does that, a box has its "
               "trust_key in board.conf",
               path);
    return true;
}

static bool settle_campaign_key(struct sim *sim)
{
    char path[FOLDER_PATH + 64];
    if (sim->settings->campaign)
        return trust_given_campaign(sim);
    if (!have(&sim->folder, "keys/campaign/campaign.pub") &&
        !make_keys(sim, "jianyan-campaign", "keys/campaign", "make the campaign's keys"))
        return false;
    folder_path(&sim->folder, "keys/campaign/campaign.pub", path, sizeof path);
    if (read_key_line(path, sim->trust_key, sizeof sim->trust_key))
        return true;
    report("cannot read the campaign's key in %s", path);
    return false;
}

bool prepare_keys(struct sim *sim)
{
    return settle_intake_keys(sim) && settle_campaign_key(sim);
}

/* The lines that make it a simulation; they come last, and the last one holds. */
static void print_own_lines(struct sim *sim, FILE *out)
{
    const struct settings *settings = sim->settings;
    fprintf(out, "\n# the simulator's\nprofile = %s\ntrust_key = %s\n", sim->profile->name,
            sim->trust_key);
    if (settings->intake)
        fprintf(out, "intake_url = %s\n", settings->intake);
    else
        fprintf(out, "intake_url = http://127.0.0.1:%u\n", sim->proxy.port);
    if (sim->intake_keys[0])
        fprintf(out, "intake_keys = %s\n", sim->intake_keys);
    if (sim->lan[0] && !settings->conf.h5_url[0])
        fprintf(out, "h5_url = http://%s:%u/h5/\n", sim->lan, sim->intake_port);
    if (!settings->headless && !settings->config)
        fprintf(out, "splay_seconds = 2\nretry_cap_seconds = 10\n"); /* people watch */
}

bool prepare_board_conf(struct sim *sim)
{
    char *given = NULL, *text = NULL;
    size_t given_len = 0, len = 0;
    if (sim->settings->config) {
        given = file_read(AT_FDCWD, sim->settings->config, CONF_MAX, &given_len);
        if (!given)
            return false;
    }
    FILE *out = open_memstream(&text, &len);
    bool written = out != NULL;
    if (out) {
        fprintf(out, "# written by jianyan-sim at every start\n");
        fwrite(given ? given : "", 1, given_len, out);
        print_own_lines(sim, out);
        written = fclose(out) == 0 && file_write(sim->folder.fd, "board.conf", text, len);
    }
    if (!written)
        report("cannot write %s/board.conf", sim->folder.path);
    free(text);
    free(given);
    return written;
}

/* Our own campaign, published for this profile: into published/<profile>. */
static bool publish(struct sim *sim, const char *target)
{
    struct child *tool = calloc(1, sizeof *tool);
    if (!tool)
        return false;
    folder_remove(AT_FDCWD, target);
    char program_folder[FOLDER_PATH];
    child_program_folder(program_folder, sizeof program_folder);
    child_init(tool, "jianyan-campaign", "jianyan-campaign");
    child_arg(tool, "publish");
    child_arg(tool, "%s/../share/jianyan/campaign", program_folder);
    child_arg(tool, "-o");
    child_arg(tool, "%s", target);
    child_arg(tool, "--key");
    child_arg(tool, "%s/keys/campaign/campaign.key", sim->folder.path);
    child_arg(tool, "--profile");
    child_arg(tool, "%s", sim->profile->name);
    bool published = run(sim, tool, "publish the campaign");
    free(tool);
    return published;
}

static bool install(struct sim *sim, const char *folder)
{
    char wanted[FOLDER_PATH + 64];
    struct child *tool = calloc(1, sizeof *tool);
    if (!tool)
        return false;
    child_init(tool, "jianyan-courier", "jianyan-courier");
    child_arg(tool, "--config");
    child_arg(tool, "%s/board.conf", sim->folder.path);
    child_arg(tool, "--state");
    child_arg(tool, "%s", sim->folder.path);
    child_arg(tool, "install");
    child_arg(tool, "%s", folder);
    snprintf(wanted, sizeof wanted, "install the campaign %s", folder);
    bool installed = run(sim, tool, wanted);
    free(tool);
    return installed;
}

bool prepare_campaign(struct sim *sim)
{
    char folder[FOLDER_PATH + 64];
    if (sim->settings->campaign)
        return install(sim, sim->settings->campaign);
    snprintf(folder, sizeof folder, "%s/published", sim->folder.path);
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        report("cannot make %s: %s", folder, strerror(errno));
        return false;
    }
    snprintf(folder, sizeof folder, "%s/published/%s", sim->folder.path, sim->profile->name);
    return publish(sim, folder) && install(sim, folder);
}

/* keygen, sign and publish. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "author/author.h"
#include "core/file.h"
#include "seal/minisign.h"
#include "seal/seal.h"

enum { SIGN_BYTES_MAX = 1 << 20 };

/* Creates a file that was not there. */
static bool create(int dir_fd, const char *dir, const char *name, const char *text, mode_t mode)
{
    size_t len = strlen(text);
    int fd = openat(dir_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd < 0) {
        fprintf(stderr, "%s/%s: %s\n", dir, name,
                errno == EEXIST ? "is there already; keys are never overwritten" : strerror(errno));
        return false;
    }
    bool written = write(fd, text, len) == (ssize_t)len && fsync(fd) == 0;
    if (close(fd) != 0 || !written) {
        fprintf(stderr, "%s/%s: cannot write: %s\n", dir, name, strerror(errno));
        unlinkat(dir_fd, name, 0);
        return false;
    }
    return true;
}

int command_keygen(const char *dir)
{
    struct minisign_secret key;
    char secret_file[MINISIGN_FILE_MAX], public_file[MINISIGN_FILE_MAX], text[MINISIGN_KEY_TEXT];
    int fd = file_open_dir(AT_FDCWD, dir);
    if (fd < 0)
        return 1;
    if (faccessat(fd, "campaign.pub", F_OK, 0) == 0) {
        fprintf(stderr, "%s/campaign.pub: is there already; keys are never overwritten\n", dir);
        close(fd);
        return 1;
    }
    minisign_generate(&key, secret_file, public_file);
    minisign_public_print(&key.public, text);
    bool written = create(fd, dir, "campaign.key", secret_file, 0600) &&
                   create(fd, dir, "campaign.pub", public_file, 0644) && file_sync(fd, dir);
    seal_wipe(&key, sizeof key);
    seal_wipe(secret_file, sizeof secret_file);
    close(fd);
    if (written)
        printf("trust_key = %s\n", text);
    return written ? 0 : 1;
}

static bool read_password(const char *file, char password[MINISIGN_FILE_MAX])
{
    size_t len;
    char *text = file_read(AT_FDCWD, file, MINISIGN_FILE_MAX - 1, &len);
    if (!text) {
        fprintf(stderr, "%s: cannot read the password: %s\n", file, strerror(errno));
        return false;
    }
    snprintf(password, MINISIGN_FILE_MAX, "%.*s", (int)strcspn(text, "\r\n"), text);
    seal_wipe(text, len);
    free(text);
    return true;
}

static bool read_key(const char *file, const char *password_file, struct minisign_secret *key)
{
    size_t len;
    char password[MINISIGN_FILE_MAX];
    if (password_file && !read_password(password_file, password))
        return false;
    char *text = file_read(AT_FDCWD, file, MINISIGN_FILE_MAX, &len);
    bool read = text && minisign_secret_parse(text, password_file ? password : NULL, key);
    if (!text)
        fprintf(stderr, "%s: cannot read the key: %s; jianyan-campaign keygen makes one\n", file,
                strerror(errno));
    else if (!read)
        fprintf(stderr, "%s: is no minisign secret key%s\n", file,
                password_file ? ", or the password is wrong"
                              : " without a password; with one, add --password-file");
    if (text)
        seal_wipe(text, len);
    free(text);
    seal_wipe(password, sizeof password);
    return read;
}

int command_sign(const char *file, const char *key_file, const char *password_file)
{
    size_t len = 0;
    struct minisign_secret key = {0};
    char comment[256], path[PATH_MAX], signature[MINISIGN_FILE_MAX];
    const char *name = strrchr(file, '/');
    if (!read_key(key_file, password_file, &key))
        return 1;
    char *bytes = file_read(AT_FDCWD, file, SIGN_BYTES_MAX, &len);
    snprintf(comment, sizeof comment, "%.200s", name ? name + 1 : file);
    int path_len = snprintf(path, sizeof path, "%s.minisig", file);
    if (bytes)
        minisign_sign(&key, bytes, len, comment, signature);
    else
        fprintf(stderr, "%s: cannot be read: %s\n", file, strerror(errno));
    bool written = bytes && path_len < (int)sizeof path &&
                   file_write(AT_FDCWD, path, signature, strlen(signature));
    seal_wipe(&key, sizeof key);
    free(bytes);
    return written ? 0 : 1;
}

/* What is published in OUT already must not be newer, and must be a campaign. */
static bool may_replace(int fd, const char *out, int64_t version)
{
    size_t len;
    char why[MANIFEST_TEXT_MAX];
    struct manifest old;
    char *bytes = file_read(fd, "manifest.json", MANIFEST_BYTES_MAX, &len);
    bool campaign = bytes && manifest_parse(bytes, len, NULL, &old, why) == MANIFEST_GOOD;
    free(bytes);
    if (!campaign)
        fprintf(stderr, "%s: is there and is no published campaign; name a new folder\n", out);
    else if (old.version > version)
        fprintf(stderr, "%s: has version %lld, and devices would refuse %lld after it\n", out,
                (long long)old.version, (long long)version);
    return campaign && old.version <= version;
}

static bool write_blobs(int fd, const struct package *package)
{
    int blobs_fd = file_open_dir(fd, "blobs");
    bool written = blobs_fd >= 0;
    for (size_t i = 0; i < package->blob_count && written; i++) {
        const struct blob *blob = &package->blobs[i];
        if (faccessat(blobs_fd, blob->hash, F_OK, 0) != 0)
            written = file_write(blobs_fd, blob->hash, blob->bytes, blob->len);
    }
    if (blobs_fd >= 0)
        close(blobs_fd);
    return written;
}

/* Blobs first, so that a manifest never names one that is not there. */
static bool write_package(int fd, const struct package *package, const struct minisign_secret *key)
{
    char comment[256], signature[MINISIGN_FILE_MAX], public_file[2 * MINISIGN_KEY_TEXT];
    char text[MINISIGN_KEY_TEXT];
    snprintf(comment, sizeof comment, "jianyan campaign %s version %lld", package->checked.id,
             (long long)package->checked.version);
    minisign_sign(key, package->manifest, package->manifest_len, comment, signature);
    minisign_public_print(&key->public, text);
    snprintf(public_file, sizeof public_file, "untrusted comment: jianyan campaign key\n%s\n",
             text);
    return write_blobs(fd, package) &&
           file_write(fd, "campaign.pub", public_file, strlen(public_file)) &&
           file_write(fd, "manifest.json.minisig", signature, strlen(signature)) &&
           file_write(fd, "manifest.json", package->manifest, package->manifest_len);
}

bool package_write(const char *out, const struct package *package,
                   const struct minisign_secret *key)
{
    struct folder folder;
    bool written = folder_open(&folder, out) &&
                   (folder.fresh || may_replace(folder.fd, out, package->checked.version)) &&
                   write_package(folder.fd, package, key);
    return folder_close(&folder, written);
}

int command_publish(const char *dir, const char *out, const char *key_file,
                    const char *password_file, const struct request *request)
{
    struct source source;
    struct package package = {0};
    struct minisign_secret key = {0};
    bool published = source_open(&source, dir) && read_key(key_file, password_file, &key) &&
                     package_build(&source, request, &package) &&
                     package_write(out, &package, &key);
    if (published)
        printf("%s: version %lld, %zu pictures\n", out, (long long)package.checked.version,
               package.blob_count);
    seal_wipe(&key, sizeof key);
    package_free(&package);
    source_close(&source);
    return published ? 0 : 1;
}

int command_lint(const char *dir, const struct request *request)
{
    struct source source;
    struct package package = {0};
    bool good = source_open(&source, dir) && package_build(&source, request, &package);
    if (good)
        printf("%s: good, %zu pictures\n", source.file, package.blob_count);
    package_free(&package);
    source_close(&source);
    return good ? 0 : 1;
}

#include "intake/files.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/reply.h"

enum { SEGMENT_MAX = 128, DEPTH_MAX = 6, ETAG_MAX = 64 };

/* The next segment of a path: letters, digits, ".", "_", "-", not beginning with a dot, so that
 * neither "..", hidden files nor odd encodings get anywhere. */
static bool take_segment(const char **path, char segment[SEGMENT_MAX])
{
    size_t len = strspn(*path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
    if (len == 0 || len >= SEGMENT_MAX || **path == '.' || ((*path)[len] && (*path)[len] != '/'))
        return false;
    memcpy(segment, *path, len);
    segment[len] = '\0';
    *path += len;
    return true;
}

/* Opens a regular file below dir_fd, following no link; -1 if there is none. */
static int open_below(int dir_fd, const char *path, struct stat *st)
{
    char segment[SEGMENT_MAX];
    int at = dir_fd;
    for (int depth = 0; depth < DEPTH_MAX && take_segment(&path, segment); depth++) {
        int flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | (*path ? O_DIRECTORY : 0);
        int next = openat(at, segment, flags);
        if (at != dir_fd)
            close(at);
        at = next;
        if (at < 0)
            return -1;
        if (!*path && fstat(at, st) == 0 && S_ISREG(st->st_mode))
            return at;
        if (*path)
            path++;
    }
    if (at != dir_fd)
        close(at);
    return -1;
}

bool files_parse_range(const char *header, uint64_t size, uint64_t *first, uint64_t *len)
{
    char *end;
    if (strncmp(header, "bytes=", 6) != 0 || size == 0)
        return false;
    header += 6;
    if (*header == '-' && header[1] >= '0' && header[1] <= '9') {
        uint64_t last = strtoull(header + 1, &end, 10);
        *len = last < size ? last : size;
        *first = size - *len;
        return *end == '\0' && *len > 0;
    }
    if (*header < '0' || *header > '9')
        return false;
    *first = strtoull(header, &end, 10);
    if (*end != '-' || *first >= size)
        return false;
    header = end + 1;
    *len = size - *first;
    if (*header == '\0')
        return true;
    if (*header < '0' || *header > '9')
        return false;
    uint64_t last = strtoull(header, &end, 10);
    if (*end != '\0' || last < *first)
        return false;
    if (last - *first + 1 < *len)
        *len = last - *first + 1;
    return true;
}

static const char *type_of(const char *path)
{
    const char *dot = strrchr(path, '.');
    if (dot && strcmp(dot, ".json") == 0)
        return "application/json";
    return "application/octet-stream";
}

static void print_etag(const struct stat *st, char etag[ETAG_MAX])
{
    snprintf(etag, ETAG_MAX, "\"%" PRIxMAX "-%" PRIxMAX "-%lx\"", (uintmax_t)st->st_size,
             (uintmax_t)st->st_mtim.tv_sec, (unsigned long)st->st_mtim.tv_nsec);
}

/* The part of the file that was asked for. Takes the descriptor. */
static void send_file(struct request *request, int fd, uint64_t size, enum reply_cache cache)
{
    const char *range = request_header(request, "Range");
    uint64_t first = 0, len = size;
    char text[96];
    bool part = range && files_parse_range(range, size, &first, &len);
    struct MHD_Response *response = MHD_create_response_from_fd_at_offset64(len, fd, first);
    if (!response)
        close(fd);
    reply_with(request, part ? MHD_HTTP_PARTIAL_CONTENT : MHD_HTTP_OK, type_of(request->url),
               response, cache);
    reply_header(request, "Accept-Ranges", "bytes");
    if (part) {
        snprintf(text, sizeof text, "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64, first,
                 first + len - 1, size);
        reply_header(request, "Content-Range", text);
    }
}

void files_answer(struct request *request)
{
    const char *path = request->url + strlen("/campaigns/");
    const char *known = request_header(request, "If-None-Match");
    enum reply_cache cache = strncmp(path, "blobs/", 6) == 0 ? REPLY_IMMUTABLE : REPLY_CHECK;
    struct stat st;
    char etag[ETAG_MAX];
    int fd = request->server->campaigns_fd < 0
                 ? -1
                 : open_below(request->server->campaigns_fd, path, &st);
    if (fd < 0) {
        reply_problem(request, PROBLEM_NOT_FOUND, (struct problem_place){0});
        return;
    }
    print_etag(&st, etag);
    if (known && strcmp(known, etag) == 0) {
        close(fd);
        reply_with(request, MHD_HTTP_NOT_MODIFIED, NULL,
                   MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT), cache);
    } else {
        send_file(request, fd, (uint64_t)st.st_size, cache);
    }
    reply_header(request, "ETag", etag);
}

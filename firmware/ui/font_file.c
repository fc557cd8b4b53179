#include "ui/font_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/log.h"

/* Tables are read in small pieces one after the other, glyphs in pieces of some hundred bytes. */
enum { WINDOW = 4096 };

struct font_file {
    int fd;
    int64_t at, size;
    int64_t window_at; /* what `window` holds begins here */
    size_t window_len;
    uint8_t window[WINDOW];
};

static struct font_file *file_of(SDL_RWops *stream)
{
    return stream->hidden.unknown.data1;
}

static Sint64 SDLCALL size_of(SDL_RWops *stream)
{
    return file_of(stream)->size;
}

static Sint64 SDLCALL seek(SDL_RWops *stream, Sint64 offset, int whence)
{
    struct font_file *file = file_of(stream);
    int64_t base = whence == RW_SEEK_SET ? 0 : whence == RW_SEEK_CUR ? file->at : file->size;
    if (offset < -base || offset > file->size - base)
        return -1;
    file->at = base + offset;
    return file->at;
}

/* All len bytes at `at`, or fewer at the end of the file or after an error. */
static size_t read_at(int fd, void *bytes, size_t len, int64_t at)
{
    size_t done = 0;
    while (done < len) {
        ssize_t got = pread(fd, (char *)bytes + done, len - done, at + (int64_t)done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        done += (size_t)got;
    }
    return done;
}

static size_t copy_window(struct font_file *file, void *bytes, size_t len)
{
    int64_t into = file->at - file->window_at;
    if (into < 0 || into >= (int64_t)file->window_len) {
        file->window_at = file->at;
        file->window_len = read_at(file->fd, file->window, WINDOW, file->at);
        into = 0;
    }
    size_t there = file->window_len - (size_t)into;
    size_t count = len < there ? len : there;
    memcpy(bytes, file->window + into, count);
    return count;
}

static size_t SDLCALL read_stream(SDL_RWops *stream, void *bytes, size_t size, size_t count)
{
    struct font_file *file = file_of(stream);
    size_t done = 0, len;
    if (size == 0 || __builtin_mul_overflow(size, count, &len))
        return 0;
    while (done < len) {
        size_t left = len - done;
        size_t got = left >= WINDOW ? read_at(file->fd, (char *)bytes + done, left, file->at)
                                    : copy_window(file, (char *)bytes + done, left);
        if (got == 0)
            break;
        file->at += (int64_t)got;
        done += got;
    }
    return done / size;
}

static size_t SDLCALL write_stream(SDL_RWops *stream, const void *bytes, size_t size, size_t count)
{
    (void)stream;
    (void)bytes;
    (void)size;
    (void)count;
    return 0;
}

static int SDLCALL close_stream(SDL_RWops *stream)
{
    struct font_file *file = file_of(stream);
    close(file->fd);
    free(file);
    SDL_FreeRW(stream);
    return 0;
}

static SDL_RWops *wrap(struct font_file *file)
{
    SDL_RWops *stream = SDL_AllocRW();
    if (!stream)
        return NULL;
    stream->type = SDL_RWOPS_UNKNOWN;
    stream->size = size_of;
    stream->seek = seek;
    stream->read = read_stream;
    stream->write = write_stream;
    stream->close = close_stream;
    stream->hidden.unknown.data1 = file;
    return stream;
}

SDL_RWops *font_file_open(const char *path)
{
    struct stat stat;
    struct font_file *file = calloc(1, sizeof *file);
    SDL_RWops *stream = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (file && fd >= 0 && fstat(fd, &stat) == 0) {
        file->fd = fd;
        file->size = stat.st_size;
        stream = wrap(file);
    }
    if (stream)
        return stream;
    log_error("fonts", "cannot read %s: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    free(file);
    return NULL;
}

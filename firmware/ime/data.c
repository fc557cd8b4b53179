#include "ime/data.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/log.h"
#include "core/mapped.h"

enum { FILE_BYTES_MAX = 64 << 20 };

static const char foreign[] = "is not a data file of jianyan's typing";

static const struct data_header *header_of(const struct data *data)
{
    return (const struct data_header *)(const void *)data->bytes;
}

static const char *map_file(struct data *data, int fd)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return strerror(errno);
    if (st.st_size < (off_t)sizeof(struct data_header) || st.st_size > FILE_BYTES_MAX)
        return foreign;
    void *map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (map == MAP_FAILED)
        return strerror(errno);
    *data = (struct data){map, (size_t)st.st_size};
    return NULL;
}

const char *data_map(struct data *data, const char *path)
{
    *data = (struct data){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return strerror(errno);
    const char *wrong = map_file(data, fd);
    close(fd);
    return wrong;
}

void data_unmap(struct data *data)
{
    if (data->bytes)
        munmap((void *)data->bytes, data->len);
    *data = (struct data){0};
}

void data_rest(const struct data *data)
{
    mapped_rest(data->bytes, data->len);
}

void data_let_go(const struct data *data)
{
    mapped_let_go(data->bytes, data->len);
}

const char *data_check(const struct data *data, const struct data_kind *kind)
{
    const struct data_header *header = header_of(data);
    size_t checked = sizeof *header, places = kind->sections * sizeof *header->span;
    if (data->len < checked + places || memcmp(header->magic, kind->magic, DATA_MAGIC_BYTES) != 0)
        return foreign;
    if (header->version != kind->version || header->sections != kind->sections)
        return "is of another version, or of another byte order";
    if (header->file_bytes != data->len)
        return "is cut short, or has something behind it";
    if (header->checksum != data_checksum(data->bytes + checked, data->len - checked))
        return "is damaged: its checksum differs";
    return NULL;
}

const void *data_section(const struct data *data, uint32_t id, size_t each, uint32_t *count)
{
    const struct data_header *header = header_of(data);
    struct data_span span = header->span[id];
    size_t places = header->sections * sizeof span;
    if (span.offset % DATA_ALIGN != 0 || span.offset < sizeof *header + places ||
        span.offset > data->len || span.bytes > data->len - span.offset || span.bytes % each != 0)
        return NULL;
    *count = (uint32_t)(span.bytes / each);
    return data->bytes + span.offset;
}

bool data_refuse(struct data *data, const char *path, const char *wrong)
{
    log_error("ime", "cannot use file=%s: %s; build it anew or install it again", path, wrong);
    data_unmap(data);
    return false;
}

#include "ui/atlas.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/log.h"
#include "core/mapped.h"

enum { ATLAS_BYTES_MAX = 16 << 20, ATLAS_UNITS_MAX = 1 << 16 };

static const char *map_file(struct atlas *atlas, int fd)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return strerror(errno);
    if (st.st_size < (off_t)sizeof(struct atlas_header) || st.st_size > ATLAS_BYTES_MAX)
        return "is no glyph atlas";
    void *map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (map == MAP_FAILED)
        return strerror(errno);
    atlas->bytes = map;
    atlas->len = (size_t)st.st_size;
    return NULL;
}

/* Wider than any glyph; times the largest size it is still far from an int's end. */
static bool advances_are_sound(const struct atlas *atlas)
{
    for (uint32_t i = 0; i < atlas->advance_count; i++) {
        if (le32toh(atlas->advances[i].units) > ATLAS_UNITS_MAX)
            return false;
    }
    return true;
}

/* Every glyph's coverage must lie in the file. */
static bool glyphs_are_sound(const struct atlas *atlas)
{
    size_t room = atlas->len - (size_t)(atlas->coverage - atlas->bytes);
    for (uint32_t i = 0; i < atlas->glyph_count; i++) {
        const struct atlas_glyph *glyph = &atlas->glyphs[i];
        size_t at = le32toh(glyph->at);
        size_t bytes = (size_t)le16toh(glyph->width) * le16toh(glyph->height);
        if (at > room || bytes > room - at)
            return false;
    }
    return true;
}

static const char *check(struct atlas *atlas)
{
    const struct atlas_header *header = (const struct atlas_header *)(const void *)atlas->bytes;
    size_t rest = atlas->len - sizeof *header;
    if (memcmp(header->magic, ATLAS_MAGIC, sizeof header->magic) != 0)
        return "is no glyph atlas of this version";
    if (le64toh(header->bytes) != atlas->len)
        return "is cut short, or has something behind it";
    if (le64toh(header->sum) != atlas_sum(header, atlas->bytes + sizeof *header, rest))
        return "is damaged: its sum differs";
    atlas->advance_count = le32toh(header->advances);
    atlas->glyph_count = le32toh(header->glyphs);
    /* A size_t of 32 bits would not hold every product. */
    size_t advances = (size_t)atlas->advance_count * sizeof *atlas->advances;
    if (atlas->advance_count > rest / sizeof *atlas->advances ||
        atlas->glyph_count > (rest - advances) / sizeof *atlas->glyphs)
        return "is damaged: its numbers do not fit together";
    size_t glyphs = (size_t)atlas->glyph_count * sizeof *atlas->glyphs;
    const unsigned char *at = atlas->bytes + sizeof *header;
    atlas->advances = (const struct atlas_advance *)(const void *)at;
    atlas->glyphs = (const struct atlas_glyph *)(const void *)(at + advances);
    atlas->coverage = at + advances + glyphs;
    if (!advances_are_sound(atlas))
        return "is damaged: an advance is too wide";
    return glyphs_are_sound(atlas) ? NULL : "is damaged: a glyph lies outside of it";
}

bool atlas_open(struct atlas *atlas, const char *path)
{
    *atlas = (struct atlas){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return false;
    const char *wrong = fd < 0 ? strerror(errno) : map_file(atlas, fd);
    if (!wrong)
        wrong = check(atlas);
    if (fd >= 0)
        close(fd);
    if (!wrong) {
        mapped_rest(atlas->bytes, atlas->len); /* checking has read all of it */
        return true;
    }
    log_warn("fonts", "cannot use %s: %s; the fonts do as well", path, wrong);
    atlas_close(atlas);
    return false;
}

void atlas_close(struct atlas *atlas)
{
    if (atlas->bytes)
        munmap((void *)atlas->bytes, atlas->len);
    *atlas = (struct atlas){0};
}

bool atlas_find(const struct atlas *atlas, uint64_t key, struct glyph *glyph)
{
    uint32_t low = 0, high = atlas->glyph_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (le64toh(atlas->glyphs[middle].key) < key)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == atlas->glyph_count || le64toh(atlas->glyphs[low].key) != key)
        return false;
    const struct atlas_glyph *found = &atlas->glyphs[low];
    *glyph = (struct glyph){(int16_t)le16toh((uint16_t)found->left),
                            (int16_t)le16toh((uint16_t)found->top), le16toh(found->width),
                            le16toh(found->height), atlas->coverage + le32toh(found->at)};
    return true;
}

int atlas_advance(const struct atlas *atlas, uint32_t key)
{
    uint32_t low = 0, high = atlas->advance_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (le32toh(atlas->advances[middle].key) < key)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == atlas->advance_count || le32toh(atlas->advances[low].key) != key)
        return -1;
    return (int)le32toh(atlas->advances[low].units);
}

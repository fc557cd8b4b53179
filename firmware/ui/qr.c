/* QR codes; the only file that knows libqrencode. */
#include <qrencode.h>
#include <string.h>

#include "core/log.h"
#include "ui/pen.h"

enum { QUIET = 4, DARK = 0x000000 };

/* The smallest version that holds the text, at the highest error correction of that version. In
 * larger versions than these a level holds no more than L does in the version before: a text that
 * needs the version has no room there, and trying costs as much as a code. */
static QRcode *encode(const char *text)
{
    static const struct {
        QRecLevel level;
        int largest;
    } better[] = {{QR_ECLEVEL_H, 1}, {QR_ECLEVEL_Q, 2}, {QR_ECLEVEL_M, 5}};
    QRcode *least = QRcode_encodeString(text, 0, QR_ECLEVEL_L, QR_MODE_8, 1);
    for (size_t i = 0; least && i < sizeof better / sizeof better[0]; i++) {
        if (least->version > better[i].largest)
            continue;
        QRcode *code = QRcode_encodeString(text, least->version, better[i].level, QR_MODE_8, 1);
        if (code && code->version == least->version) {
            QRcode_free(least);
            return code;
        }
        QRcode_free(code);
    }
    return least;
}

static void remember(struct qr_cache *cache, const char *text, size_t len)
{
    memcpy(cache->text, text, len + 1);
    cache->side = 0;
    QRcode *code = encode(text);
    if (!code || code->width > QR_SIDE_MAX) {
        log_error("qr", "a text of %zu bytes makes no readable code", len);
    } else {
        cache->side = code->width;
        for (int i = 0; i < code->width * code->width; i++)
            cache->dark[i] = code->data[i] & 1;
    }
    QRcode_free(code);
}

static const struct qr_cache *find(struct canvas *canvas, const char *text, size_t len)
{
    for (size_t i = 0; i < 2; i++) {
        if (strcmp(canvas->qr[i].text, text) == 0)
            return &canvas->qr[i];
    }
    struct qr_cache *cache = &canvas->qr[canvas->qr_oldest];
    canvas->qr_oldest ^= 1;
    remember(cache, text, len);
    return cache;
}

/* A module in pixels. */
struct module {
    int w, h;
};

/* How far a module is from a square on the screen, in thousandths. */
static int slant(struct module module, const struct code *code)
{
    int64_t w = (int64_t)module.w * code->pixel_w, h = (int64_t)module.h * code->pixel_h;
    return (int)((w > h ? w - h : h - w) * 1000 / (w > h ? h : w));
}

/* What a camera has to resolve: the shorter side of a module. */
static int64_t fineness(struct module module, const struct code *code)
{
    int64_t w = (int64_t)module.w * code->pixel_w, h = (int64_t)module.h * code->pixel_h;
    return w < h ? w : h;
}

/* The squarest module among those nearly as large as the largest that fits into most.w × most.h. */
static struct module choose(struct module most, const struct code *code)
{
    struct module best = most, module;
    int64_t least = fineness(most, code) * 9 / 10;
    for (module.w = most.w; module.w > 0 && module.w * code->pixel_w >= least; module.w--) {
        for (module.h = most.h; module.h > 0 && module.h * code->pixel_h >= least; module.h--) {
            if (slant(module, code) < slant(best, code))
                best = module;
        }
    }
    return best;
}

static colour module_at(const struct qr_cache *cache, int line, int column, colour light)
{
    bool inside = line >= 0 && line < cache->side && column >= 0 && column < cache->side;
    return inside && cache->dark[line * cache->side + column] ? DARK : light;
}

static void paint(struct canvas *canvas, struct rect seen, struct rect place, struct module module,
                  const struct qr_cache *cache, colour light)
{
    const uint32_t *before = NULL; /* the row above, where it belongs to the same modules */
    for (int y = seen.y; y < seen.y + seen.h; y++) {
        uint32_t *row = pen_row(canvas, y) + seen.x;
        int into = y - place.y;
        if (before && into % module.h != 0)
            memcpy(row, before, (size_t)seen.w * sizeof *row);
        else
            for (int x = 0; x < seen.w; x++)
                row[x] = module_at(cache, into / module.h - QUIET,
                                   (seen.x + x - place.x) / module.w - QUIET, light);
        before = row;
    }
}

bool canvas_qr(struct canvas *canvas, struct rect r, const struct code *code)
{
    size_t len = strlen(code->text);
    if (len == 0 || len >= QR_TEXT_MAX)
        return false;
    const struct qr_cache *cache = find(canvas, code->text, len);
    int modules = cache->side + 2 * QUIET;
    struct module most = {r.w / modules, r.h / modules};
    if (cache->side == 0 || most.w < 1 || most.h < 1)
        return false;
    if (canvas->pass == PASS_MEASURE) {
        canvas->notes.has_qr = true;
        memcpy(canvas->notes.qr, code->text, len + 1);
    }
    struct module module = choose(most, code);
    struct rect place = {r.x + (r.w - module.w * modules) / 2, r.y + (r.h - module.h * modules) / 2,
                         module.w * modules, module.h * modules};
    struct rect seen;
    uint64_t hash = pen_mix(pen_mix_bytes(KIND_QR, code->text, len), code->light);
    if (pen_touches(canvas, place, hash, &seen))
        paint(canvas, seen, place, module, cache, code->light);
    return true;
}

int canvas_qr_modules(struct canvas *canvas, const char *text)
{
    size_t len = strlen(text);
    if (len == 0 || len >= QR_TEXT_MAX)
        return 0;
    int side = find(canvas, text, len)->side;
    return side > 0 ? side + 2 * QUIET : 0;
}

void canvas_forget_codes(struct canvas *canvas)
{
    explicit_bzero(canvas->qr, sizeof canvas->qr);
}

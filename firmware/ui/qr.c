/* QR codes; the only file that knows libqrencode. */
#include <qrencode.h>
#include <string.h>

#include "core/log.h"
#include "ui/pen.h"

enum { QUIET = 4, DARK = 0x000000, LIGHT = 0xffffff };

/* The smallest version that holds the text, at the highest error correction of that version. */
static QRcode *encode(const char *text)
{
    static const QRecLevel levels[] = {QR_ECLEVEL_H, QR_ECLEVEL_Q, QR_ECLEVEL_M};
    QRcode *least = QRcode_encodeString(text, 0, QR_ECLEVEL_L, QR_MODE_8, 1);
    for (size_t i = 0; least && i < sizeof levels / sizeof levels[0]; i++) {
        QRcode *better = QRcode_encodeString(text, least->version, levels[i], QR_MODE_8, 1);
        if (better && better->version == least->version) {
            QRcode_free(least);
            return better;
        }
        QRcode_free(better);
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

static void paint(struct canvas *canvas, struct rect seen, struct rect code, int module,
                  const struct qr_cache *cache)
{
    for (int y = seen.y; y < seen.y + seen.h; y++) {
        uint32_t *row = pen_row(canvas, y);
        int line = (y - code.y) / module - QUIET;
        for (int x = seen.x; x < seen.x + seen.w; x++) {
            int column = (x - code.x) / module - QUIET;
            bool inside = line >= 0 && line < cache->side && column >= 0 && column < cache->side;
            row[x] = inside && cache->dark[line * cache->side + column] ? DARK : LIGHT;
        }
    }
}

bool canvas_qr(struct canvas *canvas, struct rect r, const char *text)
{
    size_t len = strlen(text);
    if (len == 0 || len >= QR_TEXT_MAX)
        return false;
    const struct qr_cache *cache = find(canvas, text, len);
    int modules = cache->side + 2 * QUIET;
    int module = (r.w < r.h ? r.w : r.h) / modules;
    if (cache->side == 0 || module < 1)
        return false;
    if (canvas->measuring) {
        canvas->notes.has_qr = true;
        memcpy(canvas->notes.qr, text, len + 1);
    }
    int side = module * modules;
    struct rect code = {r.x + (r.w - side) / 2, r.y + (r.h - side) / 2, side, side};
    struct rect seen;
    if (pen_touches(canvas, code, pen_mix_bytes(KIND_QR, text, len), &seen))
        paint(canvas, seen, code, module, cache);
    return true;
}

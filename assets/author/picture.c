/* Pictures for a canvas: SVG drawn by librsvg, PNG and JPEG scaled by cairo. */
#include <cairo.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <librsvg/rsvg.h>
#include <png.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "author/author.h"
#include "core/file.h"

/* A canvas being drawn on: width × height pixels that show a picture `shown` wide (old televisions
 * have pixels that are not square). */
struct canvas {
    const struct source *source;
    const char *place, *file;
    int width, height;
    double shown;
    cairo_t *cairo;
};

struct output {
    char *bytes;
    size_t len;
};

static bool is_svg(const char *bytes, size_t len)
{
    return memmem(bytes, len < 4096 ? len : 4096, "<svg", 4) != NULL;
}

/* 720×576 fills a 4:3 screen: 768 square pixels wide. */
static double shown_width(const struct conf_profile *profile)
{
    return strcmp(profile->name, "pal-576") == 0 ? 768 : profile->width;
}

static cairo_status_t append(void *data, const unsigned char *bytes, unsigned len)
{
    struct output *output = data;
    char *grown = realloc(output->bytes, output->len + len);
    if (!grown)
        return CAIRO_STATUS_NO_MEMORY;
    memcpy(grown + output->len, bytes, len);
    output->bytes = grown;
    output->len += len;
    return CAIRO_STATUS_SUCCESS;
}

/* From here on, drawing is in a picture of w × h that covers the canvas, its middle in the middle.
 */
static void cover(const struct canvas *canvas, double w, double h)
{
    double across = canvas->shown / w, down = canvas->height / h;
    double scale = across > down ? across : down;
    cairo_scale(canvas->cairo, canvas->width / canvas->shown, 1);
    cairo_translate(canvas->cairo, (canvas->shown - w * scale) / 2,
                    (canvas->height - h * scale) / 2);
    cairo_scale(canvas->cairo, scale, scale);
}

static bool draw_svg(const struct canvas *canvas, const char *bytes, size_t len)
{
    GError *error = NULL;
    gboolean sized = FALSE;
    RsvgRectangle box = {0, 0, 0, 0};
    RsvgHandle *svg = rsvg_handle_new_from_data((const guint8 *)bytes, len, &error);
    if (svg)
        rsvg_handle_get_intrinsic_dimensions(svg, NULL, NULL, NULL, NULL, &sized, &box);
    bool drawn = svg && sized && box.width > 0 && box.height > 0;
    if (drawn) {
        cover(canvas, box.width, box.height);
        drawn = rsvg_handle_render_document(svg, canvas->cairo,
                                            &(RsvgRectangle){0, 0, box.width, box.height}, &error);
    }
    if (!drawn)
        source_complain(canvas->source, canvas->place, "%s cannot be drawn: %s", canvas->file,
                        error ? error->message : "give its <svg> a viewBox");
    g_clear_error(&error);
    if (svg)
        g_object_unref(svg);
    return drawn;
}

/* The pixels as a cairo surface, transparent ones on white. */
static cairo_surface_t *to_surface(const GdkPixbuf *pixels)
{
    int width = gdk_pixbuf_get_width(pixels), height = gdk_pixbuf_get_height(pixels);
    int channels = gdk_pixbuf_get_n_channels(pixels);
    const guint8 *from = gdk_pixbuf_read_pixels(pixels);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
        return surface;
    for (int y = 0; y < height; y++) {
        const guint8 *in = from + (size_t)y * (size_t)gdk_pixbuf_get_rowstride(pixels);
        uint32_t *out =
            (uint32_t *)(void *)(cairo_image_surface_get_data(surface) +
                                 (size_t)y * (size_t)cairo_image_surface_get_stride(surface));
        for (int x = 0; x < width; x++, in += channels) {
            uint32_t alpha = channels == 4 ? in[3] : 255, rgb = 0;
            for (int c = 0; c < 3; c++)
                rgb = rgb << 8 | (in[c] * alpha + 255 * (255 - alpha) + 127) / 255;
            out[x] = rgb;
        }
    }
    cairo_surface_mark_dirty(surface);
    return surface;
}

static GdkPixbuf *load_pixels(const char *bytes, size_t len, GError **error)
{
    GdkPixbuf *pixels = NULL;
    GdkPixbufLoader *loader = gdk_pixbuf_loader_new();
    bool read = gdk_pixbuf_loader_write(loader, (const guchar *)bytes, len, error);
    if (gdk_pixbuf_loader_close(loader, read ? error : NULL) && read)
        pixels = gdk_pixbuf_loader_get_pixbuf(loader);
    if (pixels)
        g_object_ref(pixels);
    g_object_unref(loader);
    return pixels;
}

/* The picture's pixels, to be unreffed; NULL after one line. */
static GdkPixbuf *take_pixels(const struct source *source, const char *place, const char *file,
                              const struct output *from)
{
    GError *error = NULL;
    GdkPixbuf *pixels = load_pixels(from->bytes, from->len, &error);
    if (!pixels)
        source_complain(source, place, "%s cannot be read: %s; use SVG, PNG or JPEG", file,
                        error ? error->message : "no picture inside");
    g_clear_error(&error);
    return pixels;
}

static bool draw_pixels(const struct canvas *canvas, const struct output *from)
{
    GdkPixbuf *pixels = take_pixels(canvas->source, canvas->place, canvas->file, from);
    if (!pixels)
        return false;
    cairo_surface_t *surface = to_surface(pixels);
    cover(canvas, gdk_pixbuf_get_width(pixels), gdk_pixbuf_get_height(pixels));
    cairo_set_source_surface(canvas->cairo, surface, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(canvas->cairo), CAIRO_FILTER_BEST);
    cairo_paint(canvas->cairo);
    cairo_surface_destroy(surface);
    g_object_unref(pixels);
    return true;
}

/* Replaces what was read by a PNG of the canvas's size. */
static bool draw(const struct source *source, const char *place, const char *file,
                 const struct conf_profile *profile, struct output *from)
{
    struct output png = {0};
    struct canvas canvas = {.source = source,
                            .place = place,
                            .file = file,
                            .width = profile->width,
                            .height = profile->height,
                            .shown = shown_width(profile)};
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, profile->width, profile->height);
    canvas.cairo = cairo_create(surface);
    cairo_set_source_rgb(canvas.cairo, 1, 1, 1);
    cairo_paint(canvas.cairo);
    bool drawn = is_svg(from->bytes, from->len) ? draw_svg(&canvas, from->bytes, from->len)
                                                : draw_pixels(&canvas, from);
    if (drawn && cairo_surface_write_to_png_stream(surface, append, &png) != CAIRO_STATUS_SUCCESS) {
        source_complain(source, place, "%s cannot be turned into a PNG: no memory", file);
        free(png.bytes);
        png = (struct output){0};
    }
    cairo_destroy(canvas.cairo);
    cairo_surface_destroy(surface);
    free(from->bytes);
    *from = png;
    return png.bytes != NULL;
}

/* True for a PNG that a device can take as it is. */
static bool fits_as_it_is(const char *bytes, size_t len, const struct conf_profile *profile)
{
    int width = 0, height = 0;
    if (len >= 24 && memcmp(bytes, "\x89PNG\r\n\x1a\n", 8) == 0) {
        const unsigned char *at = (const unsigned char *)bytes + 16;
        width = at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3];
        height = at[4] << 24 | at[5] << 16 | at[6] << 8 | at[7];
    }
    return width == profile->width && height == profile->height;
}

/* True if the PNG can be read to its last row, which gdk-pixbuf does not insist on; else one line.
 */
static bool is_whole(const struct source *source, const char *place, const char *file,
                     const struct output *picture)
{
    png_image png = {.version = PNG_IMAGE_VERSION};
    bool whole = png_image_begin_read_from_memory(&png, picture->bytes, picture->len);
    png.format = PNG_FORMAT_RGB;
    void *pixels = whole ? malloc(PNG_IMAGE_SIZE(png)) : NULL;
    whole = pixels && png_image_finish_read(&png, &(png_color){255, 255, 255}, pixels, 0, NULL);
    free(pixels);
    if (!whole)
        source_complain(source, place, "%s cannot be read: %s; draw it anew", file, png.message);
    png_image_free(&png);
    return whole;
}

char *picture_make(const struct source *source, const char *place, const char *file,
                   const struct conf_profile *profile, size_t *len)
{
    struct output picture = {0};
    picture.bytes =
        file_read(source->dir_fd, file, 4 * (size_t)MANIFEST_BLOB_BYTES_MAX, &picture.len);
    if (!picture.bytes) {
        source_complain(source, place, "%s cannot be read: %s", file, strerror(errno));
        return NULL;
    }
    bool made = fits_as_it_is(picture.bytes, picture.len, profile)
                    ? is_whole(source, place, file, &picture)
                    : draw(source, place, file, profile, &picture);
    if (made && picture.len > MANIFEST_BLOB_BYTES_MAX)
        made = source_complain(source, place, "%s takes %zu bytes, at most %d: use a simpler one",
                               file, picture.len, MANIFEST_BLOB_BYTES_MAX);
    *len = picture.len;
    if (made)
        return picture.bytes;
    free(picture.bytes);
    return NULL;
}

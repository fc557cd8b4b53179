/* What the integrator writes in place of fb_screen.c's open_display(), in tests/boards/kit: a file
 * is the display, and what the face says of its picture goes into a second one beside it. */
static const char *says_path;

static struct picture open_display(const char *path)
{
    enum { WIDTH = 1280, HEIGHT = 720 };
    static char says[256];
    int fd = open(path, O_RDWR | O_CREAT, 0644);
    snprintf(says, sizeof says, "%s.says", path);
    says_path = says;
    if (fd < 0 || ftruncate(fd, WIDTH * HEIGHT * 4))
        err(1, "%s", path);
    void *pixels = mmap(NULL, WIDTH * HEIGHT * 4, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (pixels == MAP_FAILED)
        err(1, "%s", path);
    return (struct picture){pixels, WIDTH, HEIGHT, WIDTH * 4};
}

static void note(const void *said, size_t len)
{
    char fresh[256 + 8];
    snprintf(fresh, sizeof fresh, "%s.new", says_path);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (fd < 0 || write(fd, said, len) != (ssize_t)len || close(fd) || rename(fresh, says_path))
        err(1, "%s", fresh);
}

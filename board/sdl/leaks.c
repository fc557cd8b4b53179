/* What is not ours to free: SDL 2.26 opens a D-Bus connection for the screen saver and leaves it to
 * the end of the process. Only in builds with AddressSanitizer, which asks for this by name. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libdbus-1\n";
}

const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}

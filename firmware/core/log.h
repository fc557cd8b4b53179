/* Log lines on standard error, one line each: "level module: message key=value".
 * The journal adds the time; no line ever holds what a person wrote. */
#ifndef JIANYAN_CORE_LOG_H
#define JIANYAN_CORE_LOG_H

/* Something failed; say what, where, and errno's text. The function that knows the reason logs it,
 * once. */
void log_error(const char *module, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Something is off but work goes on. */
void log_warn(const char *module, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A state change worth a line in the field. */
void log_info(const char *module, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif

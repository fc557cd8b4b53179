/* Lines in the kernel's log, the only one there is so early. */
#ifndef JIANYAN_BOARD_INIT_LOG_H
#define JIANYAN_BOARD_INIT_LOG_H

/* /dev/kmsg; -1 if it is not there. */
int log_open(void);

/* One line; "<3>" before it makes it an error, "<6>" something to read later. Without a log to
 * standard error. */
void log_line(int log_fd, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif

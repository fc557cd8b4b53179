/* What the simulator says on standard error: one clear line each. */
#ifndef JIANYAN_SIM_REPORT_H
#define JIANYAN_SIM_REPORT_H

/* "jianyan-sim: …" */
void report(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif

/* Devices that come: names that appear in a folder of /dev, without a daemon. */
#ifndef JIANYAN_BOARD_NEWS_H
#define JIANYAN_BOARD_NEWS_H

/* A descriptor that becomes readable when a name has appeared in the folder or its rights have
 * changed: a daemon may give us access only after the device has its name. -1 with errno set if
 * that cannot be had. The caller's to close. */
int news_open(const char *folder);

typedef void news_call(const char *name, void *data);

/* Calls for each name since the last time, which may come twice; never blocks. */
void news_take(int fd, news_call *call, void *data);

#endif

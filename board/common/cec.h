/* HDMI-CEC: the wire in the HDMI cable on which the television and we can talk. We are a player to
 * it: its own remote then works for us (the kernel makes key events of it), and we can wake it and
 * send it to sleep. */
#ifndef JIANYAN_BOARD_CEC_H
#define JIANYAN_BOARD_CEC_H

#include <stdbool.h>
#include <stdint.h>

struct cec {
    int fd;      /* readable (or exceptional) when cec_take() has something to do; -1: none */
    bool player; /* we have asked for a number on the wire */
    bool wanted; /* we ought to be what the television shows */
    bool woken;  /* it was told so, since the wire came up */
    bool asleep; /* we sent it to sleep */
    bool shown;  /* the television shows us, as far as it has said */
};

struct cec_msg;

/* Takes the first adapter that leads to a television and becomes a player on it, unless another
 * program has it already. Most boxes have none. What cec_wake() and cec_sleep() wanted holds for an
 * adapter that comes later, too: the struct begins as zeros with fd -1. */
void cec_open(struct cec *cec);

/* A descriptor that becomes readable when an adapter may have come; -1: none will be seen. The
 * caller's to close. */
int cec_watch(void);

/* Empties it; true if it is worth trying cec_open(). */
bool cec_take_news(int watch_fd);

/* Lets go; the television is left as it is. Fine if there is none. */
void cec_close(struct cec *cec);

/* Reads and answers what the television says. */
void cec_take(struct cec *cec);

/* An adapter that has just come may tell only later that it is one of our inputs. True then, and it
 * is let go as it was found: another one may lead to the television. */
bool cec_let_input_go(struct cec *cec);

/* Wakes the television and asks it to show us. As soon as the wire is up, if it is not yet. */
void cec_wake(struct cec *cec);

/* Sends it to sleep. */
void cec_sleep(struct cec *cec);

/* The answer to a message; false if it wants none. `physical` is our place on the wire (0x1000 for
 * "1.0.0.0"); `shown` is true while the television shows us, and set by what it says. */
bool cec_answer(const struct cec_msg *message, uint16_t physical, bool asleep, bool *shown,
                struct cec_msg *answer);

#endif

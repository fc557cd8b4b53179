/* Sending and receiving the messages of board/wire.h; both ends of the socket screen use it. */
#ifndef JIANYAN_BOARD_WIRE_IO_H
#define JIANYAN_BOARD_WIRE_IO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/un.h>

#include "board/wire.h"

enum wire_result {
    WIRE_OK,
    WIRE_AGAIN,  /* nothing there, or no room: not an error */
    WIRE_CLOSED, /* the other end is gone */
    WIRE_BAD,    /* malformed: end the connection */
};

/* Sends one message without blocking. pass_fd goes along with it (-1: none) and stays the
 * caller's. */
enum wire_result wire_send(int fd, struct wire_header header, const void *body, size_t len,
                           int pass_fd);

/* Receives one message without blocking: its header, and at most size bytes of its body. *len is
 * the body's true length, which may be larger (the rest is then lost). A descriptor that came along
 * goes to *passed_fd (the caller's to close), else -1; with passed_fd NULL it is closed. */
enum wire_result wire_receive(int fd, struct wire_header *header, void *body, size_t size,
                              size_t *len, int *passed_fd);

/* True if a body of that length can belong to a message of that type; of unknown types any can. */
bool wire_len_is_right(uint16_t type, size_t len);

/* A SEQPACKET socket (close-on-exec, non-blocking) and the address of PATH
 * in *address. Long paths go through a descriptor of their folder, which is returned in *dir_fd to
 * be closed after use (-1: none). -1 and errno on failure. */
int wire_socket(const char *path, struct sockaddr_un *address, int *dir_fd);

#endif

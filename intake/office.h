/* The office's own key: telephone numbers are sealed to it on the device, and the intake, which has
 * only its public half, passes them on unread.
 *
 *   office.key  secret; to be kept at the office, not with the intake
 *   office.pub  one line of base64; part of intake.pub's line */
#ifndef JIANYAN_INTAKE_OFFICE_H
#define JIANYAN_INTAKE_OFFICE_H

#include <stdbool.h>
#include <stdio.h>

#include "seal/seal.h"

/* Puts the public half of DIR/office.pub into *known; where there is none, makes DIR/office.key and
 * DIR/office.pub first. False after one line on standard error. */
bool office_settle(int dir_fd, const char *dir, struct seal_intake *known);

/* Reads an office.key. False after one line on standard error; wipe with seal_wipe(). */
bool office_load(const char *file, struct seal_office_secret *secret);

/* Reads lines of an export (JSON, with sealed contacts) and writes one line a contact: id, receipt,
 * phone. False after one line on standard error for each that cannot be opened, or that was moved
 * to another suggestion. */
bool office_open_contacts(const struct seal_office_secret *secret, FILE *in, FILE *out);

#endif

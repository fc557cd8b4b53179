/* What must be in the state folder before the programs start: keys, campaign, board.conf. */
#ifndef JIANYAN_SIM_PREPARE_H
#define JIANYAN_SIM_PREPARE_H

#include <stdbool.h>

#include "sim/conductor.h"

/* Keys of the intake (made once a folder) and which campaign key is trusted. False after one line
 * on standard error, as all here. */
bool prepare_keys(struct sim *sim);

/* board.conf: what --config says, then what makes it a simulation. */
bool prepare_board_conf(struct sim *sim);

/* Publishes our own campaign for the profile if none was given, and installs. */
bool prepare_campaign(struct sim *sim);

#endif

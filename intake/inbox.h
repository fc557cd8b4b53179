/* POST /v1/submissions: parked until this turn's commit, then answered. */
#ifndef JIANYAN_INTAKE_INBOX_H
#define JIANYAN_INTAKE_INBOX_H

#include "intake/server.h"

/* Checks a whole request; answers it at once if something is wrong, parks it otherwise. */
void inbox_take(struct request *request);

/* Stores all parked suggestions in one transaction and lets their connections go on. False if there
 * were none. */
bool inbox_commit(struct server *server);

#endif

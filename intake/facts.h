/* What the published campaign says of itself, so that the office sees what is late or odd. */
#ifndef JIANYAN_INTAKE_FACTS_H
#define JIANYAN_INTAKE_FACTS_H

#include "intake/submission.h"

/* Reads manifest.json of the folder. What cannot be read stays unknown, with a logged line: the
 * intake takes suggestions without knowing any campaign. */
void facts_load(struct campaign_facts *facts, int campaigns_fd);

#endif

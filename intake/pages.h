/* Fixed pages: the phone's form, the contract, the state of the service. */
#ifndef JIANYAN_INTAKE_PAGES_H
#define JIANYAN_INTAKE_PAGES_H

struct request;

void page_asset(struct request *request); /* /h5/…, /openapi.yaml, …: files built in */
void page_root(struct request *request);  /* / goes to the form */
void page_time(struct request *request);
void page_health(struct request *request);
void page_metrics(struct request *request);

#endif

#include "intake/routes.h"

#include <stddef.h>
#include <string.h>

#include "intake/arrivals.h"
#include "intake/files.h"
#include "intake/inbox.h"
#include "intake/pages.h"

static const struct route table[] = {
    {"/v1/submissions", false, true, inbox_take},
    {"/v1/time", false, false, page_time},
    {"/healthz", false, false, page_health},
    {"/metrics", false, false, page_metrics},
    {"/openapi.yaml", false, false, page_asset},
    {"/h5/", true, false, page_asset},
    {"/h5", false, false, page_root},
    {"/campaigns/", true, false, files_answer},
    {"/arrivals", false, false, arrivals_answer},
    {"/arrivals.json", false, false, arrivals_answer_json},
    {"/arrivals/", true, false, page_asset},
    {"/", false, false, page_root},
};

static bool fits(const struct route *route, const char *url)
{
    if (route->prefix)
        return strncmp(url, route->path, strlen(route->path)) == 0;
    return strcmp(url, route->path) == 0;
}

const struct route *route_find(const char *method, const char *url, bool *wrong_method)
{
    bool post = strcmp(method, "POST") == 0;
    bool get = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
    *wrong_method = false;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (!fits(&table[i], url))
            continue;
        if (table[i].post ? post : get)
            return &table[i];
        *wrong_method = true;
        return NULL;
    }
    return NULL;
}

/* preview: pictures of every poster on every profile as the face shows it. The real face draws them
 * (jianyan-sim, beside this program, runs it), so nothing can look otherwise on a device; and a
 * page to look through them. */
#ifndef JIANYAN_AUTHOR_PREVIEW_H
#define JIANYAN_AUTHOR_PREVIEW_H

#include "author/author.h"

enum preview_view { PREVIEW_PLAIN, PREVIEW_LARGE, PREVIEW_VIEWS };

/* The file of one picture, without its ".png". */
enum { PREVIEW_NAME_MAX = 160 };
void preview_name(char name[PREVIEW_NAME_MAX], const struct conf_profile *profile, const char *id,
                  enum preview_view view);

/* Posters on walls have no 大字: nobody can ask for it. */
size_t preview_views(const struct conf_profile *profile);

/* Writes out_fd/index.html. False after one line. */
bool preview_page(const struct source *source, const struct request *request, int out_fd);

/* True if the folder has such a page. */
bool preview_is_page(int folder_fd);

#endif

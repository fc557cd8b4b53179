/* jianyan --self-test: what nobody sees at the first picture and somebody needs later works with
 * what is installed here. For an update that has to prove itself (docs/image.md). */
#ifndef JIANYAN_FACE_SELF_TEST_H
#define JIANYAN_FACE_SELF_TEST_H

#include <stdbool.h>

#include "core/conf.h"

/* The dictionary turns digits into a word, the fonts draw it. False after one logged line. */
bool self_test(const struct conf *conf);

#endif

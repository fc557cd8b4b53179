/* The letters' tables and the statements on them. */
#ifndef JIANYAN_KEEPER_LETTERS_SQL_H
#define JIANYAN_KEEPER_LETTERS_SQL_H

#include "keeper/store.h"

enum letters_statement {
    SQL_FIND,
    SQL_PUT,
    SQL_NEXT,
    SQL_ARRIVED,
    SQL_DELIVERED,
    SQL_ASIDE,
    SQL_LATER,
    SQL_WAITING,
    SQL_COUNTS,
    SQL_GONE,
    SQL_SWEEP,
    SQL_TOUCH,
    SQL_SINCE,
    SQL_STAMP,
    SQL_SET_STAMP,
    SQL_RETRY,
    SQL_COUNT,
};

extern const struct store_plan letters_plan;

#endif

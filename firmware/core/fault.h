/* The numbers of what can be wrong, one table for all programs (faults.def, docs/faults.md). A
 * program reports a number and a short English line without anything a person wrote. */
#ifndef JIANYAN_CORE_FAULT_H
#define JIANYAN_CORE_FAULT_H

enum fault {
#define FAULT(number, name, severity) FAULT_##name = (number),
#include "core/faults.def"
#undef FAULT
};

enum fault_severity {
    FAULT_STOPS,   /* nothing can be taken or sent */
    FAULT_HAMPERS, /* something is missing */
    FAULT_TELLS,   /* it has mended itself; worth knowing */
};

#endif

/* No program that holds what people write, or secret keys, may leave it in a core dump. */
#ifndef JIANYAN_CORE_DUMP_H
#define JIANYAN_CORE_DUMP_H

/* No core of this process from now on, nor of what it starts. Call first of all in main. */
void dump_forbid(void);

#endif

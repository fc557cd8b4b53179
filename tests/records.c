#include "tests/records.h"

#include <stdio.h>

void sample_make(struct sample *sample, struct seal_random *random,
                 const struct seal_intake *intake, const char *text)
{
    *sample = (struct sample){0};
    seal_id(random, INT64_C(1598924000000), sample->id);
    seal_uuid_print(sample->id, sample->uuid);
    seal_receipt(random, sample->receipt);
    seal_code(random, sample->code);
    snprintf(sample->key, sizeof sample->key, "\"%s\"", sample->uuid);
    int len = snprintf(sample->record, sizeof sample->record,
                       "{\"v\":1,\"id\":\"%s\",\"receipt\":\"%s\",\"code\":\"%s\","
                       "\"campaign\":\"demo-2020\",\"theme\":\"sannong\",\"channel\":\"sim\","
                       "\"county\":\"500103\",\"text\":\"%s\","
                       "\"created\":\"2020-09-01T09:30:00.000+08:00\",\"clock\":\"trusted\","
                       "\"notice\":\"1\",\"consent\":{\"contact\":false,\"publish\":false}}",
                       sample->uuid, sample->receipt, sample->code, text);
    sample->record_len = (size_t)len;
    if (intake)
        sample->letter_len = seal_letter(intake, sample->id, sample->record, sample->record_len,
                                         sample->letter, sizeof sample->letter);
}

#include "intake/kept.h"

#include "core/log.h"
#include "intake/submission.h"

bool kept_open(const struct keys *keys, const struct store_row *row, struct record *record)
{
    char bytes[RECORD_BYTES_MAX], uuid[SEAL_UUID_TEXT];
    size_t len = 0;
    const struct key_pair *pair = NULL;
    struct problem_place place;
    enum problem problem = submission_open(keys, row->letter, row->letter_len, bytes, &len, &pair);
    if (problem == PROBLEM_NONE)
        problem = record_parse(bytes, len, record, &place);
    seal_wipe(bytes, len);
    if (problem == PROBLEM_NONE)
        return true;
    seal_uuid_print(row->id, uuid);
    log_error("kept", "cannot open a letter id=%s kid=%s: %s", uuid, row->kid,
              problem_type(problem));
    return false;
}

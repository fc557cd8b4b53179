#include "keeper/letters_sql.h"

/* seq numbers the letters of this store and is never used again; turn orders those that wait.
 * The payload stands last: the columns before it are read without it. */
static const char schema[] =
    "CREATE TABLE letters("
    " seq INTEGER PRIMARY KEY,"
    " id BLOB NOT NULL UNIQUE CHECK(length(id)=16),"
    " state INTEGER NOT NULL," /* 0 waits, 1 delivered, 2 set aside */
    " turn INTEGER NOT NULL,"
    " tries INTEGER NOT NULL,"
    " created INTEGER NOT NULL," /* Unix milliseconds, as the keeper believed */
    " receipt BLOB NOT NULL,"
    " receipt_key BLOB NOT NULL,"
    " digest BLOB NOT NULL,"
    " letter BLOB);" /* NULL once it is delivered */
    "CREATE INDEX letters_turn ON letters(state,turn);"
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;"
    "INSERT INTO meta VALUES('delivered',0),('touched',0);";

static const char *const statements[SQL_COUNT] = {
    [SQL_FIND] = "SELECT seq,state,digest,receipt_key FROM letters WHERE id=?1",
    [SQL_PUT] =
        ("INSERT INTO letters(id,state,turn,tries,created,receipt,receipt_key,digest,letter)"
         " VALUES(?1,0,1+coalesce((SELECT max(turn) FROM letters WHERE state=0),0),1,"
         "?2,?3,?4,?5,?6) ON CONFLICT(id) DO UPDATE SET tries=tries+1"),
    [SQL_NEXT] = "SELECT id,digest,letter FROM letters WHERE state=0 ORDER BY turn LIMIT 1",
    [SQL_ARRIVED] = "UPDATE letters SET state=1,turn=seq,letter=NULL WHERE seq=?1",
    [SQL_DELIVERED] = "UPDATE meta SET value=value+1 WHERE name='delivered'",
    [SQL_ASIDE] = "UPDATE letters SET state=2,turn=seq WHERE seq=?1",
    [SQL_LATER] = ("UPDATE letters SET turn=1+(SELECT max(turn) FROM letters WHERE state=0)"
                   " WHERE id=?1 AND state=0"
                   " AND turn<(SELECT max(turn) FROM letters WHERE state=0)"),
    [SQL_WAITING] = "SELECT count(*) FROM letters WHERE state=0",
    [SQL_COUNTS] = ("SELECT (SELECT count(*) FROM letters WHERE state=0),"
                    "(SELECT count(*) FROM letters WHERE state=2),"
                    "(SELECT value FROM meta WHERE name='delivered'),"
                    "(SELECT coalesce(max(seq),0) FROM letters)"),
    [SQL_GONE] = "SELECT count(*) FROM letters WHERE state=1",
    /* The newest row always stays, so that no seq is given twice. */
    [SQL_SWEEP] = ("DELETE FROM letters WHERE state=1 AND turn<=(SELECT turn FROM letters"
                   " WHERE state=1 ORDER BY turn DESC LIMIT 1 OFFSET ?1)"),
    [SQL_TOUCH] = "UPDATE meta SET value=value+1 WHERE name='touched'",
    [SQL_SINCE] = "SELECT count(*) FROM letters WHERE seq>?1 AND created>=?2 AND created<?3",
    [SQL_STAMP] = "SELECT value FROM meta WHERE name='aside'",
    [SQL_SET_STAMP] =
        "INSERT INTO meta VALUES('aside',?1) ON CONFLICT(name) DO UPDATE SET value=?1",
    [SQL_RETRY] = ("UPDATE letters SET state=0,turn=seq+coalesce((SELECT max(turn) FROM letters"
                   " WHERE state=0),0) WHERE state=2"),
};

const struct store_plan letters_plan = {schema, 1, true, statements, SQL_COUNT};

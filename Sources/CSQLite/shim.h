#pragma once
#include <sqlite3.h>

// SQLITE_TRANSIENT is a cast of -1, which Swift cannot see. An empty value is bound as an empty blob, not as NULL.
static inline int apiboot_sqlite3_bind_blob(sqlite3_stmt *_Nonnull statement, int index, const void *_Nullable bytes,
                                            int count) {
    if (count == 0) return sqlite3_bind_zeroblob(statement, index, 0);
    return sqlite3_bind_blob(statement, index, bytes, count, SQLITE_TRANSIENT);
}

#include "sqlite_settings.h"

#include <sqlite3.h>

/* A function with a variable number of arguments, which Swift cannot call. */
int sqlite_keep_no_statistics(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

#ifndef MUNIMENT_CSQLITE_SETTINGS_H
#define MUNIMENT_CSQLITE_SETTINGS_H

/*
 * Makes SQLite keep no statistics of its memory. It counts under a lock that all connections share, so that two cores
 * wait for each other at each allocation. To be called before the first connection is made; 0 where it was.
 */
int sqlite_keep_no_statistics(void);

#endif

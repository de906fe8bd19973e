#ifndef MUNIMENT_CSHIPPEDSCHEMAS_H
#define MUNIMENT_CSHIPPEDSCHEMAS_H

#include <stddef.h>

/* A file of this project that every archive gets, as it was when the program was built. */
struct shipped_file {
    const char *name; /* below `schemas/`, or `archive/README.md` */
    const unsigned char *bytes;
    size_t size;
};

/* The XSDs, the templates, the default policy, the guide to an archive; ends with a null name.
   A function, because Swift does not import an array without a size. */
const struct shipped_file *shipped_files(void);

#endif

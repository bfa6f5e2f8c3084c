#ifndef APIBOOT_EMBEDDED_RUNTIME_H
#define APIBOOT_EMBEDDED_RUNTIME_H

#include <stddef.h>

/* One source file of the runtime. The bytes live as long as the program and are not terminated by a zero. */
struct apiboot_embedded_file {
    /* From the root of the runtime's package: "Sources/JSON/JSONValue.swift". */
    const char *_Nonnull path;
    const unsigned char *_Nonnull bytes;
    size_t count;
};

/* How many files there are. */
size_t apiboot_embedded_count(void);

/* The file at an index below the count. */
struct apiboot_embedded_file apiboot_embedded_file_at(size_t index);

#endif

/* What the readers in C share: see src/c.rs for the other side. */

#ifndef READER_H
#define READER_H

#include <stddef.h>
#include <stdint.h>

struct counts {
    uint64_t stanzas;
    uint64_t elements;
    uint64_t attributes;
    uint64_t text;
    uint64_t values;
};

/* Whether the heap is being watched: then the library gets these functions for its own. */
extern int heap_watched;

void *heap_malloc(size_t size);
void *heap_realloc(void *block, size_t size);
void heap_free(void *block);
char *heap_strdup(const char *string);

#endif

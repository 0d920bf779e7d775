/* Counts allocations and live octets. Blocks are those of malloc, so that a block may be given to
 * malloc's own free and the other way round. */

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "reader.h"

int heap_watched;
static uint64_t allocations;
static int64_t live, peak;

void peers_heap_watch(int on)
{
    heap_watched = on;
    allocations = 0;
    live = peak = 0;
}

uint64_t peers_heap_allocations(void)
{
    return allocations;
}

int64_t peers_heap_peak(void)
{
    return peak;
}

static void *taken(void *block)
{
    allocations++;
    live += (int64_t)malloc_usable_size(block);
    if (live > peak)
        peak = live;
    return block;
}

void *heap_malloc(size_t size)
{
    return taken(malloc(size));
}

void *heap_realloc(void *block, size_t size)
{
    live -= (int64_t)malloc_usable_size(block);
    return taken(realloc(block, size));
}

void heap_free(void *block)
{
    live -= (int64_t)malloc_usable_size(block);
    free(block);
}

char *heap_strdup(const char *string)
{
    size_t size = strlen(string) + 1;
    return memcpy(heap_malloc(size), string, size);
}

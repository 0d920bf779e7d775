/* expat with namespaces: as events, and with a tree of each stanza such as clients in C build. */

#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "reader.h"

struct node {
    struct node *parent, *first, *last, *next;
    char *name; /* none: text */
    char **attributes; /* names and values in turn, then none */
    char *text;
    size_t length;
};

struct state {
    struct counts counts;
    unsigned depth;
    struct node *open;
};

static void *(*take)(size_t) = malloc;
static void *(*retake)(void *, size_t) = realloc;
static void (*release)(void *) = free;

static void start(void *data, const char *name, const char **attributes)
{
    struct state *state = data;
    (void)name;
    if (state->depth++ == 0)
        return;
    state->counts.stanzas += state->depth == 2;
    state->counts.elements++;
    for (; *attributes; attributes += 2) {
        state->counts.attributes++;
        state->counts.values += strlen(attributes[1]);
    }
}

static void end(void *data, const char *name)
{
    struct state *state = data;
    (void)name;
    state->depth--;
}

static void text(void *data, const char *octets, int length)
{
    struct state *state = data;
    (void)octets;
    if (state->depth > 1)
        state->counts.text += (unsigned)length;
}

static char *copy(const char *string)
{
    size_t size = strlen(string) + 1;
    return memcpy(take(size), string, size);
}

static struct node *appended(struct state *state)
{
    struct node *parent = state->open, *node = take(sizeof *node);
    memset(node, 0, sizeof *node);
    node->parent = parent;
    if (parent && parent->last)
        parent->last->next = node;
    else if (parent)
        parent->first = node;
    if (parent)
        parent->last = node;
    return node;
}

static void tree_start(void *data, const char *name, const char **attributes)
{
    struct state *state = data;
    size_t strings = 0;
    if (state->depth++ == 0)
        return;
    struct node *node = appended(state);
    node->name = copy(name);
    while (attributes[strings])
        strings++;
    if (strings) {
        node->attributes = take((strings + 1) * sizeof *node->attributes);
        for (size_t i = 0; i < strings; i++)
            node->attributes[i] = copy(attributes[i]);
        node->attributes[strings] = NULL;
    }
    state->open = node;
}

static void tree_text(void *data, const char *octets, int length)
{
    struct state *state = data;
    if (!state->open)
        return;
    struct node *node = state->open->last;
    if (!node || node->name)
        node = appended(state);
    node->text = retake(node->text, node->length + (unsigned)length + 1);
    memcpy(node->text + node->length, octets, (unsigned)length);
    node->length += (unsigned)length;
    node->text[node->length] = 0;
}

/* Recursion is no danger with our own corpora. */
static void count(struct counts *counts, const struct node *node)
{
    if (!node->name) {
        counts->text += node->length;
        return;
    }
    counts->elements++;
    for (char **string = node->attributes; string && *string; string += 2) {
        counts->attributes++;
        counts->values += strlen(string[1]);
    }
    for (node = node->first; node; node = node->next)
        count(counts, node);
}

static void drop(struct node *node)
{
    for (struct node *child = node->first, *next; child; child = next) {
        next = child->next;
        drop(child);
    }
    for (char **string = node->attributes; string && *string; string++)
        release(*string);
    release(node->attributes);
    release(node->name);
    release(node->text);
    release(node);
}

static void tree_end(void *data, const char *name)
{
    struct state *state = data;
    struct node *node = state->open;
    (void)name;
    if (--state->depth == 0)
        return;
    state->open = node->parent;
    if (node->parent)
        return;
    state->counts.stanzas++;
    count(&state->counts, node);
    drop(node);
}

/* Where expat can put off the rest of an unfinished token until more has come ("reparse
 * deferral"), it does: that is its default, and what its users have. */
int peers_expat(const char *octets, size_t length, size_t chunk, int tree, struct counts *counts)
{
    static const XML_Memory_Handling_Suite watched = {heap_malloc, heap_realloc, heap_free};
    struct state state = {0};
    take = heap_watched ? heap_malloc : malloc;
    retake = heap_watched ? heap_realloc : realloc;
    release = heap_watched ? heap_free : free;
    XML_Parser parser = XML_ParserCreate_MM("UTF-8", heap_watched ? &watched : NULL, "|");
    XML_SetUserData(parser, &state);
    XML_SetElementHandler(parser, tree ? tree_start : start, tree ? tree_end : end);
    XML_SetCharacterDataHandler(parser, tree ? tree_text : text);
    int fault = 0;
    while (length && !fault) {
        size_t piece = length < chunk ? length : chunk;
        fault = XML_Parse(parser, octets, (int)piece, 0) != XML_STATUS_OK;
        octets += piece;
        length -= piece;
    }
    fault = fault || XML_Parse(parser, "", 0, 1) != XML_STATUS_OK;
    XML_ParserFree(parser);
    *counts = state.counts;
    return fault;
}

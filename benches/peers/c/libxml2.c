/* libxml2 as a push parser, with the SAX2 events that know namespaces. */

#include <libxml/parser.h>
#include <libxml/xmlmemory.h>
#include <stdlib.h>
#include <string.h>

#include "reader.h"

struct state {
    struct counts counts;
    unsigned depth;
};

static void start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                  int namespaces, const xmlChar **declared, int attributes, int defaulted,
                  const xmlChar **attribute)
{
    struct state *state = data;
    (void)name, (void)prefix, (void)uri, (void)namespaces, (void)declared, (void)defaulted;
    if (state->depth++ == 0)
        return;
    state->counts.stanzas += state->depth == 2;
    state->counts.elements++;
    state->counts.attributes += (unsigned)attributes;
    for (int i = 0; i < attributes; i++, attribute += 5)
        state->counts.values += (uint64_t)(attribute[4] - attribute[3]);
}

static void end(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct state *state = data;
    (void)name, (void)prefix, (void)uri;
    state->depth--;
}

static void text(void *data, const xmlChar *octets, int length)
{
    struct state *state = data;
    (void)octets;
    if (state->depth > 1)
        state->counts.text += (unsigned)length;
}

/* Its limits on the length of one input are lifted, or one piece of 10 MB would be too large;
 * references are replaced, or `&amp;` in values would stay escaped. */
static xmlParserCtxtPtr parser(struct state *state)
{
    xmlSAXHandler sax;
    memset(&sax, 0, sizeof sax);
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = start;
    sax.endElementNs = end;
    sax.characters = sax.ignorableWhitespace = sax.cdataBlock = text;
    xmlParserCtxtPtr context = xmlCreatePushParserCtxt(&sax, state, NULL, 0, NULL);
    if (context)
        xmlCtxtUseOptions(context, XML_PARSE_HUGE | XML_PARSE_NOENT | XML_PARSE_NONET);
    return context;
}

int peers_libxml2(const char *octets, size_t length, size_t chunk, struct counts *counts)
{
    if (heap_watched)
        xmlMemSetup(heap_free, heap_malloc, heap_realloc, heap_strdup);
    struct state state = {0};
    xmlParserCtxtPtr context = parser(&state);
    int fault = context == NULL;
    while (length && !fault) {
        size_t piece = length < chunk ? length : chunk;
        fault = xmlParseChunk(context, octets, (int)piece, 0) != 0;
        octets += piece;
        length -= piece;
    }
    fault = fault || xmlParseChunk(context, NULL, 0, 1) != 0 || !context->wellFormed;
    xmlFreeParserCtxt(context);
    if (heap_watched)
        xmlMemSetup(free, malloc, realloc, strdup);
    *counts = state.counts;
    return fault;
}

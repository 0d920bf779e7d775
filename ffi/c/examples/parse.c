/* The parser alone: reads an XML stream from standard input and prints its stanzas, a line for each
 * element and each text, indented. Ends with 1 and a sentence where the stream is no XMPP. */
#include <stdio.h>
#include <xmpp.h>

static void print_text(xmpp_str text) {
    printf("%.*s", (int)text.len, text.ptr);
}

/* An element of any namespace, and what is in it. The parser bounds how deep this goes. */
static void print_element(const xmpp_element *element, int indent) {
    xmpp_attrs attrs;
    xmpp_attr attr;
    xmpp_nodes nodes;
    xmpp_element child;
    xmpp_str text;
    int32_t kind;
    printf("%*s", indent, "");
    print_text(xmpp_element_name(element));
    printf(" {");
    print_text(xmpp_element_namespace(element));
    printf("}");
    xmpp_element_attrs(element, &attrs);
    while (xmpp_attrs_next(&attrs, &attr)) {
        printf(" ");
        print_text(attr.name);
        printf("=");
        print_text(attr.value);
    }
    printf("\n");
    xmpp_element_nodes(element, &nodes);
    while ((kind = xmpp_nodes_next(&nodes, &child, &text)) != XMPP_NODE_END) {
        if (kind == XMPP_NODE_ELEMENT) {
            print_element(&child, indent + 2);
        } else {
            printf("%*s\"", indent + 2, "");
            print_text(text);
            printf("\"\n");
        }
    }
}

/* All items that the octets complete; false if the stream cannot be read any further. */
static bool take(xmpp_parser *parser, const uint8_t *bytes, size_t length) {
    xmpp_error_info why = XMPP_ERROR_INFO_INIT;
    xmpp_element element;
    int32_t kind;
    while (length > 0) {
        size_t taken = xmpp_parser_feed(parser, bytes, length);
        bytes += taken, length -= taken;
        if (xmpp_parser_next(parser, &kind, &element, &why) != XMPP_OK) {
            fprintf(stderr, "%s\n", why.text);
            return false;
        }
        switch (kind) {
        case XMPP_ITEM_START: printf("the stream begins\n"); /* and what follows is its header */
        /* fallthrough */
        case XMPP_ITEM_ELEMENT: print_element(&element, 0); break;
        case XMPP_ITEM_DROPPED: printf("too large, left out:\n"); print_element(&element, 0); break;
        case XMPP_ITEM_END: printf("the stream ends\n"); return true;
        }
    }
    return true;
}

int main(void) {
    uint8_t bytes[4096];
    size_t length;
    bool fine = true;
    xmpp_parser *parser = xmpp_parser_new(NULL, NULL);
    while (fine && (length = fread(bytes, 1, sizeof bytes, stdin)) > 0)
        fine = take(parser, bytes, length);
    xmpp_parser_free(parser);
    return fine ? 0 : 1;
}

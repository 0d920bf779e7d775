/* Texts, addresses, elements made and read, the parser alone. */
#include "check.h"

static void addresses(void) {
  xmpp_error_info error = XMPP_ERROR_INFO_INIT;
  xmpp_jid *jid = xmpp_jid_parse(xmpp_text("Romeo@Example.ORG/orchard"), &error);
  CHECK(jid && error.code == XMPP_OK);
  CHECK_TEXT(xmpp_jid_full(jid), "romeo@example.org/orchard");
  CHECK_TEXT(xmpp_jid_barepart(jid), "romeo@example.org");
  CHECK_TEXT(xmpp_jid_localpart(jid), "romeo");
  CHECK_TEXT(xmpp_jid_domainpart(jid), "example.org");
  CHECK_TEXT(xmpp_jid_resourcepart(jid), "orchard");
  xmpp_jid_free(jid);

  jid = xmpp_jid_parse(xmpp_text("example.org"), NULL);
  CHECK_TEXT(xmpp_jid_barepart(jid), "example.org");
  CHECK_TEXT(xmpp_jid_localpart(jid), NULL);
  CHECK_TEXT(xmpp_jid_resourcepart(jid), NULL);
  xmpp_jid_free(jid);

  CHECK(xmpp_jid_parse(xmpp_text("@example.org"), &error) == NULL);
  CHECK(error.code == XMPP_ERR_JID_EMPTY && strlen(error.text) > 10);
  CHECK(xmpp_jid_parse_received(xmpp_text("@"), &error) == NULL);
  CHECK(xmpp_jid_same_account(xmpp_text("a@b/c"), xmpp_text("A@B/d")));
  CHECK(!xmpp_jid_same_account(xmpp_text("a@b"), xmpp_text("a@c")));
}

static void building(void) {
  xmpp_element element, child, none;
  xmpp_error_info error = XMPP_ERROR_INFO_INIT;
  xmpp_builder *builder = xmpp_builder_new(xmpp_text("a"), xmpp_text("urn:a"), &error);
  char xml[200], text[4];
  CHECK(builder);
  CHECK(xmpp_builder_attr(builder, xmpp_text("k"), xmpp_text("v")) == XMPP_OK);
  CHECK(xmpp_builder_attr(builder, xmpp_text("absent"), xmpp_text(NULL)) == XMPP_OK);
  CHECK(xmpp_builder_attr_ns(builder, xmpp_text("http://www.w3.org/XML/1998/namespace"),
                             xmpp_text("lang"), xmpp_text("en")) == XMPP_OK);
  CHECK(xmpp_builder_text(builder, xmpp_text("one")) == XMPP_OK);
  CHECK(xmpp_builder_open(builder, xmpp_text("b"), xmpp_text("urn:a")) == XMPP_OK);
  CHECK(xmpp_builder_text(builder, xmpp_text("inside")) == XMPP_OK);
  CHECK(xmpp_builder_close(builder) == XMPP_OK);
  CHECK(xmpp_builder_text(builder, xmpp_text("two")) == XMPP_OK);
  CHECK(xmpp_builder_build(builder, &element, &error) == XMPP_OK);

  CHECK_TEXT(xmpp_element_name(&element), "a");
  CHECK_TEXT(xmpp_element_namespace(&element), "urn:a");
  CHECK(xmpp_element_is(&element, xmpp_text("a"), xmpp_text("urn:a")));
  CHECK(!xmpp_element_is(&element, xmpp_text("a"), xmpp_text(NULL)));
  CHECK_TEXT(xmpp_element_attr(&element, xmpp_text("k")), "v");
  CHECK_TEXT(xmpp_element_attr(&element, xmpp_text("absent")), NULL);
  CHECK_TEXT(xmpp_element_attr_ns(&element, xmpp_text("http://www.w3.org/XML/1998/namespace"),
                                  xmpp_text("lang")),
             "en");
  CHECK_TEXT(xmpp_element_text(&element), "one");
  CHECK(xmpp_element_text_copy(&element, text, sizeof text) == 6 && !strcmp(text, "one"));
  CHECK(xmpp_element_text_copy(&element, NULL, 0) == 6);
  CHECK(xmpp_element_child(&element, xmpp_text("b"), xmpp_text("urn:a"), &child));
  CHECK_TEXT(xmpp_element_text(&child), "inside");
  CHECK(!xmpp_element_child(&element, xmpp_text("b"), xmpp_text("urn:b"), &none));
  xmpp_element_xml(&element, xml, sizeof xml);
  CHECK(!strcmp(xml, "<a xmlns='urn:a' k='v' xml:lang='en'>one<b>inside</b>two</a>"));
  CHECK(xmpp_element_child(&element, xmpp_text("b"), xmpp_text("urn:a"), &element));
  CHECK_TEXT(xmpp_element_name(&element), "b");
  xmpp_builder_free(builder);
}

static void walking(void) {
  xmpp_error_info error = XMPP_ERROR_INFO_INIT;
  xmpp_builder *inner = xmpp_builder_new(xmpp_text("c"), xmpp_text(NULL), NULL);
  xmpp_builder *outer = xmpp_builder_new(xmpp_text("r"), xmpp_text(NULL), NULL);
  xmpp_element element, child;
  xmpp_nodes nodes;
  xmpp_attrs attrs;
  xmpp_attr attr;
  xmpp_str text = xmpp_text(NULL);
  char found[64] = "";
  int32_t kind;
  CHECK(xmpp_builder_build(inner, &child, &error) == XMPP_OK);
  CHECK(xmpp_builder_attr(outer, xmpp_text("x"), xmpp_text("1")) == XMPP_OK);
  CHECK(xmpp_builder_attr(outer, xmpp_text("y"), xmpp_text("2")) == XMPP_OK);
  CHECK(xmpp_builder_append(outer, &child) == XMPP_OK);
  CHECK(xmpp_builder_text(outer, xmpp_text("t")) == XMPP_OK);
  CHECK(xmpp_builder_append(outer, &child) == XMPP_OK);
  CHECK(xmpp_builder_build(outer, &element, &error) == XMPP_OK);
  xmpp_builder_free(inner);

  CHECK(xmpp_element_nodes(&element, &nodes));
  while ((kind = xmpp_nodes_next(&nodes, &child, &text)) != XMPP_NODE_END) {
    xmpp_str word = kind == XMPP_NODE_TEXT ? text : xmpp_element_name(&child);
    strncat(found, word.ptr, word.len);
  }
  CHECK(!strcmp(found, "ctc"));
  CHECK(xmpp_nodes_next(&nodes, NULL, NULL) == XMPP_NODE_END);
  CHECK(xmpp_element_attrs(&element, &attrs));
  CHECK(xmpp_attrs_next(&attrs, &attr));
  CHECK_TEXT(attr.name, "x");
  CHECK_TEXT(attr.namespace_, "");
  CHECK(xmpp_attrs_next(&attrs, &attr));
  CHECK_TEXT(attr.value, "2");
  CHECK(!xmpp_attrs_next(&attrs, &attr));
  xmpp_builder_free(outer);
}

static void mistakes(void) {
  xmpp_element element;
  xmpp_error_info error = XMPP_ERROR_INFO_INIT;
  xmpp_builder *builder = xmpp_builder_new(xmpp_text("no name"), xmpp_text(NULL), &error);
  CHECK(xmpp_builder_build(builder, &element, &error) == XMPP_ERR_BUILD_INVALID_NAME);
  CHECK(strstr(error.text, "no name"));
  CHECK(xmpp_builder_build(builder, &element, &error) == XMPP_ERR_BUILD_INVALID_NAME);
  xmpp_builder_free(builder);
  builder = xmpp_builder_new(xmpp_text("a"), xmpp_text(NULL), &error);
  CHECK(xmpp_builder_build(builder, &element, &error) == XMPP_OK);
  CHECK(xmpp_builder_text(builder, xmpp_text("more")) == XMPP_ERR_BUILD_MISPLACED);
  CHECK(xmpp_builder_build(builder, &element, &error) == XMPP_OK);
  xmpp_builder_free(builder);
}

/* What was refused is missing, so nothing is built, whatever comes behind. */
static void refused_step(void) {
  xmpp_element element;
  xmpp_error_info error = XMPP_ERROR_INFO_INIT;
  xmpp_str latin1 = {"caf\xe9", 4};
  xmpp_builder *builder = xmpp_builder_new(xmpp_text("a"), xmpp_text(NULL), &error);
  CHECK(xmpp_builder_open(builder, latin1, xmpp_text(NULL)) == XMPP_ERR_UTF8);
  CHECK(xmpp_builder_text(builder, xmpp_text("inside")) == XMPP_ERR_UTF8);
  CHECK(xmpp_builder_close(builder) == XMPP_ERR_UTF8);
  CHECK(xmpp_builder_build(builder, &element, &error) == XMPP_ERR_UTF8);
  xmpp_builder_free(builder);
}

/* Feeds octet by octet; counts what comes by kind. */
static int parsed(const char *xml, int counts[5], int32_t *code) {
  xmpp_error_info error = XMPP_ERROR_INFO_INIT;
  xmpp_xml_limits limits;
  xmpp_parser *parser;
  xmpp_element element;
  int32_t kind = XMPP_ITEM_MORE;
  size_t at = 0, length = strlen(xml);
  xmpp_xml_limits_init(&limits, sizeof limits);
  limits.stanza_bytes = 40;
  parser = xmpp_parser_new(&limits, &error);
  CHECK(parser && xmpp_parser_skip_oversized(parser, true) == XMPP_OK);
  *code = XMPP_OK;
  while (at < length && *code == XMPP_OK) {
    at += xmpp_parser_feed(parser, (const uint8_t *)xml + at, 1);
    while ((*code = xmpp_parser_next(parser, &kind, &element, &error)) == XMPP_OK &&
           kind != XMPP_ITEM_MORE) {
      CHECK((kind == XMPP_ITEM_END) == !xmpp_element_name(&element).ptr);
      counts[kind]++;
      if (kind == XMPP_ITEM_ELEMENT) CHECK_TEXT(xmpp_element_namespace(&element), "jabber:client");
      if (kind == XMPP_ITEM_DROPPED) CHECK_TEXT(xmpp_element_name(&element), "long");
    }
  }
  CHECK(error.code == *code);
  xmpp_parser_free(parser);
  return counts[XMPP_ITEM_ELEMENT];
}

static void parsing(void) {
  static const char head[] =
      "<s:stream xmlns='jabber:client' xmlns:s='http://etherx.jabber.org/streams'>";
  char xml[400];
  int counts[5] = {0, 0, 0, 0, 0};
  int32_t code;
  snprintf(xml, sizeof xml, "%s<a/> <b>t</b><long>%0*d</long></s:stream>", head, 50, 0);
  CHECK(parsed(xml, counts, &code) == 2 && code == XMPP_OK);
  CHECK(counts[XMPP_ITEM_START] == 1 && counts[XMPP_ITEM_DROPPED] == 1 && counts[XMPP_ITEM_END] == 1);
  snprintf(xml, sizeof xml, "%s<a></b>", head);
  CHECK(parsed(xml, counts, &code) == 2 && code == XMPP_ERR_XML_NOT_WELL_FORMED);
}

int main(void) {
  CHECK_TEXT(xmpp_version(), XMPP_VERSION);
  CHECK_TEXT(xmpp_error_name(XMPP_ERR_SEND_FULL), "XMPP_ERR_SEND_FULL");
  CHECK_TEXT(xmpp_error_name(-1), "");
  addresses();
  building();
  walking();
  mistakes();
  refused_step();
  parsing();
  puts("values: ok");
  return 0;
}

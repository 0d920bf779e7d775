/* Calls with what stands by itself: builders, parsers, addresses, authorities. */
#ifndef VALUES_H
#define VALUES_H

#include "lent.h"

static const char certificate[] = "-----BEGIN CERTIFICATE-----\nMIIBAAAA\n-----END CERTIFICATE-----\n";

typedef struct values {
  xmpp_builder *builder;
  xmpp_element built;    /* by the builder, until that is freed; else all zeros */
  xmpp_parser *parser;
  xmpp_jid *jid;
  xmpp_roots *roots;
  xmpp_shared *shared;
  unsigned references;   /* to `shared` */
} values;

static inline void new_builder(values *it, input *in) {
  error_place place;
  xmpp_builder_free(it->builder);
  memset(&it->built, 0, sizeof it->built);
  it->builder = xmpp_builder_new(text(in), text(in), error_in(in, &place));
  told(in, &place);
}

static inline void build(values *it, input *in) {
  error_place place;
  xmpp_element built;
  if (code(in, xmpp_builder_build(it->builder, &built, error_in(in, &place))) == XMPP_OK) {
    it->built = built;
    see_element(in, &it->built, 3);
  }
  told(in, &place);
}

static inline void call_builder(values *it, input *in) {
  switch (below(in, 8)) {
  case 0: new_builder(it, in); break;
  case 1: code(in, xmpp_builder_attr(it->builder, text(in), text(in))); break;
  case 2: code(in, xmpp_builder_attr_ns(it->builder, text(in), text(in), text(in))); break;
  case 3: code(in, xmpp_builder_text(it->builder, text(in))); break;
  case 4: code(in, xmpp_builder_open(it->builder, text(in), text(in))); break;
  case 5: code(in, xmpp_builder_close(it->builder)); break;
  case 6: code(in, xmpp_builder_append(it->builder, once_in(in, 3) ? NULL : &it->built)); break;
  default: build(it, in);
  }
}

/* Limits, of any size that is true: what is behind the struct may be zeros or more settings. */
typedef union limits_place {
  xmpp_xml_limits limits;
  char room[sizeof(xmpp_xml_limits) + 32];
} limits_place;

static inline xmpp_xml_limits *limits_in(input *in, limits_place *place) {
  memset(place, 0, sizeof *place);
  xmpp_xml_limits_init(&place->limits, sizeof place->limits);
  if (once_in(in, 3)) return NULL;
  if (once_in(in, 4)) place->limits.size = (uint32_t)below(in, sizeof *place + 1);
  if (once_in(in, 8)) place->room[sizeof *place - 1] = (char)byte(in);
  if (once_in(in, 4)) place->limits.depth = number(in);
  if (once_in(in, 4)) place->limits.stanza_bytes = number(in);
  if (once_in(in, 4)) place->limits.attributes = number(in);
  return &place->limits;
}

static inline void feed(values *it, input *in) {
  error_place place;
  xmpp_octets given = octets(in);
  xmpp_element element;
  int32_t kind = XMPP_ITEM_MORE;
  size_t taken;
  do {
    memset(&element, 0, sizeof element);
    taken = xmpp_parser_feed(it->parser, given.ptr, given.len);
    if (taken > given.len) broken(in, "a parser takes more than there is");
    given.ptr += taken, given.len -= taken;
    if (code(in, xmpp_parser_next(it->parser, &kind, &element, error_in(in, &place))) != XMPP_OK) break;
    see_element(in, &element, 3);
  } while (kind != XMPP_ITEM_MORE && given.len > 0);
}

static inline void call_parser(values *it, input *in) {
  limits_place place;
  switch (below(in, 6)) {
  case 0:
    xmpp_parser_free(it->parser);
    it->parser = xmpp_parser_new(limits_in(in, &place), NULL);
    break;
  case 1: code(in, xmpp_parser_skip_oversized(it->parser, once_in(in, 2))); break;
  case 2: code(in, xmpp_parser_next(it->parser, NULL, NULL, NULL)); break;
  default: feed(it, in);
  }
}

static inline void call_jid(values *it, input *in) {
  error_place place;
  xmpp_error_info *error = error_in(in, &place);
  if (once_in(in, 2)) {
    xmpp_jid_free(it->jid);
    it->jid = once_in(in, 2) ? xmpp_jid_parse(text(in), error) : xmpp_jid_parse_received(text(in), error);
  }
  told(in, &place);
  see(xmpp_jid_full(it->jid));
  see(xmpp_jid_barepart(it->jid));
  see(xmpp_jid_localpart(it->jid));
  see(xmpp_jid_domainpart(it->jid));
  see(xmpp_jid_resourcepart(it->jid));
  seen += xmpp_jid_same_account(text(in), text(in));
}

static inline void call_shared(values *it, input *in) {
  error_place place;
  switch (below(in, 4)) {
  case 0:
    xmpp_roots_free(it->roots);
    it->roots = xmpp_roots_from_pem(once_in(in, 2) ? xmpp_text(certificate) : text(in), error_in(in, &place));
    told(in, &place);
    break;
  case 1:
    if (it->references > 0) break;
    it->shared = xmpp_shared_new(it->roots, error_in(in, &place));
    told(in, &place);
    it->references = it->shared != NULL;
    break;
  case 2:
    if (xmpp_shared_ref(it->shared)) it->references++;
    break;
  default:
    if (it->references == 0) break;
    xmpp_shared_unref(it->shared);
    if (--it->references == 0) it->shared = NULL;
  }
}

static inline void free_values(values *it) {
  xmpp_builder_free(it->builder);
  xmpp_parser_free(it->parser);
  xmpp_jid_free(it->jid);
  xmpp_roots_free(it->roots);
  for (; it->references > 0; it->references--) xmpp_shared_unref(it->shared);
}

#endif

/* Reads everything in what is lent. The sum of it goes nowhere; that it can be read is the point. */
#ifndef LENT_H
#define LENT_H

#include "input.h"

static uint64_t seen;

static inline void see(xmpp_str text) {
  size_t i;
  for (i = 0; i < text.len; i++) seen += (unsigned char)text.ptr[i];
}

/* A function with the manners of snprintf, with and without room. */
#define SEE_WORDS(function, it)                                                       \
  do {                                                                                \
    char room[16] = {0};                                                              \
    size_t whole = function(it, NULL, 0), small = function(it, room, sizeof room);    \
    if (whole != small) broken(in, #function " tells two lengths");                   \
    if (whole > 0 && strlen(room) >= sizeof room) broken(in, #function " has no end"); \
  } while (0)

static inline void see_element(input *in, const xmpp_element *element, int depth) {
  xmpp_nodes nodes;
  xmpp_attrs attrs;
  xmpp_attr attr;
  xmpp_element child = *element;
  xmpp_str found = {NULL, 0};
  int32_t kind;
  see(xmpp_element_name(element));
  see(xmpp_element_namespace(element));
  see(xmpp_element_text(element));
  see(xmpp_element_attr(element, text(in)));
  see(xmpp_element_attr_ns(element, text(in), xmpp_text("lang")));
  seen += xmpp_element_is(element, text(in), text(in));
  SEE_WORDS(xmpp_element_text_copy, element);
  SEE_WORDS(xmpp_element_xml, element);
  if (xmpp_element_child(element, text(in), text(in), &child)) see(xmpp_element_name(&child));
  if (xmpp_element_attrs(element, &attrs))
    while (xmpp_attrs_next(&attrs, &attr)) {
      see(attr.namespace_);
      see(attr.name);
      see(attr.value);
    }
  if (depth == 0 || !xmpp_element_nodes(element, &nodes)) return;
  while ((kind = xmpp_nodes_next(&nodes, &child, once_in(in, 9) ? NULL : &found)) != XMPP_NODE_END) {
    if (kind == XMPP_NODE_ELEMENT) see_element(in, &child, depth - 1);
    if (kind == XMPP_NODE_TEXT) see(found);
  }
}

static inline void see_error(input *in, const xmpp_stanza_error *error) {
  canonical out = {NULL, 0, 0};
  SEE_WORDS(xmpp_stanza_error_words, error);
  if (error) put_stanza_error(&out, error);
  free(out.text);
}

/* A payload that a stanza may have. */
#define SEE_PAYLOAD(type, it)                                              \
  do {                                                                     \
    error_place place;                                                     \
    const xmpp_##type *found = it(stanza, error_in(in, &place));            \
    told(in, &place);                                                      \
    if (found) put_##type(&out, found);                                    \
  } while (0)

static inline void see_message(input *in, const xmpp_message *stanza) {
  canonical out = {NULL, 0, 0};
  put(&out, "{");
  SEE_PAYLOAD(delay, xmpp_message_delay);
  SEE_PAYLOAD(receipt_request, xmpp_message_receipt_request);
  SEE_PAYLOAD(receipt_received, xmpp_message_receipt_received);
  SEE_PAYLOAD(stanza_id, xmpp_message_stanza_id);
  SEE_PAYLOAD(origin_id, xmpp_message_origin_id);
  free(out.text);
  see(xmpp_message_sender(stanza));
  see(xmpp_message_recipient(stanza));
  see(xmpp_message_id(stanza));
  see(xmpp_message_body(stanza));
  see(xmpp_message_subject(stanza));
  see(xmpp_message_thread(stanza));
  seen += (uint64_t)xmpp_message_kind(stanza) + xmpp_message_may_reply(stanza);
  see_error(in, xmpp_message_error(stanza));
}

static inline void see_presence(input *in, const xmpp_presence *stanza) {
  canonical out = {NULL, 0, 0};
  put(&out, "{");
  SEE_PAYLOAD(delay, xmpp_presence_delay);
  free(out.text);
  see(xmpp_presence_sender(stanza));
  see(xmpp_presence_recipient(stanza));
  see(xmpp_presence_id(stanza));
  see(xmpp_presence_status(stanza));
  seen += (uint64_t)(xmpp_presence_kind(stanza) + xmpp_presence_show(stanza));
  seen += (uint64_t)xmpp_presence_priority(stanza);
  see_error(in, xmpp_presence_error(stanza));
}

static inline void see_iq(input *in, const xmpp_iq *stanza) {
  xmpp_element payload;
  see(xmpp_iq_sender(stanza));
  see(xmpp_iq_recipient(stanza));
  see(xmpp_iq_id(stanza));
  seen += (uint64_t)xmpp_iq_kind(stanza);
  if (xmpp_iq_payload(stanza, &payload)) see_element(in, &payload, 3);
}

static inline void see_event(input *in, const xmpp_event *event) {
  canonical out = {NULL, 0, 0};
  const xmpp_reason *reason = xmpp_event_offline_reason(event);
  put_event(&out, event);
  free(out.text);
  if (!reason) reason = xmpp_event_closed_reason(event);
  SEE_WORDS(xmpp_reason_text, reason);
  SEE_WORDS(xmpp_stream_error_words, xmpp_reason_stream_error_error(reason));
  see(xmpp_version());
  SEE_WORDS(xmpp_sasl_error_text, xmpp_reason_login_failed_error(reason));
  SEE_WORDS(xmpp_connect_failure_text, xmpp_reason_connect_failed_failure(reason));
  SEE_WORDS(xmpp_tls_fault_text, xmpp_reason_tls_failed_fault(reason));
  see_message(in, xmpp_event_message_stanza(event));
  see_presence(in, xmpp_event_presence_stanza(event));
  see_iq(in, xmpp_event_request_stanza(event));
}

#endif

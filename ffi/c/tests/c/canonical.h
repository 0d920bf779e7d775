/* The canonical line of an event, as core/src/declare.rs tells its form, made from what the
 * accessors give: `put_event` appends it. Written by `UPDATE=1 cargo test -p xmpp-generate`. */
#ifndef CANONICAL_H
#define CANONICAL_H

#include <stdio.h>
#include <stdlib.h>

#include "xmpp.h"

#if defined(__GNUC__)
#define CANONICAL_PART __attribute__((unused))
#else
#define CANONICAL_PART
#endif

/* How a function may refuse: its code, its name, and the sentence with fields in braces. */
typedef struct refusal {
  int32_t code;
  const char *name, *sentence;
} refusal;

/* A text that grows; free `text` at the end. All zeros is an empty one. */
typedef struct canonical {
  char *text;
  size_t len, room;
} canonical;

static inline void put_all(canonical *out, const char *text, size_t len) {
  if (out->len + len + 1 > out->room) {
    out->room = 2 * (out->len + len + 1);
    out->text = (char *)realloc(out->text, out->room);
    if (!out->text) abort();
  }
  memcpy(out->text + out->len, text, len);
  out->len += len;
  out->text[out->len] = 0;
}

static inline void put(canonical *out, const char *text) { put_all(out, text, strlen(text)); }

/* ` name=`, the space only between two fields. */
static inline void put_name(canonical *out, const char *name) {
  if (out->text[out->len - 1] != '{') put(out, " ");
  put(out, name);
  put(out, "=");
}

CANONICAL_PART static inline void put_number(canonical *out, uint64_t number) {
  char digits[24];
  size_t at = sizeof digits;
  do {
    digits[--at] = (char)('0' + number % 10);
    number /= 10;
  } while (number > 0);
  put_all(out, digits + at, sizeof digits - at);
}

CANONICAL_PART static inline void put_signed(canonical *out, int64_t number) {
  if (number < 0) put(out, "-");
  put_number(out, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

/* A JSON string: quotes, backslashes and controls are escaped. */
static inline void put_text(canonical *out, xmpp_str text) {
  size_t i;
  put(out, "\"");
  for (i = 0; i < text.len; i++) {
    unsigned char c = (unsigned char)text.ptr[i];
    char escaped[8] = {'\\', (char)c, 0};
    if (c == '\n') escaped[1] = 'n';
    if (c == '\r') escaped[1] = 'r';
    if (c == '\t') escaped[1] = 't';
    if (c == '"' || c == '\\' || escaped[1] != (char)c)
      put(out, escaped);
    else if (c < ' ') {
      snprintf(escaped, sizeof escaped, "\\u%04x", c);
      put(out, escaped);
    } else
      put_all(out, text.ptr + i, 1);
  }
  put(out, "\"");
}

CANONICAL_PART static inline void put_octets(canonical *out, xmpp_octets octets) {
  size_t i;
  char hex[3];
  put(out, "x\"");
  for (i = 0; i < octets.len; i++) {
    snprintf(hex, sizeof hex, "%02x", octets.ptr[i]);
    put(out, hex);
  }
  put(out, "\"");
}

/* An element as the JSON string of its XML. */
static inline void put_element(canonical *out, const xmpp_element *element) {
  xmpp_str xml;
  size_t len = xmpp_element_xml(element, NULL, 0);
  char *room = (char *)malloc(len + 1);
  if (!room) abort();
  xmpp_element_xml(element, room, len + 1);
  xml.ptr = room;
  xml.len = len;
  put_text(out, xml);
  free(room);
}

static inline void put_message(canonical *out, const xmpp_message *it) {
  xmpp_element element;
  if (xmpp_message_element(it, &element)) put_element(out, &element);
}

static inline void put_presence(canonical *out, const xmpp_presence *it) {
  xmpp_element element;
  if (xmpp_presence_element(it, &element)) put_element(out, &element);
}

static inline void put_iq(canonical *out, const xmpp_iq *it) {
  xmpp_element element;
  if (xmpp_iq_element(it, &element)) put_element(out, &element);
}

CANONICAL_PART static inline void put_target(canonical *out, const xmpp_target *it);
CANONICAL_PART static inline void put_session_kind(canonical *out, const xmpp_session_kind *it);
CANONICAL_PART static inline void put_message_origin(canonical *out, const xmpp_message_origin *it);
static inline void put_event(canonical *out, const xmpp_event *it);
CANONICAL_PART static inline void put_date_time(canonical *out, const xmpp_date_time *it);
CANONICAL_PART static inline void put_delay(canonical *out, const xmpp_delay *it);
CANONICAL_PART static inline void put_disco_identity(canonical *out, const xmpp_disco_identity *it);
CANONICAL_PART static inline void put_disco_feature(canonical *out, const xmpp_disco_feature *it);
CANONICAL_PART static inline void put_disco_info(canonical *out, const xmpp_disco_info *it);
CANONICAL_PART static inline void put_disco_item(canonical *out, const xmpp_disco_item *it);
CANONICAL_PART static inline void put_disco_items(canonical *out, const xmpp_disco_items *it);
CANONICAL_PART static inline void put_receipt_request(canonical *out, const xmpp_receipt_request *it);
CANONICAL_PART static inline void put_receipt_received(canonical *out, const xmpp_receipt_received *it);
CANONICAL_PART static inline void put_stanza_id(canonical *out, const xmpp_stanza_id *it);
CANONICAL_PART static inline void put_origin_id(canonical *out, const xmpp_origin_id *it);
CANONICAL_PART static inline void put_sasl_error(canonical *out, const xmpp_sasl_error *it);
CANONICAL_PART static inline void put_sasl_condition(canonical *out, const xmpp_sasl_condition *it);
CANONICAL_PART static inline void put_scram_fault(canonical *out, const xmpp_scram_fault *it);
CANONICAL_PART static inline void put_answer_result(canonical *out, const xmpp_answer_result *it);
CANONICAL_PART static inline void put_stanza_condition(canonical *out, const xmpp_stanza_condition *it);
CANONICAL_PART static inline void put_stanza_error(canonical *out, const xmpp_stanza_error *it);
CANONICAL_PART static inline void put_stream_condition(canonical *out, const xmpp_stream_condition *it);
CANONICAL_PART static inline void put_stream_error(canonical *out, const xmpp_stream_error *it);
CANONICAL_PART static inline void put_reason(canonical *out, const xmpp_reason *it);
CANONICAL_PART static inline void put_connect_failure(canonical *out, const xmpp_connect_failure *it);
CANONICAL_PART static inline void put_tls_fault(canonical *out, const xmpp_tls_fault *it);
CANONICAL_PART static inline void put_disco_event(canonical *out, const xmpp_disco_event *it);
CANONICAL_PART static inline void put_ping_event(canonical *out, const xmpp_ping_event *it);
CANONICAL_PART static inline void put_roster_group(canonical *out, const xmpp_roster_group *it);
CANONICAL_PART static inline void put_roster_item(canonical *out, const xmpp_roster_item *it);
CANONICAL_PART static inline void put_roster_event(canonical *out, const xmpp_roster_event *it);

CANONICAL_PART static inline void put_wire_direction(canonical *out, int32_t it) {
  switch (it) {
  case XMPP_WIRE_DIRECTION_RECEIVED:
    put(out, "Received");
    break;
  case XMPP_WIRE_DIRECTION_SENT:
    put(out, "Sent");
    break;
  default:
    put(out, "?");
  }
}

CANONICAL_PART static inline void put_credentials_why(canonical *out, int32_t it) {
  switch (it) {
  case XMPP_CREDENTIALS_WHY_MISSING:
    put(out, "Missing");
    break;
  case XMPP_CREDENTIALS_WHY_REFUSED:
    put(out, "Refused");
    break;
  default:
    put(out, "?");
  }
}

CANONICAL_PART static inline void put_send_failure(canonical *out, int32_t it) {
  switch (it) {
  case XMPP_SEND_FAILURE_TOO_LARGE:
    put(out, "TooLarge");
    break;
  case XMPP_SEND_FAILURE_POISON:
    put(out, "Poison");
    break;
  case XMPP_SEND_FAILURE_CLOSED:
    put(out, "Closed");
    break;
  default:
    put(out, "?");
  }
}

CANONICAL_PART static inline void put_stanza_error_kind(canonical *out, int32_t it) {
  switch (it) {
  case XMPP_STANZA_ERROR_KIND_AUTH:
    put(out, "Auth");
    break;
  case XMPP_STANZA_ERROR_KIND_CANCEL:
    put(out, "Cancel");
    break;
  case XMPP_STANZA_ERROR_KIND_CONTINUE:
    put(out, "Continue");
    break;
  case XMPP_STANZA_ERROR_KIND_MODIFY:
    put(out, "Modify");
    break;
  case XMPP_STANZA_ERROR_KIND_WAIT:
    put(out, "Wait");
    break;
  default:
    put(out, "?");
  }
}

CANONICAL_PART static inline void put_login_step(canonical *out, int32_t it) {
  switch (it) {
  case XMPP_LOGIN_STEP_CONNECT:
    put(out, "Connect");
    break;
  case XMPP_LOGIN_STEP_HEADER:
    put(out, "Header");
    break;
  case XMPP_LOGIN_STEP_FEATURES:
    put(out, "Features");
    break;
  case XMPP_LOGIN_STEP_START_TLS:
    put(out, "StartTls");
    break;
  case XMPP_LOGIN_STEP_TLS:
    put(out, "Tls");
    break;
  case XMPP_LOGIN_STEP_TRUST:
    put(out, "Trust");
    break;
  case XMPP_LOGIN_STEP_CREDENTIALS:
    put(out, "Credentials");
    break;
  case XMPP_LOGIN_STEP_LOGIN:
    put(out, "Login");
    break;
  case XMPP_LOGIN_STEP_BIND:
    put(out, "Bind");
    break;
  case XMPP_LOGIN_STEP_ACK:
    put(out, "Ack");
    break;
  case XMPP_LOGIN_STEP_WRITE:
    put(out, "Write");
    break;
  case XMPP_LOGIN_STEP_CLOSE:
    put(out, "Close");
    break;
  default:
    put(out, "?");
  }
}

CANONICAL_PART static inline void put_tls_start(canonical *out, int32_t it) {
  switch (it) {
  case XMPP_TLS_START_DIRECT:
    put(out, "Direct");
    break;
  case XMPP_TLS_START_START_TLS:
    put(out, "StartTls");
    break;
  default:
    put(out, "?");
  }
}

CANONICAL_PART static inline void put_roster_subscription(canonical *out, int32_t it) {
  switch (it) {
  case XMPP_ROSTER_SUBSCRIPTION_NEITHER:
    put(out, "Neither");
    break;
  case XMPP_ROSTER_SUBSCRIPTION_TO:
    put(out, "To");
    break;
  case XMPP_ROSTER_SUBSCRIPTION_FROM:
    put(out, "From");
    break;
  case XMPP_ROSTER_SUBSCRIPTION_BOTH:
    put(out, "Both");
    break;
  case XMPP_ROSTER_SUBSCRIPTION_REMOVE:
    put(out, "Remove");
    break;
  default:
    put(out, "?");
  }
}

CANONICAL_PART static inline void put_target(canonical *out, const xmpp_target *it) {
  put(out, "{");
  put_name(out, "host");
  put_text(out, xmpp_target_host(it));
  put_name(out, "port");
  put_number(out, xmpp_target_port(it));
  put_name(out, "tls");
  put_tls_start(out, xmpp_target_tls(it));
  if (xmpp_target_alpn(it).ptr) {
    put_name(out, "alpn");
    put_text(out, xmpp_target_alpn(it));
  }
  put(out, "}");
}

CANONICAL_PART static inline void put_session_kind(canonical *out, const xmpp_session_kind *it) {
  switch (xmpp_session_kind_kind(it)) {
  case XMPP_SESSION_KIND_FRESH:
    put(out, "Fresh");
    break;
  default:
    put(out, "?");
  }
}

CANONICAL_PART static inline void put_message_origin(canonical *out, const xmpp_message_origin *it) {
  switch (xmpp_message_origin_kind(it)) {
  case XMPP_MESSAGE_ORIGIN_LIVE:
    put(out, "Live");
    break;
  default:
    put(out, "?");
  }
}

static inline void put_event(canonical *out, const xmpp_event *it) {
  switch (xmpp_event_kind(it)) {
  case XMPP_EVENT_ONLINE:
    put(out, "Online");
    put(out, "{");
    put_name(out, "jid");
    put_text(out, xmpp_event_online_jid(it));
    put_name(out, "session");
    put_session_kind(out, xmpp_event_online_session(it));
    put(out, "}");
    break;
  case XMPP_EVENT_OFFLINE:
    put(out, "Offline");
    put(out, "{");
    put_name(out, "reason");
    put_reason(out, xmpp_event_offline_reason(it));
    {
      uint64_t found;
      if (xmpp_event_offline_retry_at(it, &found)) {
        put_name(out, "retry_at");
        put_number(out, found);
      }
    }
    put(out, "}");
    break;
  case XMPP_EVENT_CLOSED:
    put(out, "Closed");
    put(out, "{");
    put_name(out, "reason");
    put_reason(out, xmpp_event_closed_reason(it));
    put(out, "}");
    break;
  case XMPP_EVENT_MESSAGE:
    put(out, "Message");
    put(out, "{");
    put_name(out, "origin");
    put_message_origin(out, xmpp_event_message_origin(it));
    put_name(out, "stanza");
    put_message(out, xmpp_event_message_stanza(it));
    put(out, "}");
    break;
  case XMPP_EVENT_PRESENCE:
    put(out, "Presence");
    put(out, "{");
    put_name(out, "stanza");
    put_presence(out, xmpp_event_presence_stanza(it));
    put(out, "}");
    break;
  case XMPP_EVENT_REQUEST:
    put(out, "Request");
    put(out, "{");
    put_name(out, "id");
    put_number(out, xmpp_event_request_id(it));
    put_name(out, "stanza");
    put_iq(out, xmpp_event_request_stanza(it));
    put(out, "}");
    break;
  case XMPP_EVENT_ANSWER:
    put(out, "Answer");
    put(out, "{");
    put_name(out, "request");
    put_number(out, xmpp_event_answer_request(it));
    put_name(out, "result");
    put_answer_result(out, xmpp_event_answer_result(it));
    put(out, "}");
    break;
  case XMPP_EVENT_WRITTEN:
    put(out, "Written");
    put(out, "{");
    put_name(out, "token");
    put_number(out, xmpp_event_written_token(it));
    put(out, "}");
    break;
  case XMPP_EVENT_ACKED:
    put(out, "Acked");
    put(out, "{");
    put_name(out, "token");
    put_number(out, xmpp_event_acked_token(it));
    put(out, "}");
    break;
  case XMPP_EVENT_UNSURE:
    put(out, "Unsure");
    put(out, "{");
    put_name(out, "token");
    put_number(out, xmpp_event_unsure_token(it));
    put(out, "}");
    break;
  case XMPP_EVENT_FAILED:
    put(out, "Failed");
    put(out, "{");
    put_name(out, "token");
    put_number(out, xmpp_event_failed_token(it));
    put_name(out, "failure");
    put_send_failure(out, xmpp_event_failed_failure(it));
    put(out, "}");
    break;
  case XMPP_EVENT_WRITABLE:
    put(out, "Writable");
    break;
  case XMPP_EVENT_DROPPED:
    put(out, "Dropped");
    put(out, "{");
    put_name(out, "name");
    put_text(out, xmpp_event_dropped_name(it));
    if (xmpp_event_dropped_sender(it).ptr) {
      put_name(out, "sender");
      put_text(out, xmpp_event_dropped_sender(it));
    }
    if (xmpp_event_dropped_id(it).ptr) {
      put_name(out, "id");
      put_text(out, xmpp_event_dropped_id(it));
    }
    put_name(out, "what");
    put_text(out, xmpp_event_dropped_what(it));
    put(out, "}");
    break;
  case XMPP_EVENT_VERIFY_CERTIFICATE:
    put(out, "VerifyCertificate");
    put(out, "{");
    put_name(out, "conn");
    put_number(out, xmpp_event_verify_certificate_conn(it));
    put_name(out, "domain");
    put_text(out, xmpp_event_verify_certificate_domain(it));
    if (xmpp_event_verify_certificate_chain_count(it) > 0) {
      size_t i;
      put_name(out, "chain");
      for (i = 0; i < xmpp_event_verify_certificate_chain_count(it); i++) {
        put(out, i ? " " : "[");
        put_octets(out, xmpp_event_verify_certificate_chain_at(it, i));
      }
      put(out, "]");
    }
    if (xmpp_event_verify_certificate_name_matches(it)) {
      put_name(out, "name_matches");
      put(out, "true");
    }
    put(out, "}");
    break;
  case XMPP_EVENT_NEED_CREDENTIALS:
    put(out, "NeedCredentials");
    put(out, "{");
    if (xmpp_event_need_credentials_mechanisms_count(it) > 0) {
      size_t i;
      put_name(out, "mechanisms");
      for (i = 0; i < xmpp_event_need_credentials_mechanisms_count(it); i++) {
        put(out, i ? " " : "[");
        put_text(out, xmpp_event_need_credentials_mechanisms_at(it, i));
      }
      put(out, "]");
    }
    put_name(out, "why");
    put_credentials_why(out, xmpp_event_need_credentials_why(it));
    put(out, "}");
    break;
  case XMPP_EVENT_WIRE:
    put(out, "Wire");
    put(out, "{");
    put_name(out, "conn");
    put_number(out, xmpp_event_wire_conn(it));
    put_name(out, "direction");
    put_wire_direction(out, xmpp_event_wire_direction(it));
    put_name(out, "xml");
    put_text(out, xmpp_event_wire_xml(it));
    put(out, "}");
    break;
  case XMPP_EVENT_DISCO:
    put(out, "Disco");
    put(out, "{");
    put_name(out, "event");
    put_disco_event(out, xmpp_event_disco_event(it));
    put(out, "}");
    break;
  case XMPP_EVENT_PING:
    put(out, "Ping");
    put(out, "{");
    put_name(out, "event");
    put_ping_event(out, xmpp_event_ping_event(it));
    put(out, "}");
    break;
  case XMPP_EVENT_ROSTER:
    put(out, "Roster");
    put(out, "{");
    put_name(out, "event");
    put_roster_event(out, xmpp_event_roster_event(it));
    put(out, "}");
    break;
  default:
    put(out, "?");
  }
}

CANONICAL_PART static inline void put_date_time(canonical *out, const xmpp_date_time *it) {
  put(out, "{");
  put_name(out, "unix_ms");
  put_signed(out, xmpp_date_time_unix_ms(it));
  put(out, "}");
}

CANONICAL_PART static inline void put_delay(canonical *out, const xmpp_delay *it) {
  put(out, "{");
  if (xmpp_delay_by(it).ptr) {
    put_name(out, "by");
    put_text(out, xmpp_delay_by(it));
  }
  put_name(out, "stamp");
  put_date_time(out, xmpp_delay_stamp(it));
  if (xmpp_delay_reason(it).ptr) {
    put_name(out, "reason");
    put_text(out, xmpp_delay_reason(it));
  }
  put(out, "}");
}

CANONICAL_PART static inline void put_disco_identity(canonical *out, const xmpp_disco_identity *it) {
  put(out, "{");
  put_name(out, "category");
  put_text(out, xmpp_disco_identity_category(it));
  put_name(out, "kind");
  put_text(out, xmpp_disco_identity_kind(it));
  if (xmpp_disco_identity_name(it).ptr) {
    put_name(out, "name");
    put_text(out, xmpp_disco_identity_name(it));
  }
  put(out, "}");
}

CANONICAL_PART static inline void put_disco_feature(canonical *out, const xmpp_disco_feature *it) {
  put(out, "{");
  put_name(out, "name");
  put_text(out, xmpp_disco_feature_name(it));
  put(out, "}");
}

CANONICAL_PART static inline void put_disco_info(canonical *out, const xmpp_disco_info *it) {
  put(out, "{");
  if (xmpp_disco_info_node(it).ptr) {
    put_name(out, "node");
    put_text(out, xmpp_disco_info_node(it));
  }
  if (xmpp_disco_info_identities_count(it) > 0) {
    size_t i;
    put_name(out, "identities");
    for (i = 0; i < xmpp_disco_info_identities_count(it); i++) {
      put(out, i ? " " : "[");
      put_disco_identity(out, xmpp_disco_info_identities_at(it, i));
    }
    put(out, "]");
  }
  if (xmpp_disco_info_features_count(it) > 0) {
    size_t i;
    put_name(out, "features");
    for (i = 0; i < xmpp_disco_info_features_count(it); i++) {
      put(out, i ? " " : "[");
      put_disco_feature(out, xmpp_disco_info_features_at(it, i));
    }
    put(out, "]");
  }
  put(out, "}");
}

CANONICAL_PART static inline void put_disco_item(canonical *out, const xmpp_disco_item *it) {
  put(out, "{");
  put_name(out, "jid");
  put_text(out, xmpp_disco_item_jid(it));
  if (xmpp_disco_item_node(it).ptr) {
    put_name(out, "node");
    put_text(out, xmpp_disco_item_node(it));
  }
  if (xmpp_disco_item_name(it).ptr) {
    put_name(out, "name");
    put_text(out, xmpp_disco_item_name(it));
  }
  put(out, "}");
}

CANONICAL_PART static inline void put_disco_items(canonical *out, const xmpp_disco_items *it) {
  put(out, "{");
  if (xmpp_disco_items_node(it).ptr) {
    put_name(out, "node");
    put_text(out, xmpp_disco_items_node(it));
  }
  if (xmpp_disco_items_items_count(it) > 0) {
    size_t i;
    put_name(out, "items");
    for (i = 0; i < xmpp_disco_items_items_count(it); i++) {
      put(out, i ? " " : "[");
      put_disco_item(out, xmpp_disco_items_items_at(it, i));
    }
    put(out, "]");
  }
  put(out, "}");
}

CANONICAL_PART static inline void put_receipt_request(canonical *out, const xmpp_receipt_request *it) {
  (void)it;
  put(out, "{");
  put(out, "}");
}

CANONICAL_PART static inline void put_receipt_received(canonical *out, const xmpp_receipt_received *it) {
  put(out, "{");
  put_name(out, "id");
  put_text(out, xmpp_receipt_received_id(it));
  put(out, "}");
}

CANONICAL_PART static inline void put_stanza_id(canonical *out, const xmpp_stanza_id *it) {
  put(out, "{");
  put_name(out, "id");
  put_text(out, xmpp_stanza_id_id(it));
  put_name(out, "by");
  put_text(out, xmpp_stanza_id_by(it));
  put(out, "}");
}

CANONICAL_PART static inline void put_origin_id(canonical *out, const xmpp_origin_id *it) {
  put(out, "{");
  put_name(out, "id");
  put_text(out, xmpp_origin_id_id(it));
  put(out, "}");
}

CANONICAL_PART static inline void put_sasl_error(canonical *out, const xmpp_sasl_error *it) {
  switch (xmpp_sasl_error_kind(it)) {
  case XMPP_SASL_ERROR_NOT_OFFERED:
    put(out, "NotOffered");
    put(out, "{");
    if (xmpp_sasl_error_not_offered_offered_count(it) > 0) {
      size_t i;
      put_name(out, "offered");
      for (i = 0; i < xmpp_sasl_error_not_offered_offered_count(it); i++) {
        put(out, i ? " " : "[");
        put_text(out, xmpp_sasl_error_not_offered_offered_at(it, i));
      }
      put(out, "]");
    }
    put(out, "}");
    break;
  case XMPP_SASL_ERROR_PLAIN_NOT_ALLOWED:
    put(out, "PlainNotAllowed");
    break;
  case XMPP_SASL_ERROR_NO_CHANNEL_BINDING:
    put(out, "NoChannelBinding");
    break;
  case XMPP_SASL_ERROR_BAD_USER_NAME:
    put(out, "BadUserName");
    break;
  case XMPP_SASL_ERROR_BAD_PASSWORD:
    put(out, "BadPassword");
    break;
  case XMPP_SASL_ERROR_KEYS_OUTDATED:
    put(out, "KeysOutdated");
    break;
  case XMPP_SASL_ERROR_MALFORMED:
    put(out, "Malformed");
    put(out, "{");
    put_name(out, "what");
    put_text(out, xmpp_sasl_error_malformed_what(it));
    put(out, "}");
    break;
  case XMPP_SASL_ERROR_MESSAGE_TOO_LARGE:
    put(out, "MessageTooLarge");
    put(out, "{");
    put_name(out, "limit");
    put_number(out, xmpp_sasl_error_message_too_large_limit(it));
    put(out, "}");
    break;
  case XMPP_SASL_ERROR_BAD_NONCE:
    put(out, "BadNonce");
    break;
  case XMPP_SASL_ERROR_EXTENSION_REQUIRED:
    put(out, "ExtensionRequired");
    break;
  case XMPP_SASL_ERROR_ITERATIONS_OUT_OF_RANGE:
    put(out, "IterationsOutOfRange");
    put(out, "{");
    put_name(out, "rounds");
    put_number(out, xmpp_sasl_error_iterations_out_of_range_rounds(it));
    put_name(out, "highest");
    put_number(out, xmpp_sasl_error_iterations_out_of_range_highest(it));
    put(out, "}");
    break;
  case XMPP_SASL_ERROR_DOWNGRADED:
    put(out, "Downgraded");
    break;
  case XMPP_SASL_ERROR_BAD_SERVER_SIGNATURE:
    put(out, "BadServerSignature");
    break;
  case XMPP_SASL_ERROR_SUCCESS_WITHOUT_PROOF:
    put(out, "SuccessWithoutProof");
    break;
  case XMPP_SASL_ERROR_OUT_OF_STEP:
    put(out, "OutOfStep");
    break;
  case XMPP_SASL_ERROR_SCRAM_REFUSED:
    put(out, "ScramRefused");
    put(out, "{");
    put_name(out, "fault");
    put_scram_fault(out, xmpp_sasl_error_scram_refused_fault(it));
    put(out, "}");
    break;
  case XMPP_SASL_ERROR_REFUSED:
    put(out, "Refused");
    put(out, "{");
    put_name(out, "condition");
    put_sasl_condition(out, xmpp_sasl_error_refused_condition(it));
    if (xmpp_sasl_error_refused_text(it).ptr) {
      put_name(out, "text");
      put_text(out, xmpp_sasl_error_refused_text(it));
    }
    put(out, "}");
    break;
  default:
    put(out, "?");
  }
}

CANONICAL_PART static inline void put_sasl_condition(canonical *out, const xmpp_sasl_condition *it) {
  switch (xmpp_sasl_condition_kind(it)) {
  case XMPP_SASL_CONDITION_ABORTED:
    put(out, "Aborted");
    break;
  case XMPP_SASL_CONDITION_ACCOUNT_DISABLED:
    put(out, "AccountDisabled");
    break;
  case XMPP_SASL_CONDITION_CREDENTIALS_EXPIRED:
    put(out, "CredentialsExpired");
    break;
  case XMPP_SASL_CONDITION_ENCRYPTION_REQUIRED:
    put(out, "EncryptionRequired");
    break;
  case XMPP_SASL_CONDITION_INCORRECT_ENCODING:
    put(out, "IncorrectEncoding");
    break;
  case XMPP_SASL_CONDITION_INVALID_AUTHZID:
    put(out, "InvalidAuthzid");
    break;
  case XMPP_SASL_CONDITION_INVALID_MECHANISM:
    put(out, "InvalidMechanism");
    break;
  case XMPP_SASL_CONDITION_MALFORMED_REQUEST:
    put(out, "MalformedRequest");
    break;
  case XMPP_SASL_CONDITION_MECHANISM_TOO_WEAK:
    put(out, "MechanismTooWeak");
    break;
  case XMPP_SASL_CONDITION_NOT_AUTHORIZED:
    put(out, "NotAuthorized");
    break;
  case XMPP_SASL_CONDITION_TEMPORARY_AUTH_FAILURE:
    put(out, "TemporaryAuthFailure");
    break;
  case XMPP_SASL_CONDITION_UNDEFINED:
    put(out, "Undefined");
    put(out, "{");
    put_name(out, "name");
    put_text(out, xmpp_sasl_condition_undefined_name(it));
    put(out, "}");
    break;
  default:
    put(out, "?");
  }
}

CANONICAL_PART static inline void put_scram_fault(canonical *out, const xmpp_scram_fault *it) {
  switch (xmpp_scram_fault_kind(it)) {
  case XMPP_SCRAM_FAULT_INVALID_ENCODING:
    put(out, "InvalidEncoding");
    break;
  case XMPP_SCRAM_FAULT_EXTENSIONS_NOT_SUPPORTED:
    put(out, "ExtensionsNotSupported");
    break;
  case XMPP_SCRAM_FAULT_INVALID_PROOF:
    put(out, "InvalidProof");
    break;
  case XMPP_SCRAM_FAULT_CHANNEL_BINDINGS_DONT_MATCH:
    put(out, "ChannelBindingsDontMatch");
    break;
  case XMPP_SCRAM_FAULT_SERVER_DOES_SUPPORT_CHANNEL_BINDING:
    put(out, "ServerDoesSupportChannelBinding");
    break;
  case XMPP_SCRAM_FAULT_CHANNEL_BINDING_NOT_SUPPORTED:
    put(out, "ChannelBindingNotSupported");
    break;
  case XMPP_SCRAM_FAULT_UNSUPPORTED_CHANNEL_BINDING_TYPE:
    put(out, "UnsupportedChannelBindingType");
    break;
  case XMPP_SCRAM_FAULT_UNKNOWN_USER:
    put(out, "UnknownUser");
    break;
  case XMPP_SCRAM_FAULT_INVALID_USERNAME_ENCODING:
    put(out, "InvalidUsernameEncoding");
    break;
  case XMPP_SCRAM_FAULT_NO_RESOURCES:
    put(out, "NoResources");
    break;
  case XMPP_SCRAM_FAULT_OTHER_ERROR:
    put(out, "OtherError");
    break;
  case XMPP_SCRAM_FAULT_UNDEFINED:
    put(out, "Undefined");
    put(out, "{");
    put_name(out, "name");
    put_text(out, xmpp_scram_fault_undefined_name(it));
    put(out, "}");
    break;
  default:
    put(out, "?");
  }
}

CANONICAL_PART static inline void put_answer_result(canonical *out, const xmpp_answer_result *it) {
  switch (xmpp_answer_result_kind(it)) {
  case XMPP_ANSWER_RESULT_RESULT:
    put(out, "Result");
    put(out, "{");
    {
      xmpp_element found;
      if (xmpp_answer_result_result_payload(it, &found)) {
        put_name(out, "payload");
        put_element(out, &found);
      }
    }
    put(out, "}");
    break;
  case XMPP_ANSWER_RESULT_ERROR:
    put(out, "Error");
    put(out, "{");
    put_name(out, "error");
    put_stanza_error(out, xmpp_answer_result_error_error(it));
    put(out, "}");
    break;
  case XMPP_ANSWER_RESULT_TIMEOUT:
    put(out, "Timeout");
    break;
  case XMPP_ANSWER_RESULT_OFFLINE:
    put(out, "Offline");
    break;
  case XMPP_ANSWER_RESULT_CANCELLED:
    put(out, "Cancelled");
    break;
  default:
    put(out, "?");
  }
}

CANONICAL_PART static inline void put_stanza_condition(canonical *out, const xmpp_stanza_condition *it) {
  switch (xmpp_stanza_condition_kind(it)) {
  case XMPP_STANZA_CONDITION_BAD_REQUEST:
    put(out, "BadRequest");
    break;
  case XMPP_STANZA_CONDITION_CONFLICT:
    put(out, "Conflict");
    break;
  case XMPP_STANZA_CONDITION_FEATURE_NOT_IMPLEMENTED:
    put(out, "FeatureNotImplemented");
    break;
  case XMPP_STANZA_CONDITION_FORBIDDEN:
    put(out, "Forbidden");
    break;
  case XMPP_STANZA_CONDITION_GONE:
    put(out, "Gone");
    break;
  case XMPP_STANZA_CONDITION_INTERNAL_SERVER_ERROR:
    put(out, "InternalServerError");
    break;
  case XMPP_STANZA_CONDITION_ITEM_NOT_FOUND:
    put(out, "ItemNotFound");
    break;
  case XMPP_STANZA_CONDITION_JID_MALFORMED:
    put(out, "JidMalformed");
    break;
  case XMPP_STANZA_CONDITION_NOT_ACCEPTABLE:
    put(out, "NotAcceptable");
    break;
  case XMPP_STANZA_CONDITION_NOT_ALLOWED:
    put(out, "NotAllowed");
    break;
  case XMPP_STANZA_CONDITION_NOT_AUTHORIZED:
    put(out, "NotAuthorized");
    break;
  case XMPP_STANZA_CONDITION_POLICY_VIOLATION:
    put(out, "PolicyViolation");
    break;
  case XMPP_STANZA_CONDITION_RECIPIENT_UNAVAILABLE:
    put(out, "RecipientUnavailable");
    break;
  case XMPP_STANZA_CONDITION_REDIRECT:
    put(out, "Redirect");
    break;
  case XMPP_STANZA_CONDITION_REGISTRATION_REQUIRED:
    put(out, "RegistrationRequired");
    break;
  case XMPP_STANZA_CONDITION_REMOTE_SERVER_NOT_FOUND:
    put(out, "RemoteServerNotFound");
    break;
  case XMPP_STANZA_CONDITION_REMOTE_SERVER_TIMEOUT:
    put(out, "RemoteServerTimeout");
    break;
  case XMPP_STANZA_CONDITION_RESOURCE_CONSTRAINT:
    put(out, "ResourceConstraint");
    break;
  case XMPP_STANZA_CONDITION_SERVICE_UNAVAILABLE:
    put(out, "ServiceUnavailable");
    break;
  case XMPP_STANZA_CONDITION_SUBSCRIPTION_REQUIRED:
    put(out, "SubscriptionRequired");
    break;
  case XMPP_STANZA_CONDITION_UNDEFINED_CONDITION:
    put(out, "UndefinedCondition");
    break;
  case XMPP_STANZA_CONDITION_UNEXPECTED_REQUEST:
    put(out, "UnexpectedRequest");
    break;
  case XMPP_STANZA_CONDITION_UNKNOWN:
    put(out, "Unknown");
    put(out, "{");
    put_name(out, "name");
    put_text(out, xmpp_stanza_condition_unknown_name(it));
    put(out, "}");
    break;
  default:
    put(out, "?");
  }
}

CANONICAL_PART static inline void put_stanza_error(canonical *out, const xmpp_stanza_error *it) {
  put(out, "{");
  put_name(out, "kind");
  put_stanza_error_kind(out, xmpp_stanza_error_kind(it));
  put_name(out, "condition");
  put_stanza_condition(out, xmpp_stanza_error_condition(it));
  if (xmpp_stanza_error_text(it).ptr) {
    put_name(out, "text");
    put_text(out, xmpp_stanza_error_text(it));
  }
  if (xmpp_stanza_error_by(it).ptr) {
    put_name(out, "by");
    put_text(out, xmpp_stanza_error_by(it));
  }
  if (xmpp_stanza_error_new_address(it).ptr) {
    put_name(out, "new_address");
    put_text(out, xmpp_stanza_error_new_address(it));
  }
  {
    xmpp_element found;
    if (xmpp_stanza_error_application(it, &found)) {
      put_name(out, "application");
      put_element(out, &found);
    }
  }
  put(out, "}");
}

CANONICAL_PART static inline void put_stream_condition(canonical *out, const xmpp_stream_condition *it) {
  switch (xmpp_stream_condition_kind(it)) {
  case XMPP_STREAM_CONDITION_BAD_FORMAT:
    put(out, "BadFormat");
    break;
  case XMPP_STREAM_CONDITION_BAD_NAMESPACE_PREFIX:
    put(out, "BadNamespacePrefix");
    break;
  case XMPP_STREAM_CONDITION_CONFLICT:
    put(out, "Conflict");
    break;
  case XMPP_STREAM_CONDITION_CONNECTION_TIMEOUT:
    put(out, "ConnectionTimeout");
    break;
  case XMPP_STREAM_CONDITION_HOST_GONE:
    put(out, "HostGone");
    break;
  case XMPP_STREAM_CONDITION_HOST_UNKNOWN:
    put(out, "HostUnknown");
    break;
  case XMPP_STREAM_CONDITION_IMPROPER_ADDRESSING:
    put(out, "ImproperAddressing");
    break;
  case XMPP_STREAM_CONDITION_INTERNAL_SERVER_ERROR:
    put(out, "InternalServerError");
    break;
  case XMPP_STREAM_CONDITION_INVALID_FROM:
    put(out, "InvalidFrom");
    break;
  case XMPP_STREAM_CONDITION_INVALID_NAMESPACE:
    put(out, "InvalidNamespace");
    break;
  case XMPP_STREAM_CONDITION_INVALID_XML:
    put(out, "InvalidXml");
    break;
  case XMPP_STREAM_CONDITION_NOT_AUTHORIZED:
    put(out, "NotAuthorized");
    break;
  case XMPP_STREAM_CONDITION_NOT_WELL_FORMED:
    put(out, "NotWellFormed");
    break;
  case XMPP_STREAM_CONDITION_POLICY_VIOLATION:
    put(out, "PolicyViolation");
    break;
  case XMPP_STREAM_CONDITION_REMOTE_CONNECTION_FAILED:
    put(out, "RemoteConnectionFailed");
    break;
  case XMPP_STREAM_CONDITION_RESET:
    put(out, "Reset");
    break;
  case XMPP_STREAM_CONDITION_RESOURCE_CONSTRAINT:
    put(out, "ResourceConstraint");
    break;
  case XMPP_STREAM_CONDITION_RESTRICTED_XML:
    put(out, "RestrictedXml");
    break;
  case XMPP_STREAM_CONDITION_SEE_OTHER_HOST:
    put(out, "SeeOtherHost");
    break;
  case XMPP_STREAM_CONDITION_SYSTEM_SHUTDOWN:
    put(out, "SystemShutdown");
    break;
  case XMPP_STREAM_CONDITION_UNDEFINED_CONDITION:
    put(out, "UndefinedCondition");
    break;
  case XMPP_STREAM_CONDITION_UNSUPPORTED_ENCODING:
    put(out, "UnsupportedEncoding");
    break;
  case XMPP_STREAM_CONDITION_UNSUPPORTED_FEATURE:
    put(out, "UnsupportedFeature");
    break;
  case XMPP_STREAM_CONDITION_UNSUPPORTED_STANZA_TYPE:
    put(out, "UnsupportedStanzaType");
    break;
  case XMPP_STREAM_CONDITION_UNSUPPORTED_VERSION:
    put(out, "UnsupportedVersion");
    break;
  case XMPP_STREAM_CONDITION_OTHER:
    put(out, "Other");
    put(out, "{");
    put_name(out, "name");
    put_text(out, xmpp_stream_condition_other_name(it));
    put(out, "}");
    break;
  default:
    put(out, "?");
  }
}

CANONICAL_PART static inline void put_stream_error(canonical *out, const xmpp_stream_error *it) {
  put(out, "{");
  put_name(out, "condition");
  put_stream_condition(out, xmpp_stream_error_condition(it));
  if (xmpp_stream_error_text(it).ptr) {
    put_name(out, "text");
    put_text(out, xmpp_stream_error_text(it));
  }
  if (xmpp_stream_error_other_host(it).ptr) {
    put_name(out, "other_host");
    put_text(out, xmpp_stream_error_other_host(it));
  }
  {
    xmpp_element found;
    if (xmpp_stream_error_application(it, &found)) {
      put_name(out, "application");
      put_element(out, &found);
    }
  }
  put(out, "}");
}

CANONICAL_PART static inline void put_reason(canonical *out, const xmpp_reason *it) {
  switch (xmpp_reason_kind(it)) {
  case XMPP_REASON_REQUESTED:
    put(out, "Requested");
    break;
  case XMPP_REASON_ABORTED:
    put(out, "Aborted");
    break;
  case XMPP_REASON_DRIVER_GONE:
    put(out, "DriverGone");
    break;
  case XMPP_REASON_CONNECT_FAILED:
    put(out, "ConnectFailed");
    put(out, "{");
    put_name(out, "failure");
    put_connect_failure(out, xmpp_reason_connect_failed_failure(it));
    put(out, "}");
    break;
  case XMPP_REASON_TLS_REQUIRED:
    put(out, "TlsRequired");
    break;
  case XMPP_REASON_TLS_FAILED:
    put(out, "TlsFailed");
    put(out, "{");
    put_name(out, "fault");
    put_tls_fault(out, xmpp_reason_tls_failed_fault(it));
    put(out, "}");
    break;
  case XMPP_REASON_CONNECTION_LOST:
    put(out, "ConnectionLost");
    break;
  case XMPP_REASON_STREAM_CLOSED:
    put(out, "StreamClosed");
    break;
  case XMPP_REASON_STREAM_ERROR:
    put(out, "StreamError");
    put(out, "{");
    put_name(out, "error");
    put_stream_error(out, xmpp_reason_stream_error_error(it));
    put(out, "}");
    break;
  case XMPP_REASON_PEER_FAULT:
    put(out, "PeerFault");
    put(out, "{");
    put_name(out, "condition");
    put_stream_condition(out, xmpp_reason_peer_fault_condition(it));
    put_name(out, "what");
    put_text(out, xmpp_reason_peer_fault_what(it));
    put(out, "}");
    break;
  case XMPP_REASON_LOGIN_FAILED:
    put(out, "LoginFailed");
    put(out, "{");
    put_name(out, "error");
    put_sasl_error(out, xmpp_reason_login_failed_error(it));
    put(out, "}");
    break;
  case XMPP_REASON_BIND_REFUSED:
    put(out, "BindRefused");
    put(out, "{");
    put_name(out, "error");
    put_stanza_error(out, xmpp_reason_bind_refused_error(it));
    put(out, "}");
    break;
  case XMPP_REASON_WRONG_IDENTITY:
    put(out, "WrongIdentity");
    put(out, "{");
    put_name(out, "jid");
    put_text(out, xmpp_reason_wrong_identity_jid(it));
    put(out, "}");
    break;
  case XMPP_REASON_TIMED_OUT:
    put(out, "TimedOut");
    put(out, "{");
    put_name(out, "step");
    put_login_step(out, xmpp_reason_timed_out_step(it));
    put(out, "}");
    break;
  default:
    put(out, "?");
  }
}

CANONICAL_PART static inline void put_connect_failure(canonical *out, const xmpp_connect_failure *it) {
  switch (xmpp_connect_failure_kind(it)) {
  case XMPP_CONNECT_FAILURE_NO_ADDRESS:
    put(out, "NoAddress");
    break;
  case XMPP_CONNECT_FAILURE_REFUSED:
    put(out, "Refused");
    break;
  case XMPP_CONNECT_FAILURE_UNREACHABLE:
    put(out, "Unreachable");
    break;
  case XMPP_CONNECT_FAILURE_TIMED_OUT:
    put(out, "TimedOut");
    break;
  case XMPP_CONNECT_FAILURE_RESET:
    put(out, "Reset");
    break;
  case XMPP_CONNECT_FAILURE_TLS:
    put(out, "Tls");
    put(out, "{");
    put_name(out, "reason");
    put_text(out, xmpp_connect_failure_tls_reason(it));
    put(out, "}");
    break;
  case XMPP_CONNECT_FAILURE_OTHER:
    put(out, "Other");
    put(out, "{");
    put_name(out, "reason");
    put_text(out, xmpp_connect_failure_other_reason(it));
    put(out, "}");
    break;
  default:
    put(out, "?");
  }
}

CANONICAL_PART static inline void put_tls_fault(canonical *out, const xmpp_tls_fault *it) {
  switch (xmpp_tls_fault_kind(it)) {
  case XMPP_TLS_FAULT_UNKNOWN_ISSUER:
    put(out, "UnknownIssuer");
    break;
  case XMPP_TLS_FAULT_EXPIRED:
    put(out, "Expired");
    break;
  case XMPP_TLS_FAULT_NOT_YET_VALID:
    put(out, "NotYetValid");
    break;
  case XMPP_TLS_FAULT_NOT_VALID_FOR_NAME:
    put(out, "NotValidForName");
    put(out, "{");
    put_name(out, "domain");
    put_text(out, xmpp_tls_fault_not_valid_for_name_domain(it));
    put(out, "}");
    break;
  case XMPP_TLS_FAULT_REVOKED:
    put(out, "Revoked");
    break;
  case XMPP_TLS_FAULT_BAD_CERTIFICATE:
    put(out, "BadCertificate");
    put(out, "{");
    put_name(out, "reason");
    put_text(out, xmpp_tls_fault_bad_certificate_reason(it));
    put(out, "}");
    break;
  case XMPP_TLS_FAULT_NO_CERTIFICATE:
    put(out, "NoCertificate");
    break;
  case XMPP_TLS_FAULT_REFUSED:
    put(out, "Refused");
    break;
  case XMPP_TLS_FAULT_NOT_TLS:
    put(out, "NotTls");
    break;
  case XMPP_TLS_FAULT_INCOMPATIBLE:
    put(out, "Incompatible");
    put(out, "{");
    put_name(out, "reason");
    put_text(out, xmpp_tls_fault_incompatible_reason(it));
    put(out, "}");
    break;
  case XMPP_TLS_FAULT_ALERT:
    put(out, "Alert");
    put(out, "{");
    put_name(out, "description");
    put_text(out, xmpp_tls_fault_alert_description(it));
    put(out, "}");
    break;
  case XMPP_TLS_FAULT_PROTOCOL:
    put(out, "Protocol");
    put(out, "{");
    put_name(out, "reason");
    put_text(out, xmpp_tls_fault_protocol_reason(it));
    put(out, "}");
    break;
  case XMPP_TLS_FAULT_BAD_DOMAIN:
    put(out, "BadDomain");
    put(out, "{");
    put_name(out, "domain");
    put_text(out, xmpp_tls_fault_bad_domain_domain(it));
    put(out, "}");
    break;
  case XMPP_TLS_FAULT_NOT_BUILT_IN:
    put(out, "NotBuiltIn");
    break;
  default:
    put(out, "?");
  }
}

CANONICAL_PART static inline void put_disco_event(canonical *out, const xmpp_disco_event *it) {
  switch (xmpp_disco_event_kind(it)) {
  case XMPP_DISCO_EVENT_INFO:
    put(out, "Info");
    put(out, "{");
    put_name(out, "command");
    put_number(out, xmpp_disco_event_info_command(it));
    put_name(out, "info");
    put_disco_info(out, xmpp_disco_event_info_info(it));
    put(out, "}");
    break;
  case XMPP_DISCO_EVENT_ITEMS:
    put(out, "Items");
    put(out, "{");
    put_name(out, "command");
    put_number(out, xmpp_disco_event_items_command(it));
    put_name(out, "items");
    put_disco_items(out, xmpp_disco_event_items_items(it));
    put(out, "}");
    break;
  case XMPP_DISCO_EVENT_FAILED:
    put(out, "Failed");
    put(out, "{");
    put_name(out, "command");
    put_number(out, xmpp_disco_event_failed_command(it));
    put_name(out, "result");
    put_answer_result(out, xmpp_disco_event_failed_result(it));
    put(out, "}");
    break;
  default:
    put(out, "?");
  }
}

CANONICAL_PART static inline void put_ping_event(canonical *out, const xmpp_ping_event *it) {
  switch (xmpp_ping_event_kind(it)) {
  case XMPP_PING_EVENT_PONG:
    put(out, "Pong");
    put(out, "{");
    put_name(out, "command");
    put_number(out, xmpp_ping_event_pong_command(it));
    if (xmpp_ping_event_pong_target(it).ptr) {
      put_name(out, "target");
      put_text(out, xmpp_ping_event_pong_target(it));
    }
    if (xmpp_ping_event_pong_error(it)) {
      put_name(out, "error");
      put_stanza_error(out, xmpp_ping_event_pong_error(it));
    }
    put(out, "}");
    break;
  case XMPP_PING_EVENT_LOST:
    put(out, "Lost");
    put(out, "{");
    put_name(out, "command");
    put_number(out, xmpp_ping_event_lost_command(it));
    if (xmpp_ping_event_lost_target(it).ptr) {
      put_name(out, "target");
      put_text(out, xmpp_ping_event_lost_target(it));
    }
    put(out, "}");
    break;
  default:
    put(out, "?");
  }
}

CANONICAL_PART static inline void put_roster_group(canonical *out, const xmpp_roster_group *it) {
  put(out, "{");
  put_name(out, "name");
  put_text(out, xmpp_roster_group_name(it));
  put(out, "}");
}

CANONICAL_PART static inline void put_roster_item(canonical *out, const xmpp_roster_item *it) {
  put(out, "{");
  put_name(out, "jid");
  put_text(out, xmpp_roster_item_jid(it));
  if (xmpp_roster_item_name(it).ptr) {
    put_name(out, "name");
    put_text(out, xmpp_roster_item_name(it));
  }
  if (xmpp_roster_item_subscription(it)) {
    put_name(out, "subscription");
    put_roster_subscription(out, xmpp_roster_item_subscription(it));
  }
  if (xmpp_roster_item_pending(it).ptr) {
    put_name(out, "pending");
    put_text(out, xmpp_roster_item_pending(it));
  }
  if (xmpp_roster_item_groups_count(it) > 0) {
    size_t i;
    put_name(out, "groups");
    for (i = 0; i < xmpp_roster_item_groups_count(it); i++) {
      put(out, i ? " " : "[");
      put_roster_group(out, xmpp_roster_item_groups_at(it, i));
    }
    put(out, "]");
  }
  put(out, "}");
}

CANONICAL_PART static inline void put_roster_event(canonical *out, const xmpp_roster_event *it) {
  switch (xmpp_roster_event_kind(it)) {
  case XMPP_ROSTER_EVENT_RECEIVED:
    put(out, "Received");
    put(out, "{");
    {
      uint64_t found;
      if (xmpp_roster_event_received_command(it, &found)) {
        put_name(out, "command");
        put_number(out, found);
      }
    }
    if (xmpp_roster_event_received_items_count(it) > 0) {
      size_t i;
      put_name(out, "items");
      for (i = 0; i < xmpp_roster_event_received_items_count(it); i++) {
        put(out, i ? " " : "[");
        put_roster_item(out, xmpp_roster_event_received_items_at(it, i));
      }
      put(out, "]");
    }
    if (xmpp_roster_event_received_version(it).ptr) {
      put_name(out, "version");
      put_text(out, xmpp_roster_event_received_version(it));
    }
    put(out, "}");
    break;
  case XMPP_ROSTER_EVENT_CHANGED:
    put(out, "Changed");
    put(out, "{");
    put_name(out, "item");
    put_roster_item(out, xmpp_roster_event_changed_item(it));
    put(out, "}");
    break;
  case XMPP_ROSTER_EVENT_REMOVED:
    put(out, "Removed");
    put(out, "{");
    put_name(out, "jid");
    put_text(out, xmpp_roster_event_removed_jid(it));
    put(out, "}");
    break;
  case XMPP_ROSTER_EVENT_DONE:
    put(out, "Done");
    put(out, "{");
    put_name(out, "command");
    put_number(out, xmpp_roster_event_done_command(it));
    put(out, "}");
    break;
  case XMPP_ROSTER_EVENT_FAILED:
    put(out, "Failed");
    put(out, "{");
    {
      uint64_t found;
      if (xmpp_roster_event_failed_command(it, &found)) {
        put_name(out, "command");
        put_number(out, found);
      }
    }
    put_name(out, "result");
    put_answer_result(out, xmpp_roster_event_failed_result(it));
    put(out, "}");
    break;
  default:
    put(out, "?");
  }
}

CANONICAL_PART static const refusal refusals[] = {
  {XMPP_ERR_INPUT_FULL, "Full", ""},
  {XMPP_ERR_INPUT_NEVER_GIVEN, "NeverGiven", ""},
  {XMPP_ERR_INPUT_NEVER_HAPPENED, "NeverHappened", ""},
  {XMPP_ERR_SEND_FULL, "Full", ""},
  {XMPP_ERR_SEND_TOO_MANY_REQUESTS, "TooManyRequests", ""},
  {XMPP_ERR_SEND_TOO_LARGE, "TooLarge", "the stanza has {bytes#} octets, {limit#} are allowed"},
  {XMPP_ERR_SEND_INVALID, "Invalid", "the stanza cannot be sent: {what\"}"},
  {XMPP_ERR_SEND_DUPLICATE_ID, "DuplicateId", ""},
  {XMPP_ERR_SEND_CLOSING, "Closing", ""},
  {XMPP_ERR_ANSWER_UNKNOWN, "Unknown", ""},
  {XMPP_ERR_ANSWER_NOT_SENT, "NotSent", "the answer could not be queued: {reason?}"},
  {XMPP_ERR_COMMAND_FULL, "Full", ""},
  {XMPP_ERR_COMMAND_CLOSING, "Closing", ""},
  {XMPP_ERR_COMMAND_INVALID, "Invalid", "{what\"}"},
  {XMPP_ERR_SHARED_NO_USABLE_ROOTS, "NoUsableRoots", "none of the {given#} given roots can be used"},
  {XMPP_ERR_SHARED_BAD_IDENTITY, "BadIdentity", "the identity cannot be used: {reason\"}"},
  {XMPP_ERR_SHARED_NO_TLS, "NoTls", ""},
  {XMPP_ERR_JID_EMPTY, "Empty", "the {part?} of the address is empty"},
  {XMPP_ERR_JID_TOO_LONG, "TooLong", "the {part?} of the address has {bytes#} octets, 1023 are allowed"},
  {XMPP_ERR_JID_REFUSED, "Refused", "the {part?} of the address must not hold {character\"} here"},
  {XMPP_ERR_JID_MIXED_DIRECTIONS, "MixedDirections", ""},
  {XMPP_ERR_JID_BAD_DOMAIN, "BadDomain", ""},
  {XMPP_ERR_XML_NOT_WELL_FORMED, "NotWellFormed", "not well-formed: {what\"}"},
  {XMPP_ERR_XML_RESTRICTED_XML, "RestrictedXml", "{what\"} are not allowed in XMPP"},
  {XMPP_ERR_XML_UNSUPPORTED_ENCODING, "UnsupportedEncoding", ""},
  {XMPP_ERR_XML_INVALID_UTF8, "InvalidUtf8", ""},
  {XMPP_ERR_XML_BAD_NAMESPACE_PREFIX, "BadNamespacePrefix", "bad namespace prefix: {what\"}"},
  {XMPP_ERR_XML_UNEXPECTED_TEXT, "UnexpectedText", ""},
  {XMPP_ERR_XML_SECOND_HEADER, "SecondHeader", ""},
  {XMPP_ERR_XML_TOO_LARGE, "TooLarge", "the limit {limit\"} is exceeded"},
  {XMPP_ERR_BUILD_INVALID_NAME, "InvalidName", "{name:?} is not a name in XML"},
  {XMPP_ERR_BUILD_INVALID_CHARACTER, "InvalidCharacter", ""},
  {XMPP_ERR_BUILD_INVALID_NAMESPACE, "InvalidNamespace", "the namespace {namespace:?} cannot be used here"},
  {XMPP_ERR_BUILD_DUPLICATE_ATTRIBUTE, "DuplicateAttribute", "the attribute {name\"} is given twice"},
  {XMPP_ERR_BUILD_MISPLACED, "Misplaced", "{what\"} is misplaced"},
  {XMPP_ERR_BUILD_OVERSIZED, "Oversized", ""},
  {XMPP_ERR_STANZA_NO_STANZA, "NoStanza", "<{name\"}/> is no stanza"},
  {XMPP_ERR_STANZA_BAD_ADDRESS, "BadAddress", "the address in '{attribute\"}' is not a JID"},
  {XMPP_ERR_STANZA_BAD_TYPE, "BadType", ""},
  {XMPP_ERR_STANZA_BAD_IQ, "BadIq", ""},
  {XMPP_ERR_PAYLOAD_UNEXPECTED, "Unexpected", "unexpected element <{element\"}/>"},
  {XMPP_ERR_PAYLOAD_MISSING, "Missing", "{part\"} is missing"},
  {XMPP_ERR_PAYLOAD_INVALID, "Invalid", "{part\"} has an invalid value"},
};

/* The value of a field in a sentence, which ends where `behind` begins or at the end of both. */
static inline const char *put_found(canonical *out, char sign, const char *at, const char *end,
                                    const char *behind, size_t len) {
  xmpp_str found;
  const char *stop = len == 0 ? end : at;
  while (stop < end && ((size_t)(end - stop) < len || memcmp(stop, behind, len) != 0)) stop++;
  found.ptr = at;
  found.len = (size_t)(stop - at);
  if (sign == '"') put_text(out, found);
  if (sign == '#') put_all(out, at, found.len);
  if (sign == '?') put(out, "?");
  return stop;
}

/* The canonical form of a refusal: its code's name and what its sentence tells of fields. */
CANONICAL_PART static inline void put_refusal(canonical *out, int32_t code, xmpp_str told) {
  const refusal *it = refusals, *last = refusals + sizeof refusals / sizeof *refusals;
  const char *pattern, *at = told.ptr, *end = told.ptr + told.len;
  while (it < last && it->code != code) it++;
  put(out, it < last ? it->name : "?");
  pattern = it < last ? it->sentence : "";
  if (!*pattern || !told.ptr) return;
  put(out, "{");
  for (pattern += strcspn(pattern, "{"), at += pattern - it->sentence; *pattern && at <= end;) {
    size_t name = strcspn(pattern, "}") - 2, behind = strcspn(pattern + name + 3, "{");
    if (out->text[out->len - 1] != '{') put(out, " ");
    put_all(out, pattern + 1, name);
    put(out, "=");
    at = put_found(out, pattern[name + 1], at, end, pattern + name + 3, behind) + behind;
    pattern += name + 3 + behind;
  }
  put(out, "}");
}

#endif

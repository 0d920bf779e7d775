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


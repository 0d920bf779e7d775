/* Decisions out of octets. An input that is used up decides for zero, so any octets are a play. */
#ifndef INPUT_H
#define INPUT_H

#include "canonical.h"

typedef struct input {
  const uint8_t *at, *end;
  const char *wrong; /* the first promise that was broken */
} input;

static inline unsigned byte(input *in) { return in->at < in->end ? *in->at++ : 0; }

static inline unsigned below(input *in, unsigned bound) { return byte(in) % bound; }

static inline bool once_in(input *in, unsigned times) { return below(in, times) == 1; }

/* A number of any size, small ones most often. */
static inline uint64_t number(input *in) {
  unsigned octets = below(in, 9);
  uint64_t value = 0;
  for (; octets > 0; octets--) value = value << 8 | byte(in);
  return value;
}

/* Octets whose number is told by the one in front. */
static inline xmpp_octets octets(input *in) {
  xmpp_octets taken;
  size_t len = byte(in), left = (size_t)(in->end - in->at);
  taken.ptr = in->at;
  taken.len = len < left ? len : left;
  in->at += taken.len;
  return taken;
}

/* A text as C may give it: good words, any octets, absent, or of an impossible length. */
static inline xmpp_str text(input *in) {
  static const char *const words[] = {"",        "a@b.c",     "a@b.c/d", "romeo@example.org", "example.org",
                                      "message", "iq",        "body",    "jabber:client",     "urn:a",
                                      "id",      "not-found", "xmlns",   "\xc3\xa4",          "\xff"};
  enum { WORDS = sizeof words / sizeof *words };
  xmpp_str text;
  xmpp_octets taken;
  unsigned which = below(in, WORDS + 5);
  if (which < WORDS) return xmpp_text(words[which]);
  if (which == WORDS) return xmpp_text(NULL);
  taken = octets(in);
  text.ptr = which == WORDS + 1 ? NULL : (const char *)taken.ptr;
  text.len = which == WORDS + 2 ? SIZE_MAX - taken.len : taken.len;
  return text;
}

/* A promise that does not hold. */
static inline void broken(input *in, const char *what) {
  if (!in->wrong) in->wrong = what;
}

/* What a function answers: a code that has a name, and never that it has panicked. */
static inline int32_t code(input *in, int32_t code) {
  if (code == XMPP_ERR_POISONED) broken(in, "a call has panicked");
  if (xmpp_error_name(code).len == 0) broken(in, "a code has no name");
  if (code < 0) broken(in, "a code is negative");
  return code;
}

/* A place for an error, of a size that is true but not always the one of the struct; or none. */
typedef union error_place {
  xmpp_error_info info;
  char room[sizeof(xmpp_error_info) + 32];
} error_place;

static inline xmpp_error_info *error_in(input *in, error_place *place) {
  static const uint32_t sizes[] = {sizeof(xmpp_error_info), sizeof(error_place), 0, 4, 8, 9, 20};
  memset(place, 0, sizeof *place);
  if (once_in(in, 3)) return NULL;
  place->info.size = sizes[below(in, 7)];
  return &place->info;
}

static inline void told(input *in, const error_place *place) { code(in, place->info.code); }

#endif

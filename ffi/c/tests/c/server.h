/* A server in a few lines: it lets everybody in anonymously, over a connection that is memory. */
#ifndef SERVER_H
#define SERVER_H

#include "check.h"

#define STREAM                                                                   \
  "<?xml version='1.0'?><stream:stream xmlns='jabber:client' version='1.0' "     \
  "xmlns:stream='http://etherx.jabber.org/streams' from='example.org' id='1'>"

typedef struct world {
  xmpp_engine *engine;
  xmpp_now now;
  xmpp_output out;     /* the last one */
  uint64_t conn;       /* the connection, 0 if none */
  uint64_t written;    /* on it */
  char heard[65536];   /* what the client wrote */
  int step;            /* of the login */
} world;

/* Octets from the server. */
static inline void say(world *w, const char *xml) {
  CHECK(xmpp_engine_receive(w->engine, w->conn, (const uint8_t *)xml, strlen(xml)) == XMPP_OK);
}

/* The value of the attribute `id` of the last element that has `mark` in it. */
static inline const char *heard_id(world *w, const char *mark) {
  static char id[100];
  char *at = strstr(w->heard, mark), *open = at;
  if (!at) fprintf(stderr, "heard: %s\n", w->heard);
  CHECK(at);
  while (open > w->heard && strncmp(open, " id=", 4) != 0 && strncmp(open, "<iq", 3) != 0) open--;
  open = strstr(open, " id=");
  CHECK(open && sscanf(open, " id=%*['\"]%99[^'\"]", id) == 1);
  return id;
}

/* What the server says to what it has heard. */
static inline void serve(world *w) {
  char answer[1000];
  if (w->step == 0 && strstr(w->heard, "<stream:stream")) {
    w->step = 1;
    say(w, STREAM "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
           "<mechanism>ANONYMOUS</mechanism></mechanisms></stream:features>");
  } else if (w->step == 1 && strstr(w->heard, "<auth")) {
    w->step = 2;
    w->heard[0] = 0;
    say(w, "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
  } else if (w->step == 2 && strstr(w->heard, "<stream:stream")) {
    w->step = 3;
    say(w, STREAM "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
           "</stream:features>");
  } else if (w->step == 3 && strstr(w->heard, "xmpp-bind")) {
    w->step = 4;
    snprintf(answer, sizeof answer,
             "<iq type='result' id='%s'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
             "<jid>made-up@example.org/r</jid></bind></iq>",
             heard_id(w, "xmpp-bind"));
    say(w, answer);
  }
}

/* Plays the program's and the server's part until there is an event (true) or nothing to do. */
static inline bool next(world *w) {
  for (;;) {
    CHECK(xmpp_engine_poll(w->engine, w->now, &w->out) == XMPP_OK);
    switch (w->out.kind) {
    case XMPP_OUT_CONNECT:
      w->conn = w->out.conn;
      w->written = 0;
      w->step = 0;
      w->heard[0] = 0;
      CHECK_TEXT(xmpp_target_host(w->out.target), "example.org");
      CHECK(xmpp_target_port(w->out.target) == 5222);
      CHECK(xmpp_target_tls(w->out.target) == XMPP_TLS_START_START_TLS);
      CHECK_TEXT(xmpp_target_alpn(w->out.target), NULL);
      CHECK(xmpp_engine_connected(w->engine, w->conn, NULL) == XMPP_OK);
      break;
    case XMPP_OUT_TRANSMIT:
      CHECK(w->out.conn == w->conn && strlen(w->heard) + w->out.bytes.len < sizeof w->heard);
      strncat(w->heard, (const char *)w->out.bytes.ptr, w->out.bytes.len);
      w->written += w->out.bytes.len;
      CHECK(xmpp_engine_transmitted(w->engine, w->conn, w->written) == XMPP_OK);
      serve(w);
      break;
    case XMPP_OUT_DISCONNECT:
      CHECK(w->out.conn == w->conn);
      w->conn = 0;
      break;
    case XMPP_OUT_EVENT:
      CHECK(w->out.event);
      return true;
    default:
      CHECK(w->out.kind == XMPP_OUT_WAIT);
      return false;
    }
  }
}

/* The next event, which has to be of this kind; news of what was written are passed over. */
static inline const xmpp_event *expect(world *w, int32_t kind) {
  do
    CHECK(next(w));
  while (xmpp_event_kind(w->out.event) == XMPP_EVENT_WRITTEN && kind != XMPP_EVENT_WRITTEN);
  if (xmpp_event_kind(w->out.event) != kind)
    fprintf(stderr, "event %d instead of %d\n", (int)xmpp_event_kind(w->out.event), (int)kind);
  CHECK(xmpp_event_kind(w->out.event) == kind);
  return w->out.event;
}

/* An engine that logs in without a password and without TLS, and no other setting. */
static inline void defaults(xmpp_config *config) {
  xmpp_config_init(config, sizeof *config);
  config->account = xmpp_text("example.org");
  config->anonymous = XMPP_YES;
  config->tls = XMPP_TLS_MODE_PLAIN;
}

static inline void begin(world *w, const xmpp_config *config) {
  static const uint8_t seed[32] = {7};
  xmpp_error_info error = XMPP_ERROR_INFO_INIT;
  memset(w, 0, sizeof *w);
  w->now.unix_ms = 1800000000000;
  w->engine = xmpp_engine_new(config, seed, sizeof seed, NULL, &error);
  if (!w->engine) fprintf(stderr, "%s\n", error.text);
  CHECK(w->engine && error.code == XMPP_OK);
}

#endif

/* Calls with an engine, by a driver and an app that know nothing. */
#ifndef ENGINE_H
#define ENGINE_H

#include "values.h"

typedef struct world {
  xmpp_engine *engine;
  xmpp_now now;
  uint64_t conn, written; /* the newest connection, and what it was given */
  uint64_t request, seq;  /* the newest */
  xmpp_output out;        /* the last one: what it lends is good until the next poll */
  char id[64];            /* the last one that the engine wrote */
  values values;
} world;

/* What servers say; `$` stands for the last id. */
#define STREAM "<?xml version='1.0'?><stream:stream xmlns='jabber:client' version='1.0' " \
  "xmlns:stream='http://etherx.jabber.org/streams' from='example.org' id='1'>"
static const char *const server_words[] = {
  STREAM "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>ANONYMOUS"
    "</mechanism><mechanism>PLAIN</mechanism></mechanisms></stream:features>",
  "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>",
  STREAM "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='urn:xmpp:sm:3'/>"
    "</stream:features>",
  "<iq type='result' id='$'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>a@b.c/d</jid></bind></iq>",
  "<enabled xmlns='urn:xmpp:sm:3'/>",
  "<r xmlns='urn:xmpp:sm:3'/>",
  "<a xmlns='urn:xmpp:sm:3' h='1'/>",
  "<message from='j@b.c/d' type='chat' id='1'><body>Hi</body><delay xmlns='urn:xmpp:delay' "
    "stamp='2002-09-10T23:08:25Z'/><origin-id xmlns='urn:xmpp:sid:0' id='o'/>"
    "<request xmlns='urn:xmpp:receipts'/></message>",
  "<message from='j@b.c/d' type='error' id='1'><error type='cancel'><gone "
    "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:e@f</gone><a xmlns='urn:a'/></error></message>",
  "<presence from='j@b.c/d'><show>away</show><status>x</status><priority>-3</priority></presence>",
  "<iq type='get' id='5' from='j@b.c'><q xmlns='urn:a'><z/>t</q></iq>",
  "<iq type='result' id='$'><query xmlns='jabber:iq:roster'><item jid='a@b' name='n'><group>g</group>"
    "</item></query></iq>",
  "<iq type='result' id='$'><query xmlns='http://jabber.org/protocol/disco#info'><identity "
    "category='client' type='pc'/><feature var='x'/></query></iq>",
  "<iq type='error' id='$'><error type='cancel'><conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
    "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>t</text></error></iq>",
  "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>",
  "<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>h</see-other-host>"
    "</stream:error>",
  "</stream:stream>",
};
enum { LOGIN = 5, SERVER_WORDS = sizeof server_words / sizeof *server_words };

static inline void say(world *w, input *in, const char *word) {
  size_t hole = strcspn(word, "$");
  canonical said = {NULL, 0, 0};
  put_all(&said, word, hole);
  if (word[hole]) {
    put(&said, w->id);
    put(&said, word + hole + 1);
  }
  code(in, xmpp_engine_receive(w->engine, w->conn, (const uint8_t *)said.text, said.len));
  free(said.text);
}

/* Remembers the last id in what is written. */
static inline void note_id(world *w, xmpp_octets bytes) {
  static const char mark[] = " id='";
  size_t i, len = 0;
  for (i = 0; i + 5 < bytes.len; i++)
    if (!memcmp(bytes.ptr + i, mark, 5)) {
      for (len = 0; i + 5 + len < bytes.len && len + 1 < sizeof w->id && bytes.ptr[i + 5 + len] != '\''; len++)
        w->id[len] = (char)bytes.ptr[i + 5 + len];
      w->id[len] = 0;
    }
}

static inline void see_output(world *w, input *in) {
  canonical out = {NULL, 0, 0};
  if (w->out.kind < XMPP_OUT_CONNECT || w->out.kind > XMPP_OUT_WAIT) broken(in, "an unknown output");
  if (w->out.kind == XMPP_OUT_CONNECT) {
    w->conn = w->out.conn;
    w->written = 0;
    put_target(&out, w->out.target);
  }
  if (w->out.kind == XMPP_OUT_TRANSMIT && w->out.conn == w->conn) {
    w->written += w->out.bytes.len;
    note_id(w, w->out.bytes);
  }
  if (w->out.kind == XMPP_OUT_EVENT) {
    see_event(in, w->out.event);
    w->seq = w->out.seq;
    if (xmpp_event_kind(w->out.event) == XMPP_EVENT_REQUEST)
      w->request = xmpp_event_request_id(w->out.event);
  }
  see(w->out.domain);
  free(out.text);
}

/* Polls a few times, or until there is nothing to do. */
static inline void settle(world *w, input *in, unsigned times) {
  unsigned done = 0;
  do {
    if (code(in, xmpp_engine_poll(w->engine, w->now, &w->out)) != XMPP_OK) return;
    see_output(w, in);
    if (++done > 100000) broken(in, "polling does not end");
  } while (!in->wrong && done < times && (w->out.kind != XMPP_OUT_WAIT ||
           (w->out.has_until && w->out.until <= w->now.mono_ms)));
}

static inline const xmpp_tls_info *tls_in(input *in, xmpp_tls_info *tls, xmpp_octets *chain) {
  xmpp_tls_info_init(tls, sizeof *tls);
  if (once_in(in, 3)) return NULL;
  tls->verified = (int32_t)below(in, 4);
  tls->version = (int32_t)below(in, 5) - 1;
  tls->exporter = octets(in);
  tls->leaf = octets(in);
  tls->alpn = text(in);
  *chain = octets(in);
  tls->chain = chain;
  tls->chain_count = below(in, 2);
  if (once_in(in, 8)) tls->size = below(in, sizeof *tls + 1);
  return tls;
}

static inline void call_driver(world *w, input *in) {
  xmpp_tls_info tls;
  xmpp_octets chain, bytes;
  uint64_t conn = once_in(in, 6) ? number(in) : w->conn;
  switch (below(in, 8)) {
  case 0: code(in, xmpp_engine_connected(w->engine, conn, tls_in(in, &tls, &chain))); break;
  case 1: code(in, xmpp_engine_secured(w->engine, conn, tls_in(in, &tls, &chain))); break;
  case 2: code(in, xmpp_engine_failed(w->engine, conn, (int32_t)below(in, 12) - 2, text(in))); break;
  case 3: code(in, xmpp_engine_eof(w->engine, conn)); break;
  case 4: code(in, xmpp_engine_transmitted(w->engine, conn, once_in(in, 3) ? number(in) : w->written)); break;
  case 5: code(in, xmpp_engine_trust(w->engine, conn, (int32_t)below(in, 5) - 1)); break;
  case 6:
    w->now.mono_ms += number(in) >> 8;
    w->now.unix_ms = once_in(in, 4) ? number(in) : w->now.unix_ms;
    break;
  default:
    bytes = octets(in);
    code(in, xmpp_engine_receive(w->engine, conn, once_in(in, 9) ? NULL : bytes.ptr, bytes.len));
  }
}

static inline void call_roster(world *w, input *in) {
  xmpp_str groups[2];
  xmpp_engine *engine = w->engine;
  uint64_t id;
  switch (below(in, 9)) {
  case 0: code(in, xmpp_engine_roster_fetch(engine, &id)); break;
  case 1:
    groups[0] = text(in);
    groups[1] = text(in);
    code(in, xmpp_engine_roster_set(engine, text(in), text(in), once_in(in, 4) ? NULL : groups, below(in, 3), NULL));
    break;
  case 2: code(in, xmpp_engine_roster_remove(engine, text(in), &id)); break;
  case 3: code(in, xmpp_engine_roster_subscribe(engine, text(in), &id)); break;
  case 4: code(in, xmpp_engine_roster_approve(engine, text(in), NULL)); break;
  case 5: code(in, xmpp_engine_roster_deny(engine, text(in), &id)); break;
  case 6: code(in, xmpp_engine_roster_unsubscribe(engine, text(in), &id)); break;
  case 7: code(in, xmpp_engine_ping_send(engine, text(in), &id)); break;
  default:
    code(in, xmpp_engine_disco_info(engine, text(in), text(in), &id));
    code(in, xmpp_engine_disco_items(engine, text(in), text(in), NULL));
  }
}

static inline void call_app(world *w, input *in) {
  xmpp_engine *engine = w->engine;
  const xmpp_element *element = once_in(in, 8) ? NULL : &w->values.built;
  uint64_t id, request = once_in(in, 3) ? number(in) : w->request;
  switch (below(in, 18)) {
  case 0: code(in, xmpp_engine_send(engine, element, &id)); break;
  case 1: code(in, xmpp_engine_send_message(engine, text(in), text(in), NULL)); break;
  case 2: code(in, xmpp_engine_reply(engine, xmpp_event_message_stanza(w->out.event), text(in), &id)); break;
  case 3: code(in, xmpp_engine_ask(engine, element, &id)); break;
  case 4: code(in, xmpp_engine_ask_for(engine, (int32_t)below(in, 6) - 1, text(in), element, &id)); break;
  case 5: code(in, xmpp_engine_answer(engine, request, element)); break;
  case 6: code(in, xmpp_engine_answer_error(engine, request, text(in), text(in))); break;
  case 7: code(in, xmpp_engine_cancel(engine, number(in))); break;
  case 8: code(in, xmpp_engine_cancel_request(engine, number(in))); break;
  case 9: code(in, xmpp_engine_handled(engine, once_in(in, 3) ? number(in) : w->seq)); break;
  case 10: code(in, xmpp_engine_hold_events(engine, once_in(in, 2))); break;
  case 11: code(in, xmpp_engine_provide_password(engine, text(in))); break;
  case 12: code(in, xmpp_engine_provide_anonymous(engine)); break;
  case 13:
    code(in, xmpp_engine_provide_client_keys(engine, (int32_t)below(in, 5) - 1, octets(in),
                                             (uint32_t)number(in), text(in)));
    break;
  case 14: if (once_in(in, 6)) code(in, xmpp_engine_close(engine)); break;
  case 15: if (once_in(in, 8)) code(in, xmpp_engine_abort(engine)); break;
  case 16: see(xmpp_engine_error(engine)); break;
  default: call_roster(w, in);
  }
}

#endif

/* The `-` lines of a transcript: what the driver and the app call. */
#ifndef VERBS_H
#define VERBS_H

#include "stage.h"

/* One element as it would stand in a stream; good until the parser is freed. */
static inline xmpp_parser *parse(const char *text, xmpp_element *element) {
  const char *pieces[] = {"<stream:stream xmlns='jabber:client' "
                          "xmlns:stream='http://etherx.jabber.org/streams'>",
                          text};
  xmpp_parser *parser = xmpp_parser_new(NULL, NULL);
  int32_t kind = XMPP_ITEM_MORE;
  size_t i;
  for (i = 0; i < 2; i++) {
    size_t len = strlen(pieces[i]);
    CHECK(xmpp_parser_feed(parser, (const uint8_t *)pieces[i], len) == len);
    CHECK(xmpp_parser_next(parser, &kind, element, NULL) == XMPP_OK);
  }
  CHECK(kind == XMPP_ITEM_ELEMENT);
  return parser;
}

/* TLS by the host, if the transcript says so. */
static inline const xmpp_tls_info *tls_info(xmpp_tls_info *tls, const char *text) {
  xmpp_tls_info_init(tls, sizeof *tls);
  tls->verified = strcmp(text, "verified") == 0 ? XMPP_YES : XMPP_NO;
  return *text ? tls : NULL;
}

static inline int32_t failed(xmpp_engine *engine, uint64_t conn, const char *text) {
  static const char *const names[] = {"NoAddress", "Refused", "Unreachable", "TimedOut", "Reset", "Tls"};
  static const int32_t numbers[] = {XMPP_CONNECT_FAILURE_NO_ADDRESS, XMPP_CONNECT_FAILURE_REFUSED,
                                    XMPP_CONNECT_FAILURE_UNREACHABLE, XMPP_CONNECT_FAILURE_TIMED_OUT,
                                    XMPP_CONNECT_FAILURE_RESET, XMPP_CONNECT_FAILURE_TLS};
  const char *reason = "";
  size_t i = 0;
  while (i < 5 && !begins(text, names[i], &reason)) i++;
  CHECK(begins(text, names[i], &reason));
  return xmpp_engine_failed(engine, conn, numbers[i], xmpp_text(*reason ? reason : NULL));
}

static inline int32_t answer(xmpp_engine *engine, uint64_t request, const char *text) {
  const char *condition;
  xmpp_element payload;
  xmpp_parser *parser;
  int32_t code;
  if (!*text) return xmpp_engine_answer(engine, request, NULL);
  if (begins(text, "error", &condition))
    return xmpp_engine_answer_error(engine, request, xmpp_text(condition), xmpp_text(NULL));
  parser = parse(text, &payload);
  code = xmpp_engine_answer(engine, request, &payload);
  xmpp_parser_free(parser);
  return code;
}

/* Sends or asks something in XML. */
static inline int32_t give_stanza(xmpp_engine *engine, const char *text, bool ask) {
  xmpp_element stanza;
  xmpp_parser *parser = parse(text, &stanza);
  int32_t code = ask ? xmpp_engine_ask(engine, &stanza, NULL) : xmpp_engine_send(engine, &stanza, NULL);
  xmpp_parser_free(parser);
  return code;
}

/* A call of the driver; false if it is none. */
static inline bool call_driver(xmpp_engine *engine, const char *text, int32_t *code) {
  xmpp_tls_info tls;
  const char *rest;
  char *more = NULL;
  uint64_t conn;
  if (!(rest = strchr(text, ' '))) return false;
  conn = strtoull(rest, &more, 10);
  while (*more == ' ') more++;
  if (begins(text, "connected", &rest))
    *code = xmpp_engine_connected(engine, conn, tls_info(&tls, more));
  else if (begins(text, "secured", &rest)) {
    /* The engine wants to be told something: by default, that nothing is known. */
    tls_info(&tls, more);
    *code = xmpp_engine_secured(engine, conn, &tls);
  } else if (begins(text, "failed", &rest))
    *code = failed(engine, conn, more);
  else if (begins(text, "eof", &rest))
    *code = xmpp_engine_eof(engine, conn);
  else if (begins(text, "transmitted", &rest))
    *code = xmpp_engine_transmitted(engine, conn, strtoull(more, NULL, 10));
  else if (begins(text, "trust", &rest))
    *code = xmpp_engine_trust(engine, conn, strcmp(more, "accept") ? XMPP_VERDICT_REFUSE : XMPP_VERDICT_ACCEPT);
  else
    return false;
  return true;
}

/* A command of an extension; false if it is none. */
static inline bool call_command(xmpp_engine *engine, const char *text, int32_t *code) {
  const char *rest;
  const char *space = strchr(text, ' ');
  size_t first = space ? strcspn(space + 1, " ") : 0;
  xmpp_str jid = xmpp_text(NULL), name = xmpp_text(NULL);
  if (first > 0) {
    jid.ptr = space + 1;
    jid.len = first;
    if (jid.ptr[first]) name = xmpp_text(jid.ptr + first + 1);
  }
  if (begins(text, "ping", &rest)) *code = xmpp_engine_ping_send(engine, jid, NULL);
  else if (begins(text, "info", &rest)) *code = xmpp_engine_disco_info(engine, jid, xmpp_text(NULL), NULL);
  else if (begins(text, "items", &rest)) *code = xmpp_engine_disco_items(engine, jid, xmpp_text(NULL), NULL);
  else if (begins(text, "fetch", &rest)) *code = xmpp_engine_roster_fetch(engine, NULL);
  else if (begins(text, "set", &rest)) *code = xmpp_engine_roster_set(engine, jid, name, NULL, 0, NULL);
  else if (begins(text, "remove", &rest)) *code = xmpp_engine_roster_remove(engine, jid, NULL);
  else if (begins(text, "subscribe", &rest)) *code = xmpp_engine_roster_subscribe(engine, jid, NULL);
  else if (begins(text, "approve", &rest)) *code = xmpp_engine_roster_approve(engine, jid, NULL);
  else if (begins(text, "deny", &rest)) *code = xmpp_engine_roster_deny(engine, jid, NULL);
  else if (begins(text, "unsubscribe", &rest)) *code = xmpp_engine_roster_unsubscribe(engine, jid, NULL);
  else return false;
  return true;
}

/* A call of the app; false if it is none. */
static inline bool call_app(xmpp_engine *engine, const char *text, int32_t *code) {
  const char *rest;
  char *more;
  if (begins(text, "provide", &rest)) *code = xmpp_engine_provide_password(engine, xmpp_text(rest));
  else if (begins(text, "send", &rest)) *code = give_stanza(engine, rest, false);
  else if (begins(text, "ask", &rest)) *code = give_stanza(engine, rest, true);
  else if (begins(text, "answer", &rest)) {
    uint64_t request = strtoull(rest, &more, 10);
    *code = answer(engine, request, *more ? more + 1 : more);
  } else if (begins(text, "cancel", &rest)) *code = xmpp_engine_cancel(engine, strtoull(rest, NULL, 10));
  else if (begins(text, "cancel-request", &rest))
    *code = xmpp_engine_cancel_request(engine, strtoull(rest, NULL, 10));
  else if (begins(text, "handled", &rest)) *code = xmpp_engine_handled(engine, strtoull(rest, NULL, 10));
  else if (begins(text, "hold", &rest)) *code = xmpp_engine_hold_events(engine, !strcmp(rest, "on"));
  else if (begins(text, "close", &rest)) *code = xmpp_engine_close(engine);
  else if (begins(text, "abort", &rest)) *code = xmpp_engine_abort(engine);
  else return begins(text, "poll", &rest);
  return true;
}

/* Makes one call and notes a refusal; false if the verb is unknown. */
static inline bool call(stage *stage, const char *text) {
  int32_t code = XMPP_OK;
  xmpp_engine *engine = stage->engine;
  bool known = true;
  if (!strcmp(text, "waits"))
    put_all(&stage->said.outputs, stage->wait.text, stage->wait.len);
  else
    known = call_driver(engine, text, &code) || call_app(engine, text, &code) ||
            call_command(engine, text, &code);
  /* What `bool` says in Rust. */
  if (code == XMPP_ERR_EMPTY)
    put(&stage->said.outputs, "* Err TooLate\n");
  else
    note_refusal(stage, code);
  return known;
}

#endif

/* The canonical lines of events, as core/src/declare.rs tells their form. */
#include "canonical.h"
#include "server.h"

/* The next event's line. */
static void line(world *w, const char *want) {
  canonical out = {NULL, 0, 0};
  do
    CHECK(next(w));
  while (xmpp_event_kind(w->out.event) == XMPP_EVENT_WRITTEN);
  put_event(&out, w->out.event);
  if (strcmp(out.text, want) != 0) fprintf(stderr, "is   %s\nwant %s\n", out.text, want);
  CHECK(!strcmp(out.text, want));
  free(out.text);
}

int main(void) {
  static world w;
  xmpp_config config;
  char answer[400];
  defaults(&config);
  begin(&w, &config);
  line(&w, "Online{jid=\"made-up@example.org/r\" session=Fresh}");
  while (next(&w)) {}
  snprintf(answer, sizeof answer,
           "<iq type='result' id='%s'><query xmlns='jabber:iq:roster'><item jid='a@b' name=''>"
           "<group>x&#10;&quot;y\"</group><group>z</group></item><item jid='c@d' "
           "subscription='none'/></query></iq>",
           heard_id(&w, "jabber:iq:roster"));
  say(&w, answer);
  line(&w, "Roster{event=Received{items=[{jid=\"a@b\" name=\"\" groups=[{name=\"x\\n\\\"y\\\"\"} "
           "{name=\"z\"}]} {jid=\"c@d\" subscription=Neither}]}}");
  say(&w, "<message from='a@b/c'><body>&lt;Hi&gt;</body></message>");
  line(&w, "Message{origin=Live stanza=\"<message xmlns='jabber:client' from='a@b/c'>"
           "<body>&lt;Hi&gt;</body></message>\"}");
  say(&w, "<presence from='a@b/c'/>");
  line(&w, "Presence{stanza=\"<presence xmlns='jabber:client' from='a@b/c'/>\"}");
  CHECK(xmpp_engine_ping_send(w.engine, xmpp_text("a@b/c"), NULL) == XMPP_OK);
  w.heard[0] = 0;
  while (next(&w)) {}
  snprintf(answer, sizeof answer,
           "<iq type='error' from='a@b/c' id='%s'><error type='cancel'><gone "
           "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:e@f</gone>"
           "<a xmlns='urn:a'/></error></iq>",
           heard_id(&w, "urn:xmpp:ping"));
  say(&w, answer);
  line(&w, "Ping{event=Pong{command=1 target=\"a@b/c\" error={kind=Cancel condition=Gone "
           "new_address=\"xmpp:e@f\" application=\"<a xmlns='urn:a'/>\"}}}");
  say(&w, "<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>h</see-other-host>"
          "</stream:error></stream:stream>");
  do
    CHECK(next(&w));
  while (xmpp_event_kind(w.out.event) != XMPP_EVENT_OFFLINE);
  CHECK(xmpp_engine_abort(w.engine) == XMPP_OK);
  line(&w, "Closed{reason=Aborted}");
  xmpp_engine_free(w.engine);
  puts("lines: ok");
  return 0;
}

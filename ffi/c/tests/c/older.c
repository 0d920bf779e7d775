/* A program from before most of the events, and from before the last fields of the config: what it
 * does not know does it no harm. Compiled with a header that was cut to that. */
#include "server.h"

#ifdef XMPP_EVENT_ROSTER
#error "this header knows too much"
#endif

int main(void) {
  static world w;
  xmpp_config config;
  int known = 0, unknown = 0;
  defaults(&config);
  begin(&w, &config);
  while (known < 2) {
    if (!next(&w) && w.step == 4) {
      char answer[300];
      snprintf(answer, sizeof answer, "<iq type='result' id='%s'><query xmlns='jabber:iq:roster'/></iq>",
               heard_id(&w, "jabber:iq:roster"));
      say(&w, answer);
      say(&w, "<message from='juliet@example.org/b'><body>Hi</body></message>");
      w.step = 5;
      continue;
    }
    switch (xmpp_event_kind(w.out.event)) {
    case XMPP_EVENT_ONLINE:
      known++;
      break;
    case XMPP_EVENT_MESSAGE:
      CHECK_TEXT(xmpp_message_body(xmpp_event_message_stanza(w.out.event)), "Hi");
      known++;
      break;
    default:
      unknown++;
    }
  }
  CHECK(unknown > 0);
  xmpp_engine_free(w.engine);
  puts("older: ok");
  return 0;
}

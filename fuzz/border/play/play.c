/* Any calls of the border to C in any order, with any arguments that C allows. What must hold: codes
 * and absent values, never a panic; polling ends; all that was made can be freed. The input decides
 * the config, whether a login goes well first, and then each call. */
#include "engine.h"

const char *play(const uint8_t *data, size_t len);

static int32_t flag_in(input *in) { return once_in(in, 12) ? (int32_t)byte(in) - 9 : (int32_t)below(in, 3); }

static void timeouts_in(input *in, xmpp_timeouts *timeouts) {
  xmpp_timeouts_init(timeouts, sizeof *timeouts);
  if (once_in(in, 3)) timeouts->request_ms = number(in);
  if (once_in(in, 3)) timeouts->idle_ms = number(in);
  if (once_in(in, 3)) timeouts->connect_ms = number(in);
}

static void limits_of(input *in, xmpp_limits *limits, limits_place *xml, limits_place *before) {
  xmpp_limits_init(limits, sizeof *limits);
  limits->xml = limits_in(in, xml);
  limits->xml_before_login = limits_in(in, before);
  if (once_in(in, 4)) limits->queued_stanzas = number(in);
  if (once_in(in, 4)) limits->held_events = number(in);
  if (once_in(in, 4)) limits->received_bytes = number(in);
}

/* An engine of any config, sound ones most often. */
static xmpp_engine *new_engine(input *in, const values *values) {
  union {
    xmpp_config config;
    char room[sizeof(xmpp_config) + 32];
  } place;
  xmpp_config *config = &place.config;
  xmpp_sasl_policy sasl;
  xmpp_timeouts timeouts;
  xmpp_limits limits;
  limits_place xml, before;
  xmpp_str claims[2];
  error_place error;
  xmpp_engine *engine;
  uint8_t seed[32] = {7};
  memset(&place, 0, sizeof place);
  xmpp_config_init(config, sizeof *config);
  xmpp_sasl_policy_init(&sasl, sizeof sasl);
  config->account = once_in(in, 6) ? text(in) : xmpp_text("a@b.c");
  config->anonymous = XMPP_YES;
  config->tls = XMPP_TLS_MODE_PLAIN;
  claims[0] = xmpp_text("urn:a");
  config->claims = claims;
  config->claims_count = 1;
  if (once_in(in, 2)) {
    claims[1] = text(in);
    config->claims_count = below(in, 3);
    config->password = text(in);
    config->tls = (int32_t)below(in, 5);
    config->anonymous = flag_in(in);
    config->sasl = &sasl;
    sasl.allow_plain = flag_in(in);
    sasl.minimum = (int32_t)below(in, 8);
    config->reconnect = (int32_t)below(in, 5);
    config->unacked = (int32_t)below(in, 4);
    config->handled = (int32_t)below(in, 4);
    config->wire = flag_in(in);
    config->host = text(in);
    config->port = number(in);
    config->direct_tls = flag_in(in);
    config->lang = text(in);
    config->identity_name = text(in);
    config->roots = once_in(in, 3) ? values->roots : NULL;
    timeouts_in(in, &timeouts);
    config->timeouts = &timeouts;
    limits_of(in, &limits, &xml, &before);
    config->limits = &limits;
    if (once_in(in, 8)) config->size = below(in, sizeof place + 1);
  }
  engine = xmpp_engine_new(once_in(in, 30) ? NULL : config, seed, once_in(in, 30) ? byte(in) % 33 : 32,
                           once_in(in, 4) ? values->shared : NULL, error_in(in, &error));
  told(in, &error);
  return engine;
}

static void log_in(world *w, input *in) {
  int i;
  settle(w, in, 1000);
  code(in, xmpp_engine_connected(w->engine, w->conn, NULL));
  for (i = 0; i < LOGIN; i++) {
    settle(w, in, 1000);
    say(w, in, server_words[i]);
  }
  settle(w, in, 1000);
}

static void begin(world *w, input *in) {
  xmpp_engine_free(w->engine);
  memset(&w->out, 0, sizeof w->out);
  w->engine = new_engine(in, &w->values);
  w->conn = w->written = w->request = w->seq = 0;
  if (once_in(in, 2)) log_in(w, in);
}

static void one_call(world *w, input *in) {
  switch (below(in, 16)) {
  case 0: call_builder(&w->values, in); break;
  case 1: call_parser(&w->values, in); break;
  case 2: call_jid(&w->values, in); break;
  case 3: call_shared(&w->values, in); break;
  case 4: case 5: call_driver(w, in); break;
  case 6: case 7: case 8: case 9: say(w, in, server_words[below(in, SERVER_WORDS)]); break;
  case 10: if (once_in(in, 8)) begin(w, in); break;
  case 11: settle(w, in, 1); break;
  default: call_app(w, in);
  }
  if (!once_in(in, 4)) settle(w, in, 1000000);
}

/* What does not hold, or NULL. */
const char *play(const uint8_t *data, size_t len) {
  world w;
  input in;
  int calls;
  memset(&w, 0, sizeof w);
  in.at = data;
  in.end = data + len;
  in.wrong = NULL;
  w.now.mono_ms = 1000;
  w.now.unix_ms = 1790000000000;
  begin(&w, &in);
  for (calls = 0; calls < 150 && in.at < in.end && !in.wrong; calls++) one_call(&w, &in);
  xmpp_engine_free(w.engine);
  free_values(&w.values);
  return in.wrong;
}

/* What a program may do wrong: it gets an error, and nothing has changed. */
#include "server.h"

static const char bad_octets[] = "\xff\xfe";

static xmpp_str bad(void) {
  xmpp_str text;
  text.ptr = bad_octets;
  text.len = 2;
  return text;
}

static int32_t refused(const xmpp_config *config, size_t seed_length) {
  static const uint8_t seed[33] = {1};
  xmpp_error_info error = XMPP_ERROR_INFO_INIT;
  xmpp_engine *engine = xmpp_engine_new(config, seed, seed_length, NULL, &error);
  CHECK(!engine == (error.code != XMPP_OK));
  CHECK(engine || strlen(error.text) > 5);
  xmpp_engine_free(engine);
  return error.code;
}

static void configs(void) {
  struct {
    xmpp_config known;
    uint64_t unknown;
  } newer;
  xmpp_config config;
  xmpp_limits limits;
  defaults(&config);
  CHECK(refused(&config, 32) == XMPP_OK);
  CHECK(refused(NULL, 32) == XMPP_ERR_NULL);
  CHECK(refused(&config, 31) == XMPP_ERR_SIZE);
  CHECK(refused(&config, 33) == XMPP_ERR_SIZE);
  config.size = 0;
  CHECK(refused(&config, 32) == XMPP_ERR_SIZE);
  config.size = 4;
  CHECK(refused(&config, 32) == XMPP_ERR_SIZE);
  config.size = 8;
  CHECK(refused(&config, 32) == XMPP_ERR_NULL); /* so old that it has no account */
  config.size = 8 + sizeof(xmpp_str);
  CHECK(refused(&config, 32) == XMPP_OK);

  xmpp_config_init(&newer.known, sizeof newer);
  newer.known.account = xmpp_text("example.org");
  CHECK(refused(&newer.known, 32) == XMPP_OK);
  newer.unknown = 1;
  CHECK(refused(&newer.known, 32) == XMPP_ERR_SIZE);

  defaults(&config);
  config.account = bad();
  CHECK(refused(&config, 32) == XMPP_ERR_UTF8);
  config.account = xmpp_text("a b@example.org");
  CHECK(refused(&config, 32) == XMPP_ERR_JID_REFUSED);
  defaults(&config);
  config.password = bad();
  CHECK(refused(&config, 32) == XMPP_ERR_UTF8);
  defaults(&config);
  config.host = xmpp_text(NULL);
  config.port = 5223;
  CHECK(refused(&config, 32) == XMPP_ERR_VALUE);
  config.port = 0;
  config.direct_tls = XMPP_YES;
  CHECK(refused(&config, 32) == XMPP_ERR_VALUE);
  defaults(&config);
  config.tls = 1000;
  CHECK(refused(&config, 32) == XMPP_ERR_VALUE);
  defaults(&config);
  config.announce = -1;
  CHECK(refused(&config, 32) == XMPP_ERR_VALUE);
  defaults(&config);
  config.host = xmpp_text("localhost");
  config.port = 65536;
  CHECK(refused(&config, 32) == XMPP_ERR_VALUE);
  defaults(&config);
  config.claims_count = 1;
  CHECK(refused(&config, 32) == XMPP_ERR_NULL);
  defaults(&config);
  xmpp_limits_init(&limits, 2);
  xmpp_limits_init(&limits, sizeof limits);
  config.limits = &limits;
  CHECK(refused(&config, 32) == XMPP_OK);
  limits.held_events = (uint64_t)1 << 40;
  CHECK(refused(&config, 32) == XMPP_ERR_VALUE);
}

static void roots(void) {
  xmpp_error_info error = XMPP_ERROR_INFO_INIT;
  xmpp_roots *roots;
  xmpp_shared *shared;
  CHECK(!xmpp_roots_from_pem(xmpp_text("nothing"), &error) && error.code == XMPP_ERR_PEM);
  CHECK(!xmpp_roots_from_pem(xmpp_text(NULL), &error) && error.code == XMPP_ERR_NULL);
  roots = xmpp_roots_from_pem(
      xmpp_text("-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n"), &error);
  CHECK(roots && error.code == XMPP_OK);
  CHECK(!xmpp_shared_new(roots, &error));
  CHECK(error.code == XMPP_ERR_SHARED_NO_USABLE_ROOTS || error.code == XMPP_ERR_SHARED_NO_TLS);
  xmpp_roots_free(roots);
  shared = xmpp_shared_new(NULL, &error);
  CHECK(shared && xmpp_shared_ref(shared) == shared);
  xmpp_shared_unref(shared);
  xmpp_shared_unref(shared);
}

/* Bad calls in the middle of a session, which goes on as if nothing had been. */
static void session(void) {
  static world w;
  xmpp_config config;
  xmpp_element none;
  xmpp_tls_info tls;
  xmpp_octets salt = {NULL, 0};
  uint64_t id = 99;
  defaults(&config);
  begin(&w, &config);
  expect(&w, XMPP_EVENT_ONLINE);
  memset(&none, 0, sizeof none);
  CHECK(xmpp_engine_send(w.engine, &none, &id) == XMPP_ERR_HANDLE);
  CHECK(xmpp_engine_send_message(w.engine, bad(), xmpp_text("x"), &id) == XMPP_ERR_UTF8);
  CHECK(xmpp_engine_send_message(w.engine, xmpp_text("a@b"), bad(), &id) == XMPP_ERR_UTF8);
  CHECK(xmpp_engine_send_message(w.engine, xmpp_text("a@b"), xmpp_text("\x01"), &id) ==
        XMPP_ERR_BUILD_INVALID_CHARACTER);
  CHECK_TEXT(xmpp_engine_error(w.engine), "the text holds a character that XML cannot carry");
  CHECK(id == 99);
  CHECK(xmpp_engine_roster_remove(w.engine, bad(), NULL) == XMPP_ERR_UTF8);
  CHECK(xmpp_engine_roster_set(w.engine, xmpp_text("a@b"), xmpp_text(NULL), NULL, 3, NULL) ==
        XMPP_ERR_NULL);
  CHECK(xmpp_engine_transmitted(w.engine, w.conn, w.written + 1) == XMPP_ERR_INPUT_NEVER_GIVEN);
  CHECK(xmpp_engine_handled(w.engine, 1000) == XMPP_ERR_INPUT_NEVER_HAPPENED);
  CHECK(xmpp_engine_trust(w.engine, w.conn, 7) == XMPP_ERR_VALUE);
  CHECK(xmpp_engine_failed(w.engine, w.conn, 0, xmpp_text(NULL)) == XMPP_ERR_VALUE);
  CHECK(xmpp_engine_provide_client_keys(w.engine, 9, salt, 1, xmpp_text("k")) == XMPP_ERR_NULL);
  salt.ptr = (const uint8_t *)"salt";
  salt.len = 4;
  CHECK(xmpp_engine_provide_client_keys(w.engine, 9, salt, 1, xmpp_text("k")) == XMPP_ERR_VALUE);
  CHECK(xmpp_engine_receive(w.engine, w.conn, NULL, 5) == XMPP_ERR_NULL);
  CHECK(xmpp_engine_receive(w.engine, w.conn, (const uint8_t *)"x", SIZE_MAX) == XMPP_ERR_SIZE);
  CHECK(xmpp_engine_receive(w.engine, 4711, (const uint8_t *)"x", 1) == XMPP_OK); /* stale */
  CHECK(xmpp_engine_secured(w.engine, w.conn, NULL) == XMPP_ERR_NULL);
  xmpp_tls_info_init(&tls, sizeof tls);
  tls.version = 77;
  CHECK(xmpp_engine_secured(w.engine, w.conn, &tls) == XMPP_ERR_VALUE);
  CHECK(xmpp_engine_poll(w.engine, w.now, NULL) == XMPP_ERR_NULL);
  say(&w, "<message from='juliet@example.org/b'><body>still there?</body></message>");
  do
    CHECK(next(&w));
  while (xmpp_event_kind(w.out.event) != XMPP_EVENT_MESSAGE);
  CHECK_TEXT(xmpp_message_body(xmpp_event_message_stanza(w.out.event)), "still there?");
  xmpp_engine_free(w.engine);
}

/* Only a debug build of the library sees these for certain; it says so on standard error. */
static void freed(void) {
  xmpp_config config;
  static world w;
  xmpp_element element;
  xmpp_jid *jid = xmpp_jid_parse(xmpp_text("a@b"), NULL);
  xmpp_builder *builder = xmpp_builder_new(xmpp_text("a"), xmpp_text(NULL), NULL);
  xmpp_parser *parser = xmpp_parser_new(NULL, NULL);
  defaults(&config);
  begin(&w, &config);
  xmpp_engine_free(w.engine);
  CHECK(xmpp_engine_poll(w.engine, w.now, &w.out) == XMPP_ERR_HANDLE && w.out.kind == 0);
  CHECK(xmpp_engine_close(w.engine) == XMPP_ERR_HANDLE);
  CHECK_TEXT(xmpp_engine_error(w.engine), NULL);
  xmpp_engine_free(w.engine);
  xmpp_jid_free(jid);
  CHECK_TEXT(xmpp_jid_full(jid), NULL);
  xmpp_jid_free(jid);
  xmpp_builder_free(builder);
  CHECK(xmpp_builder_build(builder, &element, NULL) == XMPP_ERR_HANDLE);
  xmpp_builder_free(builder);
  xmpp_parser_free(parser);
  CHECK(xmpp_parser_feed(parser, (const uint8_t *)"x", 1) == 0);
  xmpp_parser_free(parser);
}

int main(void) {
  configs();
  roots();
  session();
  freed();
  puts("bad_input: ok");
  return 0;
}

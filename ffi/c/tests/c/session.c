/* A whole session: login, events and what they carry, sending, asking, commands, the end. */
#include "server.h"

static world w;

static void online(void) {
  const xmpp_event *event = expect(&w, XMPP_EVENT_ONLINE);
  CHECK_TEXT(xmpp_event_online_jid(event), "made-up@example.org/r");
  CHECK(xmpp_session_kind_kind(xmpp_event_online_session(event)) == XMPP_SESSION_KIND_FRESH);
  CHECK_TEXT(xmpp_event_dropped_name(event), NULL);
  CHECK(xmpp_event_offline_reason(event) == NULL);
}

static void roster(void) {
  char answer[600];
  const xmpp_roster_event *news;
  const xmpp_roster_item *item;
  uint64_t command = 77;
  while (next(&w)) {}
  snprintf(answer, sizeof answer,
           "<iq type='result' id='%s'><query xmlns='jabber:iq:roster' ver='v1'>"
           "<item jid='juliet@example.org' name='Juliet' subscription='both'>"
           "<group>Friends</group><group>Capulet</group></item><item jid='nurse@example.org'/>"
           "</query></iq>",
           heard_id(&w, "jabber:iq:roster"));
  say(&w, answer);
  news = xmpp_event_roster_event(expect(&w, XMPP_EVENT_ROSTER));
  CHECK(xmpp_roster_event_kind(news) == XMPP_ROSTER_EVENT_RECEIVED);
  CHECK(!xmpp_roster_event_received_command(news, &command) && command == 77);
  CHECK_TEXT(xmpp_roster_event_received_version(news), "v1");
  CHECK(xmpp_roster_event_received_items_count(news) == 2);
  item = xmpp_roster_event_received_items_at(news, 0);
  CHECK_TEXT(xmpp_roster_item_jid(item), "juliet@example.org");
  CHECK_TEXT(xmpp_roster_item_name(item), "Juliet");
  CHECK(xmpp_roster_item_subscription(item) == XMPP_ROSTER_SUBSCRIPTION_BOTH);
  CHECK(xmpp_roster_item_groups_count(item) == 2);
  CHECK_TEXT(xmpp_roster_group_name(xmpp_roster_item_groups_at(item, 1)), "Capulet");
  item = xmpp_roster_event_received_items_at(news, 1);
  CHECK_TEXT(xmpp_roster_item_name(item), NULL);
  CHECK(xmpp_roster_item_subscription(item) == 0);
  CHECK(xmpp_roster_event_received_items_at(news, 2) == NULL);
}

static void messages(void) {
  const xmpp_event *event;
  const xmpp_message *message;
  const xmpp_delay *delay;
  xmpp_error_info error = XMPP_ERROR_INFO_INIT;
  xmpp_element element;
  uint64_t token = 0;
  say(&w, "<message from='juliet@example.org/b' id='m1' type='chat'><body>Hi</body>"
          "<thread>t1</thread><request xmlns='urn:xmpp:receipts'/></message>");
  event = expect(&w, XMPP_EVENT_MESSAGE);
  message = xmpp_event_message_stanza(event);
  CHECK(message && message == xmpp_event_message_stanza(event));
  CHECK(xmpp_message_origin_kind(xmpp_event_message_origin(event)) == XMPP_MESSAGE_ORIGIN_LIVE);
  CHECK_TEXT(xmpp_message_sender(message), "juliet@example.org/b");
  CHECK_TEXT(xmpp_message_recipient(message), NULL);
  CHECK_TEXT(xmpp_message_id(message), "m1");
  CHECK(xmpp_message_kind(message) == XMPP_MESSAGE_KIND_CHAT);
  CHECK_TEXT(xmpp_message_body(message), "Hi");
  CHECK_TEXT(xmpp_message_subject(message), NULL);
  CHECK_TEXT(xmpp_message_thread(message), "t1");
  CHECK(xmpp_message_receipt_request(message, &error) && error.code == XMPP_OK);
  CHECK(!xmpp_message_delay(message, &error) && error.code == XMPP_OK);
  CHECK(!xmpp_message_error(message));
  CHECK(xmpp_message_element(message, &element));
  CHECK_TEXT(xmpp_element_name(&element), "message");
  CHECK(xmpp_message_may_reply(message));
  CHECK(xmpp_engine_reply(w.engine, message, xmpp_message_body(message), &token) == XMPP_OK);
  CHECK(xmpp_event_written_token(expect(&w, XMPP_EVENT_WRITTEN)) == token);
  CHECK(strstr(w.heard, "to='juliet@example.org/b'"));
  CHECK(strstr(w.heard, "<body>Hi</body>") && strstr(w.heard, "<thread>t1</thread>"));

  say(&w, "<message from='juliet@example.org/b'><body>a<b xmlns='urn:b'/>c</body>"
          "<delay xmlns='urn:xmpp:delay' from='example.org' stamp='2026-01-02T03:04:05Z'>kept</delay>"
          "<origin-id xmlns='urn:xmpp:sid:0'/></message>");
  message = xmpp_event_message_stanza(expect(&w, XMPP_EVENT_MESSAGE));
  CHECK_TEXT(xmpp_message_body(message), "ac");
  CHECK(xmpp_message_body(message).ptr == xmpp_message_body(message).ptr);
  delay = xmpp_message_delay(message, NULL);
  CHECK(delay && delay == xmpp_message_delay(message, NULL));
  CHECK_TEXT(xmpp_delay_by(delay), "example.org");
  CHECK_TEXT(xmpp_delay_reason(delay), "kept");
  CHECK(xmpp_delay_stamp(delay));
  CHECK(!xmpp_message_origin_id(message, &error) && error.code == XMPP_ERR_PAYLOAD_MISSING);
  error.code = 0;
  CHECK(!xmpp_message_origin_id(message, &error) && error.code == XMPP_ERR_PAYLOAD_MISSING);
  CHECK(!xmpp_message_may_reply(message));
  CHECK(xmpp_engine_reply(w.engine, message, xmpp_text("x"), NULL) == XMPP_ERR_EMPTY);
  CHECK(xmpp_engine_error(w.engine).ptr != NULL);
}

static void presences(void) {
  const xmpp_presence *presence;
  const xmpp_stanza_error *error;
  char words[100];
  say(&w, "<presence from='juliet@example.org/b'><show>dnd</show><status>Busy</status>"
          "<priority>-5</priority></presence>");
  presence = xmpp_event_presence_stanza(expect(&w, XMPP_EVENT_PRESENCE));
  CHECK(xmpp_presence_kind(presence) == XMPP_PRESENCE_KIND_AVAILABLE);
  CHECK(xmpp_presence_show(presence) == XMPP_SHOW_DND);
  CHECK_TEXT(xmpp_presence_status(presence), "Busy");
  CHECK(xmpp_presence_priority(presence) == -5);
  say(&w, "<presence from='gone@example.org' type='error'><error type='cancel'><item-not-found "
          "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><text xml:lang='en' "
          "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>Nobody</text></error></presence>");
  presence = xmpp_event_presence_stanza(expect(&w, XMPP_EVENT_PRESENCE));
  error = xmpp_presence_error(presence);
  CHECK(xmpp_stanza_error_kind(error) == XMPP_STANZA_ERROR_KIND_CANCEL);
  CHECK(xmpp_stanza_condition_kind(xmpp_stanza_error_condition(error)) ==
        XMPP_STANZA_CONDITION_ITEM_NOT_FOUND);
  CHECK_TEXT(xmpp_stanza_error_text(error), "Nobody");
  CHECK(xmpp_stanza_error_words(error, words, sizeof words) < sizeof words);
  CHECK(strstr(words, "item-not-found"));
}

/* A request that no server would answer is not sent. */
static void without_payload(void) {
  xmpp_builder *builder = xmpp_builder_new(xmpp_text("iq"), xmpp_text("jabber:client"), NULL);
  xmpp_element iq;
  uint64_t request = 0;
  xmpp_builder_attr(builder, xmpp_text("type"), xmpp_text("get"));
  CHECK(xmpp_builder_build(builder, &iq, NULL) == XMPP_OK);
  CHECK(xmpp_engine_ask(w.engine, &iq, &request) != XMPP_OK && request == 0);
  xmpp_builder_free(builder);
}

static void requests(void) {
  const xmpp_event *event;
  const xmpp_iq *iq;
  const xmpp_answer_result *result;
  xmpp_builder *builder = xmpp_builder_new(xmpp_text("q"), xmpp_text("urn:example:q"), NULL);
  xmpp_element payload, found;
  uint64_t request = 0;
  char answer[300];
  CHECK(xmpp_builder_build(builder, &payload, NULL) == XMPP_OK);
  without_payload();

  say(&w, "<iq from='juliet@example.org/b' id='i1' type='get'><q xmlns='urn:example:q'/></iq>");
  event = expect(&w, XMPP_EVENT_REQUEST);
  iq = xmpp_event_request_stanza(event);
  CHECK(xmpp_iq_kind(iq) == XMPP_IQ_KIND_GET && xmpp_iq_payload(iq, &found));
  CHECK_TEXT(xmpp_element_namespace(&found), "urn:example:q");
  request = xmpp_event_request_id(event);
  CHECK(xmpp_engine_answer(w.engine, request, &payload) == XMPP_OK);
  CHECK(xmpp_engine_answer(w.engine, request, NULL) == XMPP_ERR_ANSWER_UNKNOWN);
  say(&w, "<iq from='juliet@example.org/b' id='i2' type='set'><q xmlns='urn:example:q'/></iq>");
  request = xmpp_event_request_id(expect(&w, XMPP_EVENT_REQUEST));
  CHECK(xmpp_engine_answer_error(w.engine, request, xmpp_text("item-not-found"),
                                 xmpp_text("no such q")) == XMPP_OK);

  CHECK(xmpp_engine_ask_for(w.engine, XMPP_IQ_KIND_GET, xmpp_text("juliet@example.org/b"), &payload,
                            &request) == XMPP_OK);
  w.heard[0] = 0;
  while (next(&w)) {}
  CHECK(strstr(w.heard, "item-not-found") && strstr(w.heard, "no such q"));
  snprintf(answer, sizeof answer,
           "<iq from='juliet@example.org/b' id='%s' type='result'><r xmlns='urn:example:q'/></iq>",
           heard_id(&w, "type='get'"));
  say(&w, answer);
  event = expect(&w, XMPP_EVENT_ANSWER);
  CHECK(xmpp_event_answer_request(event) == request);
  result = xmpp_event_answer_result(event);
  CHECK(xmpp_answer_result_kind(result) == XMPP_ANSWER_RESULT_RESULT);
  CHECK(xmpp_answer_result_result_payload(result, &found));
  CHECK_TEXT(xmpp_element_name(&found), "r");
  CHECK(!xmpp_answer_result_error_error(result));

  CHECK(xmpp_engine_ask_for(w.engine, XMPP_IQ_KIND_SET, xmpp_text(NULL), &payload, &request) == XMPP_OK);
  CHECK(xmpp_engine_cancel_request(w.engine, request) == XMPP_OK);
  CHECK(xmpp_engine_cancel_request(w.engine, request) == XMPP_ERR_EMPTY);
  result = xmpp_event_answer_result(expect(&w, XMPP_EVENT_ANSWER));
  CHECK(xmpp_answer_result_kind(result) == XMPP_ANSWER_RESULT_CANCELLED);
  xmpp_builder_free(builder);
}

static void commands(void) {
  xmpp_str groups[2];
  uint64_t command = 0;
  w.heard[0] = 0;
  groups[0] = xmpp_text("Friends");
  groups[1] = xmpp_text("Verona");
  CHECK(xmpp_engine_roster_set(w.engine, xmpp_text("tybalt@example.org"), xmpp_text(NULL), groups, 2,
                               &command) == XMPP_OK);
  CHECK(command != 0);
  CHECK(xmpp_engine_roster_subscribe(w.engine, xmpp_text("@"), NULL) == XMPP_ERR_JID_EMPTY);
  CHECK(xmpp_engine_ping_send(w.engine, xmpp_text(NULL), NULL) == XMPP_OK);
  while (next(&w)) {}
  CHECK(strstr(w.heard, "tybalt@example.org") && strstr(w.heard, "<group>Verona</group>"));
  CHECK(strstr(w.heard, "urn:xmpp:ping"));
}

static void end(void) {
  const xmpp_event *event;
  const xmpp_reason *reason;
  char words[200];
  uint64_t at = 0;
  CHECK(xmpp_engine_eof(w.engine, w.conn) == XMPP_OK);
  do
    CHECK(next(&w));
  while (xmpp_event_kind(w.out.event) != XMPP_EVENT_OFFLINE);
  event = w.out.event;
  reason = xmpp_event_offline_reason(event);
  CHECK(xmpp_reason_kind(reason) == XMPP_REASON_CONNECTION_LOST);
  CHECK(xmpp_reason_text(reason, words, sizeof words) == strlen(words));
  CHECK(!strcmp(words, "the connection was lost"));
  CHECK(xmpp_event_offline_retry_at(event, &at) && at > 0);
  CHECK(xmpp_engine_abort(w.engine) == XMPP_OK);
  event = expect(&w, XMPP_EVENT_CLOSED);
  CHECK(xmpp_reason_kind(xmpp_event_closed_reason(event)) == XMPP_REASON_ABORTED);
  CHECK(!next(&w) && !w.out.has_until);
  CHECK(xmpp_engine_send_message(w.engine, xmpp_text("a@b"), xmpp_text("x"), NULL) ==
        XMPP_ERR_SEND_CLOSING);
}

int main(void) {
  xmpp_config config;
  xmpp_str claims[1];
  defaults(&config);
  claims[0] = xmpp_text("urn:example:q");
  config.claims = claims;
  config.claims_count = 1;
  begin(&w, &config);
  online();
  roster();
  messages();
  presences();
  requests();
  commands();
  end();
  xmpp_engine_free(w.engine);
  puts("session: ok");
  return 0;
}

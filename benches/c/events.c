/* Messages that arrive, each body read, through the border to C: events COUNT. The same as
 * src/bin/events.rs in all that the engine is told; benches/border.sh compares the two. */
#include <stdio.h>
#include <stdlib.h>
#include <xmpp.h>

#define HEADER                                                                                     \
    "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' "        \
    "version='1.0'>"
#define TOGETHER 16

static char id[64]; /* of the request to bind */
static uint64_t conn, written;
static unsigned long heard, octets;
static bool online;

static void transmit(xmpp_engine *engine, xmpp_octets bytes) {
    const char *text = (const char *)bytes.ptr;
    for (size_t at = 0; at + 20 < bytes.len; at++)
        if (memcmp(text + at, " id='", 5) == 0) memcpy(id, text + at + 5, 16);
    xmpp_engine_transmitted(engine, conn, written += bytes.len);
}

static void hear(const xmpp_event *event) {
    switch (xmpp_event_kind(event)) {
    case XMPP_EVENT_ONLINE: online = true; break;
    case XMPP_EVENT_MESSAGE:
        octets += xmpp_message_body(xmpp_event_message_stanza(event)).len;
        heard++;
        break;
    }
}

/* Polls until there is nothing to do. */
static void run(xmpp_engine *engine) {
    const xmpp_now now = {1000, 1795650000000};
    for (xmpp_output out; xmpp_engine_poll(engine, now, &out) == XMPP_OK;)
        switch (out.kind) {
        case XMPP_OUT_CONNECT: xmpp_engine_connected(engine, conn = out.conn, NULL); break;
        case XMPP_OUT_TRANSMIT: transmit(engine, out.bytes); break;
        case XMPP_OUT_EVENT: hear(out.event); break;
        case XMPP_OUT_WAIT: return;
        }
}

static void give(xmpp_engine *engine, const char *text, size_t len) {
    xmpp_engine_receive(engine, conn, (const uint8_t *)text, len);
    run(engine);
}

static void say(xmpp_engine *engine, const char *text) {
    give(engine, text, strlen(text));
}

int main(int argc, char **argv) {
    unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : TOGETHER;
    static char bind[512], text[512], messages[TOGETHER * 512];
    uint8_t seed[32];
    memset(seed, 7, sizeof seed);
    xmpp_config config;
    xmpp_config_init(&config, sizeof config);
    config.account = xmpp_text("romeo@localhost");
    config.anonymous = config.allow_alias = XMPP_YES;
    config.tls = XMPP_TLS_MODE_PLAIN;
    xmpp_engine *engine = xmpp_engine_new(&config, seed, sizeof seed, NULL, NULL);
    run(engine);
    say(engine, HEADER "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                       "<mechanism>ANONYMOUS</mechanism></mechanisms></stream:features>");
    say(engine, "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
    say(engine, HEADER "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
                       "</stream:features>");
    snprintf(bind, sizeof bind, "<iq type='result' id='%s'>"
             "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>romeo@localhost/a</jid></bind></iq>", id);
    say(engine, bind);
    if (!online || !fgets(text, sizeof text, stdin)) return 1;
    for (int i = 0; i < TOGETHER; i++) strcat(messages, text);
    size_t len = strlen(messages);
    for (unsigned long done = 0; done < count; done += TOGETHER) give(engine, messages, len);
    printf("%lu messages, %lu octets\n", heard, octets);
    xmpp_engine_free(engine);
    return 0;
}

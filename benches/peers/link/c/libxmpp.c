/* libxmpp as a client of the canned server: WAY PORT COUNT. */
#include <stdio.h>
#include <stdlib.h>
#include <xmpp_posix.h>

static bool say(xmpp_engine *engine, const char *body, size_t len) {
    xmpp_str text = {body, len};
    xmpp_str recipient = xmpp_text("juliet@capulet.example/balcony");
    return xmpp_engine_send_message(engine, recipient, text, NULL) == XMPP_OK;
}

int main(int argc, char **argv) {
    if (argc != 4) return 2;
    bool sends = strcmp(argv[1], "send") == 0;
    unsigned long count = strtoul(argv[3], NULL, 10), heard = 0, sent = 0, octets = 0;
    char body[310];
    memset(body, 'x', sizeof body);
    xmpp_posix *posix = xmpp_posix_new();
    xmpp_error_info error = XMPP_ERROR_INFO_INIT;
    xmpp_config config;
    xmpp_config_init(&config, sizeof config);
    config.account = xmpp_text("localhost");
    config.anonymous = config.allow_alias = XMPP_YES;
    config.host = xmpp_text("127.0.0.1");
    config.port = strtoul(argv[2], NULL, 10);
    config.tls = XMPP_TLS_MODE_PLAIN;
    config.reconnect = XMPP_RECONNECT_NEVER;
    xmpp_engine *engine = xmpp_posix_engine(posix, &config, &error);
    struct pollfd fds[XMPP_POSIX_FDS];
    for (xmpp_output out; xmpp_engine_poll(engine, xmpp_posix_now(), &out) == XMPP_OK;)
        switch (out.kind) {
        case XMPP_OUT_CONNECT: xmpp_posix_connect(posix, engine, &out); break;
        case XMPP_OUT_TRANSMIT: xmpp_posix_transmit(posix, engine, &out); break;
        case XMPP_OUT_DISCONNECT: xmpp_posix_disconnect(posix, &out); break;
        case XMPP_OUT_EVENT:
            switch (xmpp_event_kind(out.event)) {
            case XMPP_EVENT_ONLINE:
            case XMPP_EVENT_WRITABLE: /* a full queue refuses, until there is room again */
                while (sends && sent < count && say(engine, body, sizeof body)) sent++;
                break;
            case XMPP_EVENT_MESSAGE:
                octets += xmpp_message_body(xmpp_event_message_stanza(out.event)).len;
                heard++;
                break;
            case XMPP_EVENT_CLOSED:
                if ((sends ? sent : heard) == count && (sends || count == 0 || octets > 0)) return 0;
                fprintf(stderr, "%lu sent, %lu heard, %lu octets\n", sent, heard, octets);
                return 1;
            }
            break;
        case XMPP_OUT_WAIT:
            xmpp_posix_fds(posix, &out, fds);
            poll(fds, XMPP_POSIX_FDS, xmpp_posix_timeout(posix, &out));
            xmpp_posix_ready(posix, engine, fds);
        }
    fprintf(stderr, "%s\n", error.text);
    return 1;
}

/* An echo bot on poll(2): answers each message with its own text, and lets everybody see that it is
 * there. echo ACCOUNT [HOST PORT]; the password is in XMPP_PASSWORD. */
#include <stdio.h>
#include <stdlib.h>
#include <xmpp_posix.h>

int main(int argc, char **argv) {
    xmpp_posix *posix = xmpp_posix_new();
    xmpp_error_info why = XMPP_ERROR_INFO_INIT;
    xmpp_config config;
    xmpp_config_init(&config, sizeof config);
    config.account = xmpp_text(argc > 1 ? argv[1] : "");
    config.password = xmpp_text(getenv("XMPP_PASSWORD"));
    config.reconnect = XMPP_RECONNECT_ONCE_ONLINE; /* what is wrong from the start ends it */
    if (argc > 3) config.host = xmpp_text(argv[2]), config.port = strtoul(argv[3], NULL, 10);
    xmpp_engine *engine = xmpp_posix_engine(posix, &config, &why); /* NULL cannot be polled */

    struct pollfd fds[XMPP_POSIX_FDS];
    const xmpp_message *message;
    const xmpp_presence *presence;
    for (xmpp_output out; xmpp_engine_poll(engine, xmpp_posix_now(), &out) == XMPP_OK;)
        switch (out.kind) {
        case XMPP_OUT_CONNECT: xmpp_posix_connect(posix, engine, &out); break;
        case XMPP_OUT_TRANSMIT: xmpp_posix_transmit(posix, engine, &out); break;
        case XMPP_OUT_DISCONNECT: xmpp_posix_disconnect(posix, &out); break;
        case XMPP_OUT_EVENT: switch (xmpp_event_kind(out.event)) {
            case XMPP_EVENT_MESSAGE: message = xmpp_event_message_stanza(out.event);
                xmpp_engine_reply(engine, message, xmpp_message_body(message), NULL);
                break; /* an error, or what is not of now, has no reply: that is refused */
            case XMPP_EVENT_PRESENCE: presence = xmpp_event_presence_stanza(out.event);
                if (xmpp_presence_kind(presence) == XMPP_PRESENCE_KIND_SUBSCRIBE)
                    xmpp_engine_roster_approve(engine, xmpp_presence_sender(presence), NULL);
                break;
            case XMPP_EVENT_CLOSED:
                xmpp_reason_text(xmpp_event_closed_reason(out.event), why.text, sizeof why.text);
                xmpp_engine_free(engine), engine = NULL;
            } break;
        case XMPP_OUT_WAIT:
            xmpp_posix_fds(posix, &out, fds);
            poll(fds, XMPP_POSIX_FDS, xmpp_posix_timeout(posix, &out));
            xmpp_posix_ready(posix, engine, fds);
        }
    return xmpp_posix_free(posix), fprintf(stderr, "%s\n", why.text), 1;
}

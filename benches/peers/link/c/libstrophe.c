/* libstrophe as a client of the canned server: WAY PORT COUNT. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strophe.h>

static unsigned long count, heard, octets, sends;
static char body[311];

static int message(xmpp_conn_t *conn, xmpp_stanza_t *stanza, void *context) {
    xmpp_stanza_t *child = xmpp_stanza_get_child_by_name(stanza, "body");
    char *text = child ? xmpp_stanza_get_text(child) : NULL;
    (void)conn;
    if (text) {
        octets += strlen(text);
        xmpp_free(context, text);
    }
    heard++;
    return 1;
}

static void say(xmpp_conn_t *conn, xmpp_ctx_t *context) {
    xmpp_stanza_t *stanza = xmpp_message_new(context, "chat", "juliet@capulet.example/balcony", NULL);
    xmpp_message_set_body(stanza, body);
    xmpp_send(conn, stanza);
    xmpp_stanza_release(stanza);
}

static void changed(xmpp_conn_t *conn, xmpp_conn_event_t event, int error,
                    xmpp_stream_error_t *stream_error, void *context) {
    (void)error, (void)stream_error;
    if (event != XMPP_CONN_CONNECT) {
        xmpp_stop(context);
        return;
    }
    xmpp_stanza_t *presence = xmpp_presence_new(context);
    xmpp_handler_add(conn, message, NULL, "message", NULL, context);
    xmpp_send(conn, presence);
    xmpp_stanza_release(presence);
    for (unsigned long i = 0; sends && i < count; i++) say(conn, context);
}

int main(int argc, char **argv) {
    if (argc != 4) return 2;
    sends = strcmp(argv[1], "send") == 0;
    count = strtoul(argv[3], NULL, 10);
    memset(body, 'x', sizeof body - 1);
    xmpp_initialize();
    xmpp_ctx_t *context = xmpp_ctx_new(NULL, NULL);
    xmpp_conn_t *conn = xmpp_conn_new(context);
    xmpp_conn_set_flags(conn, XMPP_CONN_FLAG_DISABLE_TLS);
    xmpp_conn_set_jid(conn, "localhost");
    if (xmpp_connect_client(conn, "127.0.0.1", (unsigned short)strtoul(argv[2], NULL, 10), changed,
                            context) != XMPP_EOK)
        return 1;
    xmpp_run(context);
    xmpp_conn_release(conn);
    xmpp_ctx_free(context);
    xmpp_shutdown();
    if (sends || (heard == count && (count == 0 || octets > 0))) return 0;
    fprintf(stderr, "%lu heard, %lu octets\n", heard, octets);
    return 1;
}

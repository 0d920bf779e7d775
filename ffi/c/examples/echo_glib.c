/* The echo bot on GLib's main loop, as a GSource beside whatever else a program has there.
 * echo_glib ACCOUNT [HOST PORT]; the password is in XMPP_PASSWORD. */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <xmpp_posix.h>

typedef struct {
    GSource base; /* the first, so that a pointer to it is one to the bot */
    GMainLoop *loop;
    xmpp_engine *engine;
    xmpp_posix *posix;
    struct pollfd fds[XMPP_POSIX_FDS];
    gpointer tags[XMPP_POSIX_FDS]; /* of the fds that GLib watches */
} Bot;

static void hear(Bot *bot, const xmpp_event *event) { /* XMPP_OUT_EVENT: what a bot does */
    char why[256];
    const xmpp_message *message = xmpp_event_message_stanza(event); /* NULL if it is none .. */
    const xmpp_presence *presence = xmpp_event_presence_stanza(event);
    xmpp_engine_reply(bot->engine, message, xmpp_message_body(message), NULL); /* .. refused then */
    if (xmpp_presence_kind(presence) == XMPP_PRESENCE_KIND_SUBSCRIBE)
        xmpp_engine_roster_approve(bot->engine, xmpp_presence_sender(presence), NULL);
    if (xmpp_event_kind(event) != XMPP_EVENT_CLOSED) return;
    xmpp_reason_text(xmpp_event_closed_reason(event), why, sizeof why);
    fprintf(stderr, "%s\n", why);
    g_main_loop_quit(bot->loop);
}

/* GLib is told about what has changed only, since each change wakes it. */
static void watch(Bot *bot, const xmpp_output *out) { /* XMPP_OUT_WAIT */
    struct pollfd fds[XMPP_POSIX_FDS];
    xmpp_posix_fds(bot->posix, out, fds);
    for (int i = 0; i < XMPP_POSIX_FDS; i++) {
        if (fds[i].fd != bot->fds[i].fd) {
            if (bot->tags[i]) g_source_remove_unix_fd(&bot->base, bot->tags[i]);
            bot->tags[i] = NULL;
            if (fds[i].fd >= 0)
                bot->tags[i] = g_source_add_unix_fd(&bot->base, fds[i].fd, fds[i].events);
        } else if (bot->tags[i] && fds[i].events != bot->fds[i].events) {
            g_source_modify_unix_fd(&bot->base, bot->tags[i], fds[i].events);
        }
        bot->fds[i] = fds[i];
    }
    gint64 wait = xmpp_posix_timeout(bot->posix, out);
    g_source_set_ready_time(&bot->base, wait < 0 ? -1 : g_get_monotonic_time() + wait * 1000);
}

/* The time has come, or a socket is ready. */
static gboolean dispatch(GSource *source, GSourceFunc callback, gpointer data) {
    (void)callback, (void)data;
    Bot *bot = (Bot *)source;
    xmpp_output out = {0};
    for (int i = 0; i < XMPP_POSIX_FDS; i++)
        if (bot->tags[i])
            bot->fds[i].revents = (short)g_source_query_unix_fd(source, bot->tags[i]);
    xmpp_posix_ready(bot->posix, bot->engine, bot->fds);
    while (out.kind != XMPP_OUT_WAIT &&
           xmpp_engine_poll(bot->engine, xmpp_posix_now(), &out) == XMPP_OK)
        switch (out.kind) {
        case XMPP_OUT_CONNECT: xmpp_posix_connect(bot->posix, bot->engine, &out); break;
        case XMPP_OUT_TRANSMIT: xmpp_posix_transmit(bot->posix, bot->engine, &out); break;
        case XMPP_OUT_DISCONNECT: xmpp_posix_disconnect(bot->posix, &out); break;
        case XMPP_OUT_EVENT: hear(bot, out.event); break;
        case XMPP_OUT_WAIT: watch(bot, &out);
        }
    return G_SOURCE_CONTINUE;
}

static void finalize(GSource *source) {
    xmpp_engine_free(((Bot *)source)->engine);
    xmpp_posix_free(((Bot *)source)->posix);
}

int main(int argc, char **argv) {
    static GSourceFuncs bot_functions = {NULL, NULL, dispatch, finalize, NULL, NULL};
    xmpp_error_info why = XMPP_ERROR_INFO_INIT;
    xmpp_config config;
    xmpp_config_init(&config, sizeof config);
    config.account = xmpp_text(argc > 1 ? argv[1] : "");
    config.password = xmpp_text(getenv("XMPP_PASSWORD"));
    config.reconnect = XMPP_RECONNECT_ONCE_ONLINE; /* what is wrong from the start ends it */
    if (argc > 3) config.host = xmpp_text(argv[2]), config.port = strtoul(argv[3], NULL, 10);

    GSource *source = g_source_new(&bot_functions, sizeof(Bot)); /* filled with zeros */
    Bot *bot = (Bot *)source;
    for (int i = 0; i < XMPP_POSIX_FDS; i++) bot->fds[i].fd = -1;
    bot->loop = g_main_loop_new(NULL, FALSE);
    bot->posix = xmpp_posix_new();
    bot->engine = xmpp_posix_engine(bot->posix, &config, &why);
    g_source_set_ready_time(source, 0); /* at once */
    g_source_attach(source, NULL);
    if (bot->engine) g_main_loop_run(bot->loop);
    else fprintf(stderr, "%s\n", why.text);
    g_main_loop_unref(bot->loop);
    g_source_destroy(source);
    g_source_unref(source);
    return 1;
}

/* The echo bot on libuv, which resolves, connects, writes and keeps the time without blocking.
 * echo_uv ACCOUNT [HOST PORT]; the password is in XMPP_PASSWORD. */
#define _DEFAULT_SOURCE /* for uv.h */
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>
#include <xmpp_posix.h> /* for the seed, the clocks and the system's certificates */

typedef struct { uv_tcp_t tcp; uv_connect_t connecting; } Link; /* a Link * is a uv_tcp_t * */
typedef struct { uv_write_t request; size_t len; char octets[]; } Piece;

static xmpp_engine *engine;
static uint64_t conn, written;         /* the engine has one connection at a time */
static Link *current;                  /* its socket, if there is one */
static bool ended;                     /* nothing more can be read from it */
static struct addrinfo *found, *next;  /* the host's addresses; the one to try next */
static uv_getaddrinfo_t lookup;
static bool looking, wanted;           /* for them; and not in vain */
static uv_timer_t timer;
static void run(void);

static void when_closed(uv_handle_t *handle) { free(handle); }
static void give_up(Link *link) {
    if (link && !uv_is_closing((uv_handle_t *)link)) uv_close((uv_handle_t *)link, when_closed);
}
static void drop(void) {
    give_up(current);
    if (found) uv_freeaddrinfo(found);
    current = NULL, found = next = NULL, wanted = false;
}
static void fail(int error) {
    drop();
    xmpp_engine_failed(engine, conn, XMPP_CONNECT_FAILURE_OTHER, xmpp_text(uv_strerror(error)));
}

static void try_next(int error, uv_connect_cb when_connected) {
    do {
        give_up(current);
        current = next ? calloc(1, sizeof *current) : NULL;
        if (!current) { fail(error); return; }
        uv_tcp_init(timer.loop, &current->tcp);
        error = uv_tcp_connect(&current->connecting, &current->tcp, next->ai_addr, when_connected);
        next = next->ai_next;
    } while (error);
}
static void when_connected(uv_connect_t *request, int error) {
    if ((Link *)request->handle != current) return; /* it was given up */
    if (error) try_next(error, when_connected);
    else xmpp_engine_connected(engine, conn, NULL);
    run();
}
static void when_found(uv_getaddrinfo_t *request, int error, struct addrinfo *all) {
    (void)request;
    looking = false;
    if (!wanted) { uv_freeaddrinfo(all); return; }
    found = next = all;
    try_next(error, when_connected);
    run();
}

static void start(const xmpp_output *out) { /* XMPP_OUT_CONNECT */
    char host[256], port[8];
    xmpp_str name = xmpp_target_host(out->target);
    snprintf(host, sizeof host, "%.*s", (int)name.len, name.ptr);
    snprintf(port, sizeof port, "%u", (unsigned)xmpp_target_port(out->target));
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    drop();
    conn = out->conn, written = 0, ended = false;
    int error = looking ? UV_EBUSY
                        : uv_getaddrinfo(timer.loop, &lookup, when_found, host, port, &hints);
    if (error) fail(error);
    else looking = wanted = true;
}

static void when_written(uv_write_t *request, int error) {
    Link *link = (Link *)request->handle;
    size_t len = ((Piece *)request)->len;
    free(request);
    if (link != current && link->tcp.write_queue_size == 0) give_up(link); /* its last words */
    else if (link == current && !error) /* why it fails, reading tells, behind its last words */
        xmpp_engine_transmitted(engine, conn, written += len);
    run();
}
static void transmit(xmpp_octets octets) { /* XMPP_OUT_TRANSMIT */
    Piece *piece = current ? malloc(sizeof *piece + octets.len) : NULL;
    if (current && !piece) fail(UV_ENOMEM);
    if (!piece) return;
    memcpy(piece->octets, octets.ptr, piece->len = octets.len);
    uv_buf_t buffer = uv_buf_init(piece->octets, (unsigned)octets.len);
    int error = uv_write(&piece->request, (uv_stream_t *)current, &buffer, 1, when_written);
    if (error) free(piece), fail(error);
}
static void finish(void) { /* XMPP_OUT_DISCONNECT: closed now, or behind its last words */
    if (current && current->tcp.write_queue_size > 0) current = NULL;
    drop();
}

static void room(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer) {
    static char octets[32 * 1024]; /* at most 64 KiB may be given to the engine at once */
    (void)handle, (void)suggested;
    *buffer = uv_buf_init(octets, sizeof octets);
}
static void when_read(uv_stream_t *stream, ssize_t got, const uv_buf_t *buffer) {
    if ((Link *)stream != current) return;
    if (got > 0) xmpp_engine_receive(engine, conn, (uint8_t *)buffer->base, (size_t)got);
    else if (got == UV_EOF) ended = true, xmpp_engine_eof(engine, conn);
    else if (got < 0) fail((int)got);
    run();
}
static void when_time(uv_timer_t *handle) { (void)handle, run(); }
static void wait_for_it(const xmpp_output *out) { /* XMPP_OUT_WAIT */
    uint64_t now = xmpp_posix_now().mono_ms, span = 60000; /* libuv's clock does not count sleep */
    if (out->has_until && out->until < now + span) span = out->until > now ? out->until - now : 0;
    uv_timer_start(&timer, when_time, span, 0);
    uv_stream_t *stream = (uv_stream_t *)current;
    if (current && out->read && !ended) uv_read_start(stream, room, when_read);
    else if (current) uv_read_stop(stream);
}

static void hear(const xmpp_event *event) { /* XMPP_OUT_EVENT: what a bot does */
    char why[256];
    const xmpp_message *message = xmpp_event_message_stanza(event); /* NULL if it is none .. */
    const xmpp_presence *presence = xmpp_event_presence_stanza(event);
    xmpp_engine_reply(engine, message, xmpp_message_body(message), NULL); /* .. which is refused */
    if (xmpp_presence_kind(presence) == XMPP_PRESENCE_KIND_SUBSCRIBE)
        xmpp_engine_roster_approve(engine, xmpp_presence_sender(presence), NULL);
    if (xmpp_event_kind(event) != XMPP_EVENT_CLOSED) return;
    xmpp_reason_text(xmpp_event_closed_reason(event), why, sizeof why);
    fprintf(stderr, "%s\n", why);
    uv_close((uv_handle_t *)&timer, NULL); /* then nothing is left to run, and uv_run returns */
}

static void run(void) {
    xmpp_output out = {0};
    while (!uv_is_closing((uv_handle_t *)&timer) && out.kind != XMPP_OUT_WAIT &&
           xmpp_engine_poll(engine, xmpp_posix_now(), &out) == XMPP_OK)
        switch (out.kind) {
        case XMPP_OUT_CONNECT: start(&out); break;
        case XMPP_OUT_TRANSMIT: transmit(out.bytes); break;
        case XMPP_OUT_DISCONNECT: finish(); break;
        case XMPP_OUT_EVENT: hear(out.event); break;
        case XMPP_OUT_WAIT: wait_for_it(&out);
        }
}

int main(int argc, char **argv) {
    xmpp_posix *posix = xmpp_posix_new();
    xmpp_error_info why = XMPP_ERROR_INFO_INIT;
    xmpp_config config;
    xmpp_config_init(&config, sizeof config);
    config.account = xmpp_text(argc > 1 ? argv[1] : "");
    config.password = xmpp_text(getenv("XMPP_PASSWORD"));
    config.reconnect = XMPP_RECONNECT_ONCE_ONLINE; /* what is wrong from the start ends it */
    if (argc > 3) config.host = xmpp_text(argv[2]), config.port = strtoul(argv[3], NULL, 10);
    engine = xmpp_posix_engine(posix, &config, &why);
    if (!engine) fprintf(stderr, "%s\n", why.text);
    uv_timer_init(uv_default_loop(), &timer);
    if (engine) run();
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
    uv_loop_close(uv_default_loop());
    xmpp_engine_free(engine);
    xmpp_posix_free(posix);
    return 1;
}

/* The echo bot on the bare contract: sockets, poll(2) and libxmpp, nothing in between. It shows
 * what each output asks for, and which input answers it. echo_bare ACCOUNT [HOST PORT]; the
 * password is in XMPP_PASSWORD. Connecting blocks, for shortness; echo_uv.c does it without. */
#define _DEFAULT_SOURCE /* CLOCK_BOOTTIME */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <xmpp.h>

static uint64_t conn;      /* the engine has one connection at a time */
static int fd = -1;        /* its socket, if it is open */
static bool ended;         /* nothing more can be read from it */
static uint8_t *kept;      /* what it did not take yet */
static size_t kept_len;
static uint64_t written;   /* octets since its beginning */

static xmpp_now now(void) {
    struct timespec mono, wall;
    clock_gettime(CLOCK_BOOTTIME, &mono);
    clock_gettime(CLOCK_REALTIME, &wall);
    return (xmpp_now){(uint64_t)mono.tv_sec * 1000 + (uint64_t)mono.tv_nsec / 1000000,
                      (uint64_t)wall.tv_sec * 1000 + (uint64_t)wall.tv_nsec / 1000000};
}

/* At most `size` octets of a file: how many. */
static size_t contents(const char *path, void *buffer, size_t size) {
    FILE *file = fopen(path, "rb");
    size_t len = file ? fread(buffer, 1, size, file) : 0;
    if (file) fclose(file);
    return len;
}

static void drop(void) {
    if (fd >= 0) close(fd);
    free(kept);
    fd = -1, ended = false, kept = NULL, kept_len = 0, written = 0;
}

static void fail(xmpp_engine *engine, int error) {
    drop();
    xmpp_engine_failed(engine, conn, XMPP_CONNECT_FAILURE_OTHER, xmpp_text(strerror(error)));
}

/* XMPP_OUT_CONNECT: tries the host's addresses one after the other. */
static void start(xmpp_engine *engine, const xmpp_output *out) {
    char host[256], port[8];
    xmpp_str name = xmpp_target_host(out->target);
    snprintf(host, sizeof host, "%.*s", (int)name.len, name.ptr);
    snprintf(port, sizeof port, "%u", (unsigned)xmpp_target_port(out->target));
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *all = NULL, *one;
    drop();
    conn = out->conn;
    int error = getaddrinfo(host, port, &hints, &all) == 0 ? 0 : EADDRNOTAVAIL;
    for (one = all; one && fd < 0; one = one->ai_next) {
        fd = socket(one->ai_family, one->ai_socktype, one->ai_protocol);
        if (fd < 0 || connect(fd, one->ai_addr, one->ai_addrlen) != 0) error = errno, drop();
    }
    if (all) freeaddrinfo(all);
    if (fd < 0) fail(engine, error);
    else fcntl(fd, F_SETFL, O_NONBLOCK), xmpp_engine_connected(engine, conn, NULL);
}

/* XMPP_OUT_TRANSMIT, and when the socket can take more: writes, and keeps what is left. */
static void transmit(xmpp_engine *engine, xmpp_octets more) {
    if (fd < 0) return;
    uint8_t *larger = realloc(kept, kept_len + more.len);
    if (!larger) { fail(engine, ENOMEM); return; }
    kept = larger;
    if (more.len) memcpy(kept + kept_len, more.ptr, more.len), kept_len += more.len;
    ssize_t wrote = send(fd, kept, kept_len, MSG_NOSIGNAL);
    /* Why it fails, reading tells, behind the last words of the server. */
    if (wrote < 0 && errno != EAGAIN && errno != EINTR) kept_len = 0;
    if (wrote <= 0) return;
    memmove(kept, kept + wrote, kept_len -= (size_t)wrote);
    xmpp_engine_transmitted(engine, conn, written += (uint64_t)wrote);
}

/* XMPP_OUT_DISCONNECT: what is left gets a moment to be written. */
static void finish(xmpp_engine *engine) {
    struct timeval moment = {2, 0};
    if (kept_len && setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &moment, sizeof moment) == 0)
        fcntl(fd, F_SETFL, 0), transmit(engine, (xmpp_octets){NULL, 0});
    drop();
}

/* XMPP_OUT_WAIT: sleeps until the engine or the socket has something to do. */
static void sleep_until(xmpp_engine *engine, const xmpp_output *out) {
    uint8_t octets[32 * 1024];
    uint64_t here = now().mono_ms, span = 60000; /* poll(2) does not count sleep */
    if (out->has_until && out->until < here + span)
        span = out->until > here ? out->until - here : 0;
    struct pollfd ask = {-1, 0, 0};
    ask.events = (short)((out->read && !ended ? POLLIN : 0) | (kept_len ? POLLOUT : 0));
    if (ask.events) ask.fd = fd; /* a hang-up is told even to those who ask for nothing */
    if (poll(&ask, 1, (int)span) <= 0) return;
    if (kept_len) transmit(engine, (xmpp_octets){NULL, 0});
    if (fd < 0 || !(ask.events & POLLIN)) return;
    ssize_t got = recv(fd, octets, sizeof octets, 0); /* 64 KiB would be the most */
    if (got > 0) xmpp_engine_receive(engine, conn, octets, (size_t)got);
    else if (got == 0) ended = true, xmpp_engine_eof(engine, conn);
    else if (errno != EAGAIN && errno != EINTR) fail(engine, errno);
}

/* XMPP_OUT_EVENT; false at the end of everything. */
static bool hear(xmpp_engine *engine, const xmpp_event *event) {
    char why[256];
    const xmpp_message *message = xmpp_event_message_stanza(event); /* NULL if it is none .. */
    const xmpp_presence *presence = xmpp_event_presence_stanza(event);
    xmpp_engine_reply(engine, message, xmpp_message_body(message), NULL); /* .. which is refused */
    if (xmpp_presence_kind(presence) == XMPP_PRESENCE_KIND_SUBSCRIBE)
        xmpp_engine_roster_approve(engine, xmpp_presence_sender(presence), NULL);
    if (xmpp_event_kind(event) != XMPP_EVENT_CLOSED) return true;
    xmpp_reason_text(xmpp_event_closed_reason(event), why, sizeof why);
    return fprintf(stderr, "%s\n", why), false;
}

int main(int argc, char **argv) {
    static uint8_t seed[32], pem[1 << 20];
    xmpp_error_info why = XMPP_ERROR_INFO_INIT;
    xmpp_config config;
    xmpp_config_init(&config, sizeof config);
    config.account = xmpp_text(argc > 1 ? argv[1] : "");
    config.password = xmpp_text(getenv("XMPP_PASSWORD"));
    config.reconnect = XMPP_RECONNECT_ONCE_ONLINE; /* what is wrong from the start ends it */
    if (argc > 3) config.host = xmpp_text(argv[2]), config.port = strtoul(argv[3], NULL, 10);
    const char *file = getenv("SSL_CERT_FILE"), *system = "/etc/ssl/certs/ca-certificates.crt";
    xmpp_str text = {(char *)pem, contents(file ? file : system, pem, sizeof pem)};
    xmpp_roots *roots = xmpp_roots_from_pem(text, &why);
    config.roots = roots; /* copied, as all of this is */
    size_t seeded = contents("/dev/urandom", seed, sizeof seed); /* without it, it is refused */
    xmpp_engine *engine = roots ? xmpp_engine_new(&config, seed, seeded, NULL, &why) : NULL;
    xmpp_roots_free(roots);
    if (!engine) fprintf(stderr, "%s\n", why.text);
    bool goes_on = engine != NULL;
    for (xmpp_output out; goes_on && xmpp_engine_poll(engine, now(), &out) == XMPP_OK;)
        switch (out.kind) {
        case XMPP_OUT_CONNECT: start(engine, &out); break;
        case XMPP_OUT_TRANSMIT: transmit(engine, out.bytes); break;
        case XMPP_OUT_DISCONNECT: finish(engine); break;
        case XMPP_OUT_EVENT: goes_on = hear(engine, out.event); break;
        case XMPP_OUT_WAIT: sleep_until(engine, &out);
        }
    drop();
    return xmpp_engine_free(engine), 1;
}

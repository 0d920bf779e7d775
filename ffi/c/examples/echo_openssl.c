/* The echo bot with TLS by OpenSSL: the host secures the connection, and tells the engine what it
 * needs to bind the login to it. echo_openssl ACCOUNT [HOST PORT]; the password is in
 * XMPP_PASSWORD, the trusted certificates where OpenSSL looks for them. Connecting blocks. */
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <xmpp_posix.h> /* for the seed and the clocks */

static xmpp_engine *engine;
static SSL_CTX *context;
static BIO *bio;                /* the connection, if there is one: a socket, later TLS on it */
static SSL *ssl;                /* its TLS, once that was asked for .. */
static bool secured, ended;     /* .. and whether it is there; nothing more can be read */
static uint64_t conn, written;  /* the engine has one connection at a time */
static uint8_t *kept;           /* what could not be written yet */
static size_t kept_len;

static void drop(void) {
    BIO_free_all(bio);
    free(kept);
    bio = NULL, ssl = NULL, kept = NULL, kept_len = 0, written = 0, secured = ended = false;
}

/* A call for the connection has failed: tells the engine, unless it is to be tried again. */
static void fail(void) {
    char text[256] = "the connection broke off";
    if (BIO_should_retry(bio)) return;
    long verdict = ssl ? SSL_get_verify_result(ssl) : X509_V_OK;
    bool trusted = verdict == X509_V_OK; /* if not, it is no use to try again */
    if (ERR_peek_error()) ERR_error_string_n(ERR_peek_error(), text, sizeof text);
    int32_t kind = trusted ? XMPP_CONNECT_FAILURE_OTHER : XMPP_CONNECT_FAILURE_TLS;
    const char *why = trusted ? text : X509_verify_cert_error_string(verdict);
    drop();
    xmpp_engine_failed(engine, conn, kind, xmpp_text(why));
}

static void start(const xmpp_output *out) { /* XMPP_OUT_CONNECT */
    char place[300];
    xmpp_str host = xmpp_target_host(out->target);
    const char *form = memchr(host.ptr, ':', host.len) ? "[%.*s]:%u" : "%.*s:%u";
    snprintf(place, sizeof place, form, (int)host.len, host.ptr, xmpp_target_port(out->target));
    drop();
    ERR_clear_error();
    conn = out->conn, bio = BIO_new_connect(place);
    if (BIO_do_connect(bio) <= 0) { fail(); return; }
    BIO_socket_nbio((int)BIO_get_fd(bio, NULL), 1);
    xmpp_engine_connected(engine, conn, NULL);
}

static void shake_hands(void) {
    ERR_clear_error();
    if (BIO_do_handshake(bio) <= 0) { fail(); return; }
    uint8_t exporter[32], *leaf = NULL;
    X509 *certificate = SSL_get_peer_certificate(ssl);
    xmpp_tls_info info;
    xmpp_tls_info_init(&info, sizeof info);
    bool is13 = SSL_version(ssl) == TLS1_3_VERSION; /* what is older has no safe exporter */
    info.version = is13 ? XMPP_TLS_VERSION_TLS13 : XMPP_TLS_VERSION_TLS12;
    info.verified = XMPP_YES; /* else there was no handshake */
    info.leaf.len = (size_t)i2d_X509(certificate, &leaf), info.leaf.ptr = leaf;
    if (is13 && SSL_export_keying_material(ssl, exporter, sizeof exporter,
                                           "EXPORTER-Channel-Binding", 24, NULL, 0, 1) == 1)
        info.exporter.ptr = exporter, info.exporter.len = sizeof exporter;
    secured = true;
    xmpp_engine_secured(engine, conn, &info);
    OPENSSL_free(leaf), X509_free(certificate);
}

static void start_tls(const xmpp_output *out) { /* XMPP_OUT_START_TLS */
    char name[256];
    snprintf(name, sizeof name, "%.*s", (int)out->domain.len, out->domain.ptr);
    bio = BIO_push(BIO_new_ssl(context, 1), bio);
    BIO_get_ssl(bio, &ssl);
    SSL_set_tlsext_host_name(ssl, name);
    SSL_set1_host(ssl, name); /* the certificate has to be for the account's domain */
    shake_hands();
}

static void transmit(xmpp_octets more) { /* XMPP_OUT_TRANSMIT, and when more can be written */
    uint8_t *larger = bio ? realloc(kept, kept_len + more.len) : NULL;
    if (!larger) { if (bio) xmpp_engine_abort(engine); return; }
    kept = larger;
    if (more.len) memcpy(kept + kept_len, more.ptr, more.len), kept_len += more.len;
    ERR_clear_error();
    int wrote = BIO_write(bio, kept, (int)kept_len);
    if (wrote <= 0) { fail(); return; }
    memmove(kept, kept + wrote, kept_len -= (size_t)wrote);
    xmpp_engine_transmitted(engine, conn, written += (uint64_t)wrote);
}

static void finish(void) { /* XMPP_OUT_DISCONNECT: what is left gets a moment to be written */
    struct pollfd ask = {bio ? (int)BIO_get_fd(bio, NULL) : -1, POLLOUT, 0};
    if (kept_len && poll(&ask, 1, 2000) > 0) transmit((xmpp_octets){NULL, 0});
    drop();
}

static void take(void) {
    uint8_t octets[32 * 1024];
    ERR_clear_error();
    int got = BIO_read(bio, octets, sizeof octets);
    if (got > 0) xmpp_engine_receive(engine, conn, octets, (size_t)got);
    else if (ssl ? !SSL_get_shutdown(ssl) : !BIO_eof(bio)) fail();
    else ended = true, xmpp_engine_eof(engine, conn);
}

static void sleep_until(const xmpp_output *out) { /* XMPP_OUT_WAIT */
    uint64_t now = xmpp_posix_now().mono_ms, span = 60000; /* poll(2) does not count sleep */
    if (out->has_until && out->until < now + span) span = out->until > now ? out->until - now : 0;
    struct pollfd ask = {-1, 0, 0};
    bool shakes = ssl && !secured, reads = bio && out->read && !ended && !shakes;
    if (reads && BIO_pending(bio) > 0) { take(); return; } /* it is here already */
    if (reads || (shakes && BIO_should_read(bio))) ask.events |= POLLIN;
    if (kept_len || (bio && BIO_should_write(bio))) ask.events |= POLLOUT;
    if (ask.events) ask.fd = (int)BIO_get_fd(bio, NULL);
    if (poll(&ask, 1, (int)span) <= 0) return;
    if (shakes) { shake_hands(); return; }
    if (kept_len) transmit((xmpp_octets){NULL, 0});
    if (bio && reads) take();
}

static bool hear(const xmpp_event *event) { /* XMPP_OUT_EVENT: what a bot does */
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
    xmpp_posix *posix = xmpp_posix_new();
    xmpp_error_info why = XMPP_ERROR_INFO_INIT;
    xmpp_config config;
    xmpp_config_init(&config, sizeof config);
    config.account = xmpp_text(argc > 1 ? argv[1] : "");
    config.password = xmpp_text(getenv("XMPP_PASSWORD"));
    config.tls = XMPP_TLS_MODE_HOST;
    config.reconnect = XMPP_RECONNECT_ONCE_ONLINE; /* what is wrong from the start ends it */
    if (argc > 3) config.host = xmpp_text(argv[2]), config.port = strtoul(argv[3], NULL, 10);
    engine = xmpp_posix_engine(posix, &config, &why);
    if (!engine) fprintf(stderr, "%s\n", why.text);
    context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_default_verify_paths(context); /* heeds SSL_CERT_FILE */
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    signal(SIGPIPE, SIG_IGN); /* OpenSSL writes also where nobody listens any more */

    bool goes_on = engine != NULL;
    for (xmpp_output out; goes_on && xmpp_engine_poll(engine, xmpp_posix_now(), &out) == XMPP_OK;)
        switch (out.kind) {
        case XMPP_OUT_CONNECT: start(&out); break;
        case XMPP_OUT_START_TLS: start_tls(&out); break;
        case XMPP_OUT_TRANSMIT: transmit(out.bytes); break;
        case XMPP_OUT_DISCONNECT: finish(); break;
        case XMPP_OUT_EVENT: goes_on = hear(out.event); break;
        case XMPP_OUT_WAIT: sleep_until(&out);
        }
    drop();
    SSL_CTX_free(context);
    xmpp_engine_free(engine);
    return xmpp_posix_free(posix), 1;
}

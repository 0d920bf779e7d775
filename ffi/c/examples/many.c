/* Many sessions in one process, on one thread and one epoll(7): logs in 1,000 times, or as often as
 * it is told, each time with a resource of its own; prints what memory a session takes; ends them.
 * many ACCOUNT HOST PORT [SESSIONS]; the password is in XMPP_PASSWORD, and `ulimit -n` has to allow
 * a file for each. Linux only. */
#define _GNU_SOURCE
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <xmpp_posix.h> /* for the seeds, the clocks and the system's certificates */

enum { LOGINS_AT_ONCE = 16 }; /* each is work for the server */

typedef struct {
    xmpp_engine *engine;
    uint64_t conn, written, until;
    uint8_t *kept; /* what the socket did not take yet */
    size_t kept_len;
    int fd;
    bool connecting, reads;
} Session;

static struct addrinfo *address;
static int epoll = -1;
static size_t started, online, closed;
static bool lost; /* a session that should be there */

/* Tells epoll what the session waits for. */
static void watch(Session *session, int how) {
    struct epoll_event event = {0, {session}};
    if (session->reads && !session->connecting) event.events |= EPOLLIN;
    if (session->connecting || session->kept_len) event.events |= EPOLLOUT;
    if (session->fd >= 0) epoll_ctl(epoll, how, session->fd, &event);
}

static void drop(Session *session) {
    if (session->fd >= 0) close(session->fd); /* which takes it out of epoll, too */
    free(session->kept);
    session->fd = -1, session->kept = NULL, session->kept_len = 0, session->written = 0;
}

static void fail(Session *session, int error) {
    drop(session);
    xmpp_engine_failed(session->engine, session->conn, XMPP_CONNECT_FAILURE_OTHER,
                       xmpp_text(strerror(error)));
}

static void start(Session *session, uint64_t conn) { /* XMPP_OUT_CONNECT */
    drop(session);
    session->conn = conn, session->connecting = true;
    session->fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (connect(session->fd, address->ai_addr, address->ai_addrlen) != 0 && errno != EINPROGRESS)
        fail(session, errno);
    watch(session, EPOLL_CTL_ADD);
}

static void transmit(Session *session, xmpp_octets more) { /* XMPP_OUT_TRANSMIT, and EPOLLOUT */
    if (session->fd < 0) return;
    uint8_t *larger = realloc(session->kept, session->kept_len + more.len);
    if (!larger) { fail(session, ENOMEM); return; }
    if (more.len) memcpy(larger + session->kept_len, more.ptr, more.len);
    session->kept = larger, session->kept_len += more.len;
    ssize_t wrote = send(session->fd, larger, session->kept_len, MSG_NOSIGNAL);
    /* Why it fails, reading tells, behind the last words of the server. */
    if (wrote < 0 && errno != EAGAIN && errno != EINTR) session->kept_len = 0;
    if (wrote <= 0) return;
    memmove(larger, larger + wrote, session->kept_len -= (size_t)wrote);
    if (session->kept_len == 0) free(larger), session->kept = NULL; /* idle, it takes nothing */
    xmpp_engine_transmitted(session->engine, session->conn, session->written += (uint64_t)wrote);
}

static void hear(const xmpp_event *event) { /* XMPP_OUT_EVENT */
    char why[256];
    const xmpp_reason *reason = xmpp_event_closed_reason(event);
    online += xmpp_event_kind(event) == XMPP_EVENT_ONLINE;
    closed += xmpp_event_kind(event) == XMPP_EVENT_CLOSED;
    if (!reason || xmpp_reason_kind(reason) == XMPP_REASON_REQUESTED) return;
    xmpp_reason_text(reason, why, sizeof why);
    fprintf(stderr, "%s\n", why);
    lost = true;
}

static void run(Session *session) {
    xmpp_output out = {0};
    while (out.kind != XMPP_OUT_WAIT &&
           xmpp_engine_poll(session->engine, xmpp_posix_now(), &out) == XMPP_OK)
        switch (out.kind) {
        case XMPP_OUT_CONNECT: start(session, out.conn); break;
        case XMPP_OUT_TRANSMIT: transmit(session, out.bytes); break;
        case XMPP_OUT_DISCONNECT: drop(session); break;
        case XMPP_OUT_EVENT: hear(out.event); break;
        case XMPP_OUT_WAIT: session->until = out.has_until ? out.until : UINT64_MAX;
        }
    session->reads = out.read;
    watch(session, EPOLL_CTL_MOD);
}

static void take(Session *session) { /* EPOLLIN */
    uint8_t octets[16 * 1024];
    ssize_t got = recv(session->fd, octets, sizeof octets, 0);
    if (got > 0) xmpp_engine_receive(session->engine, session->conn, octets, (size_t)got);
    else if (got == 0) drop(session), xmpp_engine_eof(session->engine, session->conn);
    else if (errno != EAGAIN && errno != EINTR) fail(session, errno);
}

static void serve(Session *session, uint32_t events) {
    bool there = session->connecting && !(events & EPOLLERR);
    session->connecting = session->connecting && !there;
    if (there) xmpp_engine_connected(session->engine, session->conn, NULL);
    else if (events & EPOLLOUT) transmit(session, (xmpp_octets){NULL, 0});
    else take(session); /* which also tells why a connection failed */
    run(session);
}

/* One turn: what is ready, then whose time has come. Among thousands a heap would find those. */
static void turn(Session *sessions) {
    struct epoll_event ready[64];
    uint64_t now = xmpp_posix_now().mono_ms, until = now + 1000;
    for (size_t i = 0; i < started; i++)
        if (sessions[i].until < until) until = sessions[i].until;
    int count = epoll_wait(epoll, ready, 64, until > now ? (int)(until - now) : 0);
    for (int i = 0; i < count; i++) serve(ready[i].data.ptr, ready[i].events);
    now = xmpp_posix_now().mono_ms;
    for (size_t i = 0; i < started; i++)
        if (sessions[i].until <= now) run(&sessions[i]);
}

/* Octets of memory that the process has of its own. */
static double resident(void) {
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file && fscanf(file, "%*s %ld", &pages) != 1) pages = 0;
    if (file) fclose(file);
    return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

/* Everything that the sessions share: the address of the server, who is trusted. */
static xmpp_shared *prepare(char **argv, xmpp_error_info *why) {
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    xmpp_posix *posix = xmpp_posix_new();
    xmpp_roots *roots = xmpp_roots_from_pem(xmpp_posix_ca_bundle(posix), why);
    xmpp_shared *shared = roots ? xmpp_shared_new(roots, why) : NULL;
    xmpp_roots_free(roots);
    xmpp_posix_free(posix);
    epoll = epoll_create1(EPOLL_CLOEXEC);
    if (getaddrinfo(argv[2], argv[3], &hints, &address) == 0) return shared;
    snprintf(why->text, sizeof why->text, "%s is no host", argv[2]);
    xmpp_shared_unref(shared);
    return NULL;
}

static bool log_in(Session *session, const char *account, const xmpp_shared *shared) {
    char full[512];
    uint8_t seed[32];
    xmpp_error_info why = XMPP_ERROR_INFO_INIT;
    xmpp_config config;
    xmpp_config_init(&config, sizeof config);
    snprintf(full, sizeof full, "%s/%zu", account, started);
    config.account = xmpp_text(full);
    config.password = xmpp_text(getenv("XMPP_PASSWORD"));
    config.announce = XMPP_NO; /* each would see the presence of all others */
    config.reconnect = XMPP_RECONNECT_NEVER;
    session->fd = -1;
    session->engine = xmpp_engine_new(&config, seed, xmpp_posix_seed(seed) ? 32 : 0, shared, &why);
    if (!session->engine) return fprintf(stderr, "%s\n", why.text), false;
    run(session);
    return true;
}

int main(int argc, char **argv) {
    xmpp_error_info why = XMPP_ERROR_INFO_INIT;
    size_t count = argc > 4 ? strtoul(argv[4], NULL, 10) : 1000;
    xmpp_shared *shared = argc > 3 ? prepare(argv, &why) : NULL;
    Session *sessions = calloc(count, sizeof *sessions);
    if (!shared || !sessions) return fprintf(stderr, "many ACCOUNT HOST PORT: %s\n", why.text), 1;
    double before = resident();
    while (online < count && !lost) {
        while (started < count && started - online < LOGINS_AT_ONCE && !lost)
            lost = !log_in(&sessions[started], argv[1], shared), started += !lost;
        turn(sessions);
    }
    double each = (resident() - before) / (double)count;
    if (!lost) printf("%zu sessions online, %.1f kB each\n", online, each / 1000);
    for (size_t i = 0; i < started; i++) xmpp_engine_close(sessions[i].engine), run(&sessions[i]);
    while (closed < started) turn(sessions);
    for (size_t i = 0; i < started; i++) drop(&sessions[i]), xmpp_engine_free(sessions[i].engine);
    free(sessions);
    xmpp_shared_unref(shared);
    freeaddrinfo(address);
    return lost;
}

/* Sockets, clocks and certificates of a POSIX system; xmpp_posix.h tells how they are used. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* CLOCK_BOOTTIME */
#endif
#ifdef __APPLE__
#define _DARWIN_C_SOURCE
#endif

#include "xmpp_posix.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* then SO_NOSIGPIPE is set on the socket */
#endif

/* The engine must never be given more at once than half of what it keeps (256 KiB). */
enum { READ_AT_ONCE = 32 * 1024, CLOSE_MS = 5000 };

/* One connection. Its place is free while fd is -1. */
typedef struct {
    uint64_t conn;
    int fd;
    bool connecting;
    bool at_end;             /* nothing more can be read */
    bool closing;            /* to be closed behind its last octet */
    uint64_t close_by;       /* on the monotonic clock, while closing */
    struct addrinfo *found;  /* all addresses, while connecting */
    struct addrinfo *next;   /* the one to try next */
    uint8_t *unwritten;      /* octets from first to last */
    size_t first, last, room;
    uint64_t written;        /* since the beginning of the connection */
} Link;

struct xmpp_posix {
    Link links[XMPP_POSIX_FDS];
    char *bundle;
    size_t bundle_len;
};

xmpp_posix *xmpp_posix_new(void) {
    xmpp_posix *posix = calloc(1, sizeof *posix);
    for (int i = 0; posix && i < XMPP_POSIX_FDS; i++)
        posix->links[i].fd = -1;
    return posix;
}

static void forget(Link *link) {
    if (link->fd >= 0)
        close(link->fd);
    if (link->found)
        freeaddrinfo(link->found);
    free(link->unwritten);
    memset(link, 0, sizeof *link);
    link->fd = -1;
}

void xmpp_posix_free(xmpp_posix *posix) {
    for (int i = 0; posix && i < XMPP_POSIX_FDS; i++)
        forget(&posix->links[i]);
    if (posix)
        free(posix->bundle);
    free(posix);
}

/* ---- clocks, chance, certificates ---- */

bool xmpp_posix_seed(uint8_t seed[32]) {
    FILE *source = fopen("/dev/urandom", "rb");
    if (!source)
        return false;
    setvbuf(source, NULL, _IONBF, 0); /* no copy of the seed stays behind in a buffer */
    bool whole = fread(seed, 1, 32, source) == 32;
    fclose(source);
    return whole;
}

static uint64_t milliseconds(clockid_t clock) {
    struct timespec time = {0, 0};
    clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

xmpp_now xmpp_posix_now(void) {
    xmpp_now now;
    memset(&now, 0, sizeof now);
#ifdef CLOCK_BOOTTIME
    now.mono_ms = milliseconds(CLOCK_BOOTTIME);
#else
    now.mono_ms = milliseconds(CLOCK_MONOTONIC); /* Apple's counts sleep */
#endif
    now.unix_ms = milliseconds(CLOCK_REALTIME);
    return now;
}

static bool read_bundle(xmpp_posix *posix, const char *path) {
    FILE *file = path ? fopen(path, "rb") : NULL;
    if (!file)
        return false;
    size_t room = 0, len = 0, got = 0;
    char *text = NULL;
    do {
        if (len == room) {
            char *larger = realloc(text, room = room ? room * 2 : 64 * 1024);
            if (!larger)
                break;
            text = larger;
        }
        len += got = fread(text + len, 1, room - len, file);
    } while (got > 0);
    bool whole = len > 0 && feof(file);
    fclose(file);
    if (whole)
        posix->bundle = text, posix->bundle_len = len;
    else
        free(text);
    return whole;
}

xmpp_str xmpp_posix_ca_bundle(xmpp_posix *posix) {
    static const char *const places[] = {
        "/etc/ssl/certs/ca-certificates.crt",                /* Debian, Ubuntu, Arch, Gentoo */
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", /* Fedora, RHEL */
        "/etc/ssl/ca-bundle.pem",                            /* openSUSE */
        "/etc/ssl/cert.pem",                                 /* Alpine, macOS, the BSDs */
        "/usr/local/share/certs/ca-root-nss.crt",            /* FreeBSD */
    };
    const char *named = getenv("SSL_CERT_FILE");
    bool found = posix->bundle != NULL || (named && read_bundle(posix, named));
    for (size_t i = 0; !found && !named && i < sizeof places / sizeof *places; i++)
        found = read_bundle(posix, places[i]);
    xmpp_str text = {posix->bundle, posix->bundle_len};
    return text;
}

/* What the system trusts; NULL, and why, if that cannot be found out. */
static xmpp_roots *system_roots(xmpp_posix *posix, xmpp_error_info *error) {
    xmpp_str bundle = xmpp_posix_ca_bundle(posix);
    if (bundle.ptr)
        return xmpp_roots_from_pem(bundle, error);
    if (error && error->size >= sizeof *error) {
        error->code = XMPP_ERR_PEM;
        snprintf(error->text, sizeof error->text,
                 "the certificates that the system trusts cannot be read: SSL_CERT_FILE may name "
                 "a file that holds them");
    }
    return NULL;
}

xmpp_engine *xmpp_posix_engine(xmpp_posix *posix, const xmpp_config *config,
                               xmpp_error_info *error) {
    uint8_t seed[32] = {0};
    xmpp_roots *roots = NULL;
    xmpp_config with = *config;
    bool by_engine = config->tls == 0 || config->tls == XMPP_TLS_MODE_ENGINE;
    if (by_engine && !config->roots) {
        with.roots = roots = system_roots(posix, error);
        if (!roots)
            return NULL;
    }
    /* Without a seed its length is wrong, which the engine says. */
    size_t len = xmpp_posix_seed(seed) ? sizeof seed : 0;
    xmpp_engine *engine = xmpp_engine_new(&with, seed, len, NULL, error);
    xmpp_roots_free(roots);
    return engine;
}

/* ---- connecting ---- */

static Link *find(xmpp_posix *posix, uint64_t conn) {
    for (int i = 0; i < XMPP_POSIX_FDS; i++)
        if (posix->links[i].fd >= 0 && !posix->links[i].closing && posix->links[i].conn == conn)
            return &posix->links[i];
    return NULL;
}

static Link *free_link(xmpp_posix *posix) {
    for (int i = 0; i < XMPP_POSIX_FDS; i++)
        if (posix->links[i].fd < 0)
            return &posix->links[i];
    return NULL;
}

static int32_t failure_of(int error) {
    switch (error) {
    case ECONNREFUSED:
        return XMPP_CONNECT_FAILURE_REFUSED;
    case ENETUNREACH:
    case EHOSTUNREACH:
        return XMPP_CONNECT_FAILURE_UNREACHABLE;
    case ETIMEDOUT:
        return XMPP_CONNECT_FAILURE_TIMED_OUT;
    case ECONNRESET:
    case EPIPE:
        return XMPP_CONNECT_FAILURE_RESET;
    default:
        return XMPP_CONNECT_FAILURE_OTHER;
    }
}

static void tell_failure(xmpp_engine *engine, uint64_t conn, int error) {
    xmpp_engine_failed(engine, conn, failure_of(error), xmpp_text(strerror(error)));
}

/* The connection is lost. */
static void lose(Link *link, xmpp_engine *engine, int error) {
    uint64_t conn = link->conn;
    bool closing = link->closing;
    forget(link);
    if (!closing)
        tell_failure(engine, conn, error);
}

static int open_socket(const struct addrinfo *address) {
    int one = 1;
    int fd = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
    if (fd < 0)
        return -1;
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
#ifdef SO_NOSIGPIPE
    setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &one, sizeof one);
#endif
    if (connect(fd, address->ai_addr, address->ai_addrlen) == 0 || errno == EINPROGRESS)
        return fd;
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

/* Tries the addresses that are left; false, with errno, if none is. */
static bool try_next(Link *link) {
    for (; link->next; link->next = link->next->ai_next) {
        link->fd = open_socket(link->next);
        if (link->fd >= 0) {
            link->next = link->next->ai_next;
            return link->connecting = true;
        }
    }
    return false;
}

/* The host's addresses; the engine is told if there are none. */
static struct addrinfo *resolve(xmpp_engine *engine, const xmpp_output *out) {
    char name[256], port[8];
    xmpp_str host = xmpp_target_host(out->target);
    struct addrinfo hints, *found = NULL;
    int fault = EAI_NONAME;
    memset(&hints, 0, sizeof hints);
    hints.ai_socktype = SOCK_STREAM;
    snprintf(port, sizeof port, "%u", (unsigned)xmpp_target_port(out->target));
    if (host.len < sizeof name) {
        memcpy(name, host.ptr, host.len);
        name[host.len] = '\0';
        fault = getaddrinfo(name, port, &hints, &found);
    }
    if (fault == 0)
        return found;
    int32_t kind = fault == EAI_NONAME ? XMPP_CONNECT_FAILURE_NO_ADDRESS
                                       : XMPP_CONNECT_FAILURE_OTHER;
    xmpp_engine_failed(engine, out->conn, kind, xmpp_text(gai_strerror(fault)));
    return NULL;
}

void xmpp_posix_connect(xmpp_posix *posix, xmpp_engine *engine, const xmpp_output *out) {
    Link *link = free_link(posix);
    if (!link) {
        tell_failure(engine, out->conn, EMFILE);
        return;
    }
    link->found = link->next = resolve(engine, out);
    link->conn = out->conn;
    errno = EADDRNOTAVAIL;
    if (link->found && !try_next(link))
        lose(link, engine, errno);
}

/* The attempt has come to its end, good or bad. */
static void finish_connect(Link *link, xmpp_engine *engine) {
    int error = 0;
    socklen_t len = sizeof error;
    if (getsockopt(link->fd, SOL_SOCKET, SO_ERROR, &error, &len) != 0)
        error = errno;
    if (error != 0) {
        close(link->fd);
        link->fd = -1;
        link->connecting = false;
        if (!try_next(link))
            lose(link, engine, error);
        return;
    }
    freeaddrinfo(link->found);
    link->found = link->next = NULL;
    link->connecting = false;
    xmpp_engine_connected(engine, link->conn, NULL);
}

/* ---- writing ---- */

/* What the peer said before it hung up may be why it did, so it is read before that is told. */
static void hear_out(Link *link, xmpp_engine *engine) {
    uint8_t octets[READ_AT_ONCE];
    ssize_t got;
    while (!link->at_end && !link->closing && (got = recv(link->fd, octets, sizeof octets, 0)) > 0)
        if (xmpp_engine_receive(engine, link->conn, octets, (size_t)got) != XMPP_OK)
            break;
}

/* Writes what the socket takes of the octets; how many. On a fault the connection is lost. */
static size_t put(Link *link, xmpp_engine *engine, const uint8_t *octets, size_t len) {
    size_t done = 0;
    while (done < len) {
        ssize_t wrote = send(link->fd, octets + done, len - done, MSG_NOSIGNAL);
        if (wrote >= 0) {
            done += (size_t)wrote;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            break;
        } else if (errno != EINTR) {
            int error = errno;
            hear_out(link, engine);
            lose(link, engine, error);
            return len;
        }
    }
    link->written += done;
    if (done > 0 && !link->closing)
        xmpp_engine_transmitted(engine, link->conn, link->written);
    return done;
}

static bool keep(Link *link, const uint8_t *octets, size_t len) {
    if (link->first > 0) {
        memmove(link->unwritten, link->unwritten + link->first, link->last - link->first);
        link->last -= link->first;
        link->first = 0;
    }
    if (link->room - link->last < len) {
        size_t room = (link->last + len) * 2;
        uint8_t *larger = realloc(link->unwritten, room);
        if (!larger)
            return false;
        link->unwritten = larger;
        link->room = room;
    }
    memcpy(link->unwritten + link->last, octets, len);
    link->last += len;
    return true;
}

void xmpp_posix_transmit(xmpp_posix *posix, xmpp_engine *engine, const xmpp_output *out) {
    Link *link = find(posix, out->conn);
    if (!link)
        return;
    const uint8_t *octets = out->bytes.ptr;
    size_t len = out->bytes.len, done = 0;
    if (link->first == link->last)
        done = put(link, engine, octets, len);
    if (done < len && !keep(link, octets + done, len - done))
        lose(link, engine, ENOMEM);
}

/* Writes what was kept; frees the memory behind the last of it. */
static void flush(Link *link, xmpp_engine *engine) {
    size_t waiting = link->last - link->first;
    size_t done = put(link, engine, link->unwritten + link->first, waiting);
    if (link->fd < 0)
        return;
    link->first += done;
    if (done == waiting) {
        free(link->unwritten);
        link->unwritten = NULL;
        link->first = link->last = link->room = 0;
        if (link->closing)
            forget(link);
    }
}

void xmpp_posix_disconnect(xmpp_posix *posix, const xmpp_output *out) {
    Link *link = find(posix, out->conn);
    if (!link)
        return;
    link->closing = true;
    link->close_by = xmpp_posix_now().mono_ms + CLOSE_MS;
    if (link->connecting || link->first == link->last)
        forget(link);
}

/* ---- waiting and reading ---- */

void xmpp_posix_fds(xmpp_posix *posix, const xmpp_output *out, struct pollfd fds[XMPP_POSIX_FDS]) {
    uint64_t now = xmpp_posix_now().mono_ms;
    for (int i = 0; i < XMPP_POSIX_FDS; i++) {
        Link *link = &posix->links[i];
        if (link->fd >= 0 && link->closing && link->close_by <= now)
            forget(link);
        bool reads = out->read && !link->connecting && !link->closing && !link->at_end;
        bool writes = link->connecting || link->first < link->last;
        /* One that is asked for nothing is left out: its hang-up would be told again and again. */
        fds[i].fd = reads || writes ? link->fd : -1;
        fds[i].events = (short)((reads ? POLLIN : 0) | (writes ? POLLOUT : 0));
        fds[i].revents = 0;
    }
}

int xmpp_posix_timeout(const xmpp_posix *posix, const xmpp_output *out) {
    uint64_t now = xmpp_posix_now().mono_ms;
    uint64_t until = out->has_until ? out->until : UINT64_MAX;
    for (int i = 0; i < XMPP_POSIX_FDS; i++) {
        const Link *link = &posix->links[i];
        if (link->fd >= 0 && link->closing && link->close_by < until)
            until = link->close_by;
    }
    if (until == UINT64_MAX)
        return -1;
    uint64_t wait = until > now ? until - now : 0;
    return wait > 60000 ? 60000 : (int)wait; /* poll(2) does not count sleep, so look now and then */
}

static void take(Link *link, xmpp_engine *engine) {
    uint8_t octets[READ_AT_ONCE];
    ssize_t got = recv(link->fd, octets, sizeof octets, 0);
    if (got > 0) {
        if (xmpp_engine_receive(engine, link->conn, octets, (size_t)got) != XMPP_OK)
            lose(link, engine, ENOBUFS);
    } else if (got == 0) {
        link->at_end = true;
        xmpp_engine_eof(engine, link->conn);
    } else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
        lose(link, engine, errno);
    }
}

static void serve(Link *link, xmpp_engine *engine, const struct pollfd *fd) {
    if (link->connecting) {
        if (fd->revents)
            finish_connect(link, engine);
        return;
    }
    if (fd->revents & POLLOUT)
        flush(link, engine);
    if (link->fd >= 0 && (fd->events & POLLIN) && (fd->revents & (POLLIN | POLLHUP | POLLERR)))
        take(link, engine);
    else if (link->fd >= 0 && (fd->revents & (POLLHUP | POLLERR)))
        lose(link, engine, ECONNRESET);
}

void xmpp_posix_ready(xmpp_posix *posix, xmpp_engine *engine,
                      const struct pollfd fds[XMPP_POSIX_FDS]) {
    for (int i = 0; i < XMPP_POSIX_FDS; i++)
        if (fds[i].fd >= 0 && fds[i].fd == posix->links[i].fd)
            serve(&posix->links[i], engine, &fds[i]);
}

bool xmpp_posix_busy(const xmpp_posix *posix) {
    for (int i = 0; i < XMPP_POSIX_FDS; i++)
        if (posix->links[i].fd >= 0)
            return true;
    return false;
}

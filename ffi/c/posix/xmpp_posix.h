/* xmpp_posix.h: sockets, clocks and the system's certificates for programs on libxmpp.
 *
 * libxmpp has no sockets of its own. On a POSIX system this helper has what a program around poll(2)
 * needs, and nothing that such a program could not write for itself; the loop stays the program's:
 *
 *     struct pollfd fds[XMPP_POSIX_FDS];
 *     xmpp_output out;
 *     for (bool closed = false; !closed;) {
 *         xmpp_engine_poll(engine, xmpp_posix_now(), &out);
 *         switch (out.kind) {
 *         case XMPP_OUT_CONNECT:    xmpp_posix_connect(posix, engine, &out); break;
 *         case XMPP_OUT_TRANSMIT:   xmpp_posix_transmit(posix, engine, &out); break;
 *         case XMPP_OUT_DISCONNECT: xmpp_posix_disconnect(posix, &out); break;
 *         case XMPP_OUT_EVENT:      what the program does, and at the very end
 *             closed = xmpp_event_kind(out.event) == XMPP_EVENT_CLOSED; break;
 *         case XMPP_OUT_WAIT:
 *             xmpp_posix_fds(posix, &out, fds);
 *             poll(fds, XMPP_POSIX_FDS, xmpp_posix_timeout(posix, &out));
 *             xmpp_posix_ready(posix, engine, fds);
 *         }
 *     }
 *
 * One xmpp_posix serves one engine, on one thread at a time. No function may be given NULL, except
 * xmpp_posix_free. Nothing here keeps anything that an output lends. */
#ifndef XMPP_POSIX_H
#define XMPP_POSIX_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <xmpp.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How many file descriptors xmpp_posix_fds asks poll(2) for: most of them -1, which it passes over. */
#define XMPP_POSIX_FDS 8

/* The connections of one engine. */
typedef struct xmpp_posix xmpp_posix;

/* New, without connections. NULL if there is no memory. */
xmpp_posix *xmpp_posix_new(void);

/* Closes what is open and frees it. NULL is allowed. */
void xmpp_posix_free(xmpp_posix *posix);

/* Fills in the seed of an engine from the system's random source. False if there is none: then no
 * engine must be made. */
bool xmpp_posix_seed(uint8_t seed[32]);

/* Both clocks. The monotonic one counts sleep where the system has such a clock. */
xmpp_now xmpp_posix_now(void);

/* The certificates that the system trusts, in PEM: the file that the environment names in
 * SSL_CERT_FILE, else the first one there is of those that systems keep. Valid until
 * xmpp_posix_free; ptr is NULL if there is none that can be read. */
xmpp_str xmpp_posix_ca_bundle(xmpp_posix *posix);

/* An engine for the account of `config`, with a seed from the system. If neither config->roots nor
 * config->tls says anything else, it trusts what the system trusts. Free it with xmpp_engine_free.
 * NULL, and `error` says why, as with xmpp_engine_new; XMPP_ERR_PEM if the system's certificates
 * cannot be found or read. */
xmpp_engine *xmpp_posix_engine(xmpp_posix *posix, const xmpp_config *config,
                               xmpp_error_info *error);

/* XMPP_OUT_CONNECT: begins to connect. Finding the host's addresses may BLOCK for as long as the
 * system's resolver does; a program that must not wait resolves in a thread of its own and connects
 * by itself. The addresses are tried one after the other. The engine is told by
 * xmpp_engine_connected or xmpp_engine_failed. */
void xmpp_posix_connect(xmpp_posix *posix, xmpp_engine *engine, const xmpp_output *out);

/* XMPP_OUT_TRANSMIT: writes what the socket takes and keeps a copy of the rest. The engine is told
 * by xmpp_engine_transmitted. */
void xmpp_posix_transmit(xmpp_posix *posix, xmpp_engine *engine, const xmpp_output *out);

/* XMPP_OUT_DISCONNECT: closes the connection, behind what is still to be written: for that it has
 * five seconds. */
void xmpp_posix_disconnect(xmpp_posix *posix, const xmpp_output *out);

/* XMPP_OUT_WAIT: fills in what to give to poll(2). While out->read is 0 no socket is asked for
 * input. */
void xmpp_posix_fds(xmpp_posix *posix, const xmpp_output *out, struct pollfd fds[XMPP_POSIX_FDS]);

/* XMPP_OUT_WAIT: how long to wait, in milliseconds; -1 for as long as it takes. */
int xmpp_posix_timeout(const xmpp_posix *posix, const xmpp_output *out);

/* Behind poll(2): connects, writes, reads, and tells the engine. Of each socket at most 32 KiB are
 * read at once, so that no call is long. */
void xmpp_posix_ready(xmpp_posix *posix, xmpp_engine *engine,
                      const struct pollfd fds[XMPP_POSIX_FDS]);

/* Whether something is still to be written or closed: a program that saw XMPP_EVENT_CLOSED goes on
 * with xmpp_posix_fds, poll(2) and xmpp_posix_ready until this is false. */
bool xmpp_posix_busy(const xmpp_posix *posix);

#ifdef __cplusplus
}
#endif

#endif

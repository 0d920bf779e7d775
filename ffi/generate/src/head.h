/*
 * libxmpp: an XMPP client as a pure state machine, for C programs. This file is the manual.
 *
 * The program owns the sockets, the clock and the loop; the library never blocks, calls nothing
 * back, starts no thread and has no global state. Inputs only store; xmpp_engine_poll is the only
 * place where the engine runs, and everything comes out of it:
 *
 *     xmpp_config config;
 *     xmpp_config_init(&config, sizeof config);
 *     config.account = xmpp_text("romeo@example.org");
 *     config.password = xmpp_text(getenv("XMPP_PASSWORD"));
 *     config.roots = roots;                               // xmpp_roots_from_pem
 *     xmpp_engine *engine = xmpp_engine_new(&config, seed, 32, NULL, &error);
 *     for (bool closed = false; !closed;) {
 *         xmpp_output out;
 *         if (xmpp_engine_poll(engine, now(), &out) != XMPP_OK)
 *             break;
 *         switch (out.kind) {
 *         case XMPP_OUT_CONNECT:      // connect to xmpp_target_host(out.target) and _port;
 *             ..                      //   then xmpp_engine_connected or xmpp_engine_failed
 *         case XMPP_OUT_TRANSMIT:     // write out.bytes, in the order of the outputs;
 *             ..                      //   then xmpp_engine_transmitted with the running total
 *         case XMPP_OUT_START_TLS:    // only if config.tls is XMPP_TLS_MODE_HOST: make TLS for
 *             ..                      //   out.domain; then xmpp_engine_secured or _failed
 *         case XMPP_OUT_DISCONNECT:   // write what is left, then close
 *             ..
 *         case XMPP_OUT_EVENT:        // for the app, by xmpp_event_kind(out.event);
 *             ..                      //   it may call anything here, and need not
 *             closed = xmpp_event_kind(out.event) == XMPP_EVENT_CLOSED; // nothing follows
 *         case XMPP_OUT_WAIT:         // always last: sleep until there is input or, if
 *             ..                      //   out.has_until, until out.until. Then xmpp_engine_receive
 *         }                           //   what was read; while out.read is 0, read nothing
 *     }
 *
 * Life-times. What is said to be lent - texts, octets, events and everything in them - stays good
 * until the next poll of its engine; any other call may be made with it, so that an answer can be
 * built from an event. Cursors (xmpp_element ..) are the caller's own, and good for as long as what
 * they were taken from. Handles are freed by the function that is called like them: xmpp_engine_free.
 * What a function is given is copied, if it is kept at all.
 *
 * Errors. A function that can fail answers XMPP_OK or one of XMPP_ERR_..; then nothing has changed,
 * and xmpp_engine_error says why in a sentence. Functions without an engine take an
 * xmpp_error_info, which may be NULL. A function that reads something lent gives an absent value (a
 * text with `ptr` NULL, NULL, 0, false) for NULL and for what is not there; that is no fault. Kinds
 * and codes that a program does not know may come from a newer library: pass over them.
 * A bug of the library never unwinds or aborts: the call answers XMPP_ERR_POISONED, and so does
 * every later one with that handle. Out of memory is the exception: then it aborts.
 *
 * Mistakes that C cannot exclude. Pointers have to be good; a debug build of the library finds a
 * handle that is used or freed after it was freed, and says so (XMPP_ERR_HANDLE, or a line on
 * standard error). One engine is used by one thread at a time.
 *
 * MIT or Apache-2.0. Written by `UPDATE=1 cargo test -p xmpp-generate`.
 */
#ifndef XMPP_H
#define XMPP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/** The version of this header; xmpp_version() tells that of the library. */
#define XMPP_VERSION "@VERSION@"

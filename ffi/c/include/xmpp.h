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
#define XMPP_VERSION "0.1.0"

/** An engine: one account's client. Any number of them, each used by one thread at a time. */
typedef struct xmpp_engine xmpp_engine;

/** What many engines have in common; counted, usable from any thread. */
typedef struct xmpp_shared xmpp_shared;

/** Authorities to trust. */
typedef struct xmpp_roots xmpp_roots;

/** An element that is being made. */
typedef struct xmpp_builder xmpp_builder;

/** A parser for one XML stream. */
typedef struct xmpp_parser xmpp_parser;

/** An address (RFC 7622). */
typedef struct xmpp_jid xmpp_jid;

/** Lent. A message. */
typedef struct xmpp_message xmpp_message;

/** Lent. A presence. */
typedef struct xmpp_presence xmpp_presence;

/** Lent. An info/query. */
typedef struct xmpp_iq xmpp_iq;

/**
 * Lent. Where the driver shall connect to.
 */
typedef struct xmpp_target xmpp_target;

/**
 * Lent. How a session came to be.
 * `xmpp_session_kind_kind` says which: XMPP_SESSION_KIND_..
 */
typedef struct xmpp_session_kind xmpp_session_kind;

/**
 * Lent. By which way a message came.
 * `xmpp_message_origin_kind` says which: XMPP_MESSAGE_ORIGIN_..
 */
typedef struct xmpp_message_origin xmpp_message_origin;

/**
 * Lent. What the app hears.
 * `xmpp_event_kind` says which: XMPP_EVENT_..
 */
typedef struct xmpp_event xmpp_event;

/**
 * Lent. A moment between the years 0001 and 9999.
 */
typedef struct xmpp_date_time xmpp_date_time;

/**
 * Lent. Says that a stanza was kept for a while (XEP-0203 section 3).
 */
typedef struct xmpp_delay xmpp_delay;

/**
 * Lent. What kind of thing an entity is (XEP-0030 section 3.1).
 */
typedef struct xmpp_disco_identity xmpp_disco_identity;

/**
 * Lent. One thing that an entity can do (XEP-0030 section 3.1).
 */
typedef struct xmpp_disco_feature xmpp_disco_feature;

/**
 * Lent. The question what an entity is and can do, and the answer (XEP-0030 section 3).
 */
typedef struct xmpp_disco_info xmpp_disco_info;

/**
 * Lent. One entity that belongs to another (XEP-0030 section 4.1).
 */
typedef struct xmpp_disco_item xmpp_disco_item;

/**
 * Lent. The question what belongs to an entity, and the answer (XEP-0030 section 4).
 */
typedef struct xmpp_disco_items xmpp_disco_items;

/**
 * Lent. Asks the recipient to say that the message arrived (XEP-0184 section 5).
 */
typedef struct xmpp_receipt_request xmpp_receipt_request;

/**
 * Lent. Says that a message arrived (XEP-0184 section 5).
 */
typedef struct xmpp_receipt_received xmpp_receipt_received;

/**
 * Lent. An id that a server or a room gave to a stanza (XEP-0359 section 3).
 */
typedef struct xmpp_stanza_id xmpp_stanza_id;

/**
 * Lent. An id that the sender gave to a stanza, and that survives on its way (XEP-0359 section 3).
 */
typedef struct xmpp_origin_id xmpp_origin_id;

/**
 * Lent. Why a login by SASL failed.
 * `xmpp_sasl_error_kind` says which: XMPP_SASL_ERROR_..
 */
typedef struct xmpp_sasl_error xmpp_sasl_error;

/**
 * Lent. Why a server refuses a login: the conditions of RFC 6120 section 6.5.
 * `xmpp_sasl_condition_kind` says which: XMPP_SASL_CONDITION_..
 */
typedef struct xmpp_sasl_condition xmpp_sasl_condition;

/**
 * Lent. How a server ends SCRAM when it refuses: the values of `e=` in RFC 5802 section 7.
 * `xmpp_scram_fault_kind` says which: XMPP_SCRAM_FAULT_..
 */
typedef struct xmpp_scram_fault xmpp_scram_fault;

/**
 * Lent. How a request of ours ended.
 * `xmpp_answer_result_kind` says which: XMPP_ANSWER_RESULT_..
 */
typedef struct xmpp_answer_result xmpp_answer_result;

/**
 * Lent. The defined conditions of RFC 6120 section 8.3.3.
 * `xmpp_stanza_condition_kind` says which: XMPP_STANZA_CONDITION_..
 */
typedef struct xmpp_stanza_condition xmpp_stanza_condition;

/**
 * Lent. Why a stanza came to nothing (RFC 6120 section 8.3).
 */
typedef struct xmpp_stanza_error xmpp_stanza_error;

/**
 * Lent. The defined conditions of RFC 6120 section 4.9.3.
 * `xmpp_stream_condition_kind` says which: XMPP_STREAM_CONDITION_..
 */
typedef struct xmpp_stream_condition xmpp_stream_condition;

/**
 * Lent. An error that ends a stream (RFC 6120 section 4.9).
 */
typedef struct xmpp_stream_error xmpp_stream_error;

/**
 * Lent. Why we are offline or closed.
 * `xmpp_reason_kind` says which: XMPP_REASON_..
 */
typedef struct xmpp_reason xmpp_reason;

/**
 * Lent. Why a connection could not be made or was lost, as the driver saw it.
 * `xmpp_connect_failure_kind` says which: XMPP_CONNECT_FAILURE_..
 */
typedef struct xmpp_connect_failure xmpp_connect_failure;

/**
 * Lent. Why the TLS of a connection failed.
 * `xmpp_tls_fault_kind` says which: XMPP_TLS_FAULT_..
 */
typedef struct xmpp_tls_fault xmpp_tls_fault;

/**
 * Lent. What XEP-0030 tells the app.
 * `xmpp_disco_event_kind` says which: XMPP_DISCO_EVENT_..
 */
typedef struct xmpp_disco_event xmpp_disco_event;

/**
 * Lent. What XEP-0199 tells the app.
 * `xmpp_ping_event_kind` says which: XMPP_PING_EVENT_..
 */
typedef struct xmpp_ping_event xmpp_ping_event;

/**
 * Lent. A name under which a contact is sorted (RFC 6121 section 2.1.2.6).
 */
typedef struct xmpp_roster_group xmpp_roster_group;

/**
 * Lent. A contact (RFC 6121 section 2.1.2).
 */
typedef struct xmpp_roster_item xmpp_roster_item;

/**
 * Lent. What the app hears about its contacts.
 * `xmpp_roster_event_kind` says which: XMPP_ROSTER_EVENT_..
 */
typedef struct xmpp_roster_event xmpp_roster_event;



/**
 * It was done.
 */
#define XMPP_OK 0

/**
 * A pointer that has to be there was NULL.
 */
#define XMPP_ERR_NULL 1

/**
 * A text is not UTF-8.
 */
#define XMPP_ERR_UTF8 2

/**
 * A bug of the library: it panicked in this call or an earlier one with this handle, which can
 * only be freed.
 */
#define XMPP_ERR_POISONED 3

/**
 * A size is impossible: a struct's is smaller than any known one or larger with settings that this
 * library does not know, the seed has not 32 octets, or a length is beyond the memory.
 */
#define XMPP_ERR_SIZE 4

/**
 * The handle was freed before, or is none of this kind.
 */
#define XMPP_ERR_HANDLE 5

/**
 * A number stands for nothing that this library knows.
 */
#define XMPP_ERR_VALUE 6

/**
 * There is no certificate in it, or one that is damaged.
 */
#define XMPP_ERR_PEM 7

/**
 * There is nothing to give: what was asked for is not there.
 */
#define XMPP_ERR_EMPTY 8

/**
 * The input waits already for more than `xmpp_limits.received_bytes`: `read = 0` was
 * ignored.
 */
#define XMPP_ERR_INPUT_FULL 100

/**
 * More octets are said to be transmitted than were given out.
 */
#define XMPP_ERR_INPUT_NEVER_GIVEN 101

/**
 * An event is said to be handled that was never given out.
 */
#define XMPP_ERR_INPUT_NEVER_HAPPENED 102

/**
 * The queue is at its limit (`xmpp_limits.queued_stanzas`, `xmpp_limits.queued_bytes`);
 * `XMPP_EVENT_WRITABLE` comes when there is room again.
 */
#define XMPP_ERR_SEND_FULL 103

/**
 * As many of our requests wait for an answer as may (`xmpp_limits.pending_iqs`).
 */
#define XMPP_ERR_SEND_TOO_MANY_REQUESTS 104

/**
 * The stanza is larger than the queue or the server takes.
 */
#define XMPP_ERR_SEND_TOO_LARGE 105

/**
 * XML cannot carry the stanza, or it is a request without an id.
 */
#define XMPP_ERR_SEND_INVALID 106

/**
 * A request with the same id waits for its answer.
 */
#define XMPP_ERR_SEND_DUPLICATE_ID 107

/**
 * `close` was called: nothing further is taken.
 */
#define XMPP_ERR_SEND_CLOSING 108

/**
 * No such request waits: it was answered, its deadline has passed, or the stream it came
 * over has ended.
 */
#define XMPP_ERR_ANSWER_UNKNOWN 109

/**
 * The answer was not taken by the queue.
 */
#define XMPP_ERR_ANSWER_NOT_SENT 110

/**
 * The queue of outbound stanzas, or the table of requests, is full.
 */
#define XMPP_ERR_COMMAND_FULL 111

/**
 * The engine is closing or closed.
 */
#define XMPP_ERR_COMMAND_CLOSING 112

/**
 * An argument of the command cannot be sent.
 */
#define XMPP_ERR_COMMAND_INVALID 113

/**
 * Not one root could be used: no server could ever be trusted.
 */
#define XMPP_ERR_SHARED_NO_USABLE_ROOTS 114

/**
 * The chain or key of a server's identity cannot be used.
 */
#define XMPP_ERR_SHARED_BAD_IDENTITY 115

/**
 * The engine was built without the feature `tls`.
 */
#define XMPP_ERR_SHARED_NO_TLS 116

/**
 * A part is empty: `@example.org`, `juliet@`, `example.org/`.
 */
#define XMPP_ERR_JID_EMPTY 117

/**
 * A part has more than 1,023 octets in its normal form.
 */
#define XMPP_ERR_JID_TOO_LONG 118

/**
 * A character has no place in the part, or not in this place.
 */
#define XMPP_ERR_JID_REFUSED 119

/**
 * The local part mixes directions of writing in a way that cannot be read in one order
 * (the Bidi rule of RFC 5893).
 */
#define XMPP_ERR_JID_MIXED_DIRECTIONS 120

/**
 * The domain is neither a name that IDNA knows nor an address literal.
 */
#define XMPP_ERR_JID_BAD_DOMAIN 121

/**
 * A rule of XML 1.0 (5th edition) is broken.
 */
#define XMPP_ERR_XML_NOT_WELL_FORMED 122

/**
 * Something XML has and XMPP has not (RFC 6120 11.1): a comment, a processing
 * instruction, a document type declaration, or an entity other than the five predefined.
 */
#define XMPP_ERR_XML_RESTRICTED_XML 123

/**
 * An encoding other than UTF-8, or a byte order mark (RFC 6120 11.6).
 */
#define XMPP_ERR_XML_UNSUPPORTED_ENCODING 124

/**
 * Octets that are no UTF-8.
 */
#define XMPP_ERR_XML_INVALID_UTF8 125

/**
 * A prefix that is not declared, or a reserved prefix or namespace that is misused.
 */
#define XMPP_ERR_XML_BAD_NAMESPACE_PREFIX 126

/**
 * Text other than white space between the elements of the stream's first level.
 */
#define XMPP_ERR_XML_UNEXPECTED_TEXT 127

/**
 * A stream header inside a stream.
 */
#define XMPP_ERR_XML_SECOND_HEADER 128

/**
 * One of the limits of the parser (`XmlLimits`) is exceeded.
 */
#define XMPP_ERR_XML_TOO_LARGE 129

/**
 * Not a name without a colon by Namespaces in XML, or the name `xmlns`.
 */
#define XMPP_ERR_BUILD_INVALID_NAME 130

/**
 * Text, a value or a namespace with a character that XML cannot carry, such as U+0000.
 */
#define XMPP_ERR_BUILD_INVALID_CHARACTER 131

/**
 * A namespace that cannot be used here: `xmlns` and `xml` are reserved.
 */
#define XMPP_ERR_BUILD_INVALID_NAMESPACE 132

/**
 * Two attributes of one element with the same name and namespace.
 */
#define XMPP_ERR_BUILD_DUPLICATE_ATTRIBUTE 133

/**
 * An attribute behind content, content outside the root, or `close` without `open`.
 */
#define XMPP_ERR_BUILD_MISPLACED 134

/**
 * The element would have 2^28 octets or more.
 */
#define XMPP_ERR_BUILD_OVERSIZED 135

/**
 * It is no message, presence or iq of the namespace `jabber:client`.
 */
#define XMPP_ERR_STANZA_NO_STANZA 136

/**
 * An address is not a JID.
 */
#define XMPP_ERR_STANZA_BAD_ADDRESS 137

/**
 * The type is not one that this kind of stanza has.
 */
#define XMPP_ERR_STANZA_BAD_TYPE 138

/**
 * An IQ without an id, or a request without exactly one payload.
 */
#define XMPP_ERR_STANZA_BAD_IQ 139

/**
 * It is another element.
 */
#define XMPP_ERR_PAYLOAD_UNEXPECTED 140

/**
 * A part that has to be there is not.
 */
#define XMPP_ERR_PAYLOAD_MISSING 141

/**
 * A part has a value that it cannot have.
 */
#define XMPP_ERR_PAYLOAD_INVALID 142

/**
 * Yes, where 0 stands for the default. The same as `true`.
 */
#define XMPP_YES 1

/**
 * No, where 0 stands for the default.
 */
#define XMPP_NO 2

/**
 * Yes, with growing pauses, unless the cause would come again at once for ever: a refused
 * password, or another client that takes the same resource.
 */
#define XMPP_RECONNECT_ALWAYS 1

/**
 * No: every end is final. For scripts.
 */
#define XMPP_RECONNECT_NEVER 2

/**
 * As always, once it was online; until then every end is final. For bots: one that is
 * started with a wrong password or address ends and can say why.
 */
#define XMPP_RECONNECT_ONCE_ONLINE 3

/**
 * At the next `poll`: for a program that acts on each event inside the loop.
 */
#define XMPP_HANDLED_MODE_IMPLICIT 1

/**
 * When the program calls `handled`: for everything that puts a queue between.
 */
#define XMPP_HANDLED_MODE_EXPLICIT 2

/**
 * Connect, then call `connected` or `failed`.
 */
#define XMPP_OUT_CONNECT 1

/**
 * Write these octets, in the order of the outputs; then call `transmitted`.
 */
#define XMPP_OUT_TRANSMIT 2

/**
 * Go over to TLS, then call `secured` or `failed`. Only if the config says that the host
 * brings the TLS.
 */
#define XMPP_OUT_START_TLS 3

/**
 * Write what is still to be written, then close. Nothing more is heard from it.
 */
#define XMPP_OUT_DISCONNECT 4

/**
 * Something for the app.
 */
#define XMPP_OUT_EVENT 5

/**
 * Nothing to do: always last. Sleep until there is input, or until `until`.
 */
#define XMPP_OUT_WAIT 6

/**
 * A new session: what others knew of an earlier one is gone.
 */
#define XMPP_SESSION_KIND_FRESH 1

/**
 * Directly, over this stream.
 */
#define XMPP_MESSAGE_ORIGIN_LIVE 1

/**
 * From the server.
 */
#define XMPP_WIRE_DIRECTION_RECEIVED 1

/**
 * To the server.
 */
#define XMPP_WIRE_DIRECTION_SENT 2

/**
 * The session is there: stanzas flow.
 */
#define XMPP_EVENT_ONLINE 1

/**
 * The connection is gone, or could not be made; the engine dials again by itself.
 */
#define XMPP_EVENT_OFFLINE 2

/**
 * The engine has come to its end and does nothing any more.
 */
#define XMPP_EVENT_CLOSED 3

/**
 * A message, errors among them.
 */
#define XMPP_EVENT_MESSAGE 4

/**
 * A presence: who is there, who asks for a subscription, an error.
 */
#define XMPP_EVENT_PRESENCE 5

/**
 * An IQ request in a namespace that the config claims. It waits for `answer`.
 */
#define XMPP_EVENT_REQUEST 6

/**
 * The end of a request made with `ask`.
 */
#define XMPP_EVENT_ANSWER 7

/**
 * A stanza is written: the driver reported its last octet as transmitted. The last
 * word on it unless the server counts stanzas (XEP-0198); after a lost connection a
 * stanza can be written again.
 */
#define XMPP_EVENT_WRITTEN 8

/**
 * The server has taken the stanza (XEP-0198). The last word on it.
 */
#define XMPP_EVENT_ACKED 9

/**
 * The connection was lost before the server acknowledged the stanza: it may or
 * may not have arrived. The last word on it.
 */
#define XMPP_EVENT_UNSURE 10

/**
 * The stanza was not sent and will not be. The last word on it.
 */
#define XMPP_EVENT_FAILED 11

/**
 * A call was refused because a queue was full; there is room again.
 */
#define XMPP_EVENT_WRITABLE 12

/**
 * Something from the server was left out: it was over the limits or could not be
 * understood. The session goes on.
 */
#define XMPP_EVENT_DROPPED 13

/**
 * The app has to decide on a certificate; `trust` answers.
 */
#define XMPP_EVENT_VERIFY_CERTIFICATE 14

/**
 * Credentials are needed; `provide` answers.
 */
#define XMPP_EVENT_NEED_CREDENTIALS 15

/**
 * An element on the wire, if the config asks for it. Secrets are left out.
 */
#define XMPP_EVENT_WIRE 16

/**
 * Service discovery (XEP-0030).
 */
#define XMPP_EVENT_DISCO 17

/**
 * Pings between entities (XEP-0199).
 */
#define XMPP_EVENT_PING 18

/**
 * The contact list and who may see whom (RFC 6121).
 */
#define XMPP_EVENT_ROSTER 19

/**
 * The config carries none.
 */
#define XMPP_CREDENTIALS_WHY_MISSING 1

/**
 * The server refused those that were given.
 */
#define XMPP_CREDENTIALS_WHY_REFUSED 2

/**
 * The server offers no mechanism that this engine has, that the policy allows and that the
 * given secret fits.
 */
#define XMPP_SASL_ERROR_NOT_OFFERED 1

/**
 * Only PLAIN is left, and `SaslPolicy` does not allow it, or the
 * server's certificate has not been verified.
 */
#define XMPP_SASL_ERROR_PLAIN_NOT_ALLOWED 2

/**
 * The policy requires channel binding, and either the server or this connection has none.
 */
#define XMPP_SASL_ERROR_NO_CHANNEL_BINDING 3

/**
 * A user name that is empty or holds NUL.
 */
#define XMPP_SASL_ERROR_BAD_USER_NAME 4

/**
 * A password that is empty or that SASLprep (RFC 4013) refuses: it holds control characters,
 * characters newer than Unicode 3.2, or mixes directions of writing.
 */
#define XMPP_SASL_ERROR_BAD_PASSWORD 5

/**
 * The stored keys do not fit what the server asks for now; the password is needed.
 */
#define XMPP_SASL_ERROR_KEYS_OUTDATED 6

/**
 * A message of the server that breaks the grammar of the mechanism.
 */
#define XMPP_SASL_ERROR_MALFORMED 7

/**
 * A message of the server beyond `xmpp_limits.sasl_message_bytes`.
 */
#define XMPP_SASL_ERROR_MESSAGE_TOO_LARGE 8

/**
 * The server answered to another nonce than ours, or added nothing to it.
 */
#define XMPP_SASL_ERROR_BAD_NONCE 9

/**
 * The server demands an extension of SCRAM (`m=`). None is defined.
 */
#define XMPP_SASL_ERROR_EXTENSION_REQUIRED 10

/**
 * Fewer than 4096 rounds, or more than `xmpp_limits.scram_iterations`.
 */
#define XMPP_SASL_ERROR_ITERATIONS_OUT_OF_RANGE 11

/**
 * The mechanisms or channel-binding types we were offered are not those that the server
 * offered (XEP-0474): somebody sits in between.
 */
#define XMPP_SASL_ERROR_DOWNGRADED 12

/**
 * The server does not know the password.
 */
#define XMPP_SASL_ERROR_BAD_SERVER_SIGNATURE 13

/**
 * The server claims success without having proved anything.
 */
#define XMPP_SASL_ERROR_SUCCESS_WITHOUT_PROOF 14

/**
 * A message of the server at a point where none is due.
 */
#define XMPP_SASL_ERROR_OUT_OF_STEP 15

/**
 * The server ended SCRAM with an error of its own.
 */
#define XMPP_SASL_ERROR_SCRAM_REFUSED 16

/**
 * The server refused the login (RFC 6120 section 6.5).
 */
#define XMPP_SASL_ERROR_REFUSED 17

/**
 * We gave up.
 */
#define XMPP_SASL_CONDITION_ABORTED 1

/**
 * The account exists but is switched off.
 */
#define XMPP_SASL_CONDITION_ACCOUNT_DISABLED 2

/**
 * The password must be renewed first.
 */
#define XMPP_SASL_CONDITION_CREDENTIALS_EXPIRED 3

/**
 * The mechanism is not allowed without encryption.
 */
#define XMPP_SASL_CONDITION_ENCRYPTION_REQUIRED 4

/**
 * Our base64 was not understood.
 */
#define XMPP_SASL_CONDITION_INCORRECT_ENCODING 5

/**
 * We may not act as the user we named.
 */
#define XMPP_SASL_CONDITION_INVALID_AUTHZID 6

/**
 * The server does not have the mechanism after all.
 */
#define XMPP_SASL_CONDITION_INVALID_MECHANISM 7

/**
 * Our message was not understood.
 */
#define XMPP_SASL_CONDITION_MALFORMED_REQUEST 8

/**
 * The mechanism is too weak for this account.
 */
#define XMPP_SASL_CONDITION_MECHANISM_TOO_WEAK 9

/**
 * User name or password is wrong.
 */
#define XMPP_SASL_CONDITION_NOT_AUTHORIZED 10

/**
 * Try again later.
 */
#define XMPP_SASL_CONDITION_TEMPORARY_AUTH_FAILURE 11

/**
 * A condition this version does not know, or none at all.
 */
#define XMPP_SASL_CONDITION_UNDEFINED 12

/**
 * The base64 of our message was not understood.
 */
#define XMPP_SCRAM_FAULT_INVALID_ENCODING 1

/**
 * An extension we did not ask for.
 */
#define XMPP_SCRAM_FAULT_EXTENSIONS_NOT_SUPPORTED 2

/**
 * The password is wrong.
 */
#define XMPP_SCRAM_FAULT_INVALID_PROOF 3

/**
 * Our connection and the server's are not the same one: somebody sits in between.
 */
#define XMPP_SCRAM_FAULT_CHANNEL_BINDINGS_DONT_MATCH 4

/**
 * We said that the server has no channel binding, but it has: somebody sits in between.
 */
#define XMPP_SCRAM_FAULT_SERVER_DOES_SUPPORT_CHANNEL_BINDING 5

/**
 * The server has no channel binding after all.
 */
#define XMPP_SCRAM_FAULT_CHANNEL_BINDING_NOT_SUPPORTED 6

/**
 * The server does not have this type of channel binding.
 */
#define XMPP_SCRAM_FAULT_UNSUPPORTED_CHANNEL_BINDING_TYPE 7

/**
 * There is no such user.
 */
#define XMPP_SCRAM_FAULT_UNKNOWN_USER 8

/**
 * The user name was not understood.
 */
#define XMPP_SCRAM_FAULT_INVALID_USERNAME_ENCODING 9

/**
 * The server is short of resources.
 */
#define XMPP_SCRAM_FAULT_NO_RESOURCES 10

/**
 * The server does not say why.
 */
#define XMPP_SCRAM_FAULT_OTHER_ERROR 11

/**
 * A value this version does not know.
 */
#define XMPP_SCRAM_FAULT_UNDEFINED 12

/**
 * SCRAM-SHA-1 (RFC 5802).
 */
#define XMPP_SCRAM_HASH_SHA1 1

/**
 * SCRAM-SHA-256 (RFC 7677).
 */
#define XMPP_SCRAM_HASH_SHA256 2

/**
 * SCRAM-SHA-512.
 */
#define XMPP_SCRAM_HASH_SHA512 3

/**
 * Larger than the server now takes (XEP-0478); it took more when the stanza was queued.
 */
#define XMPP_SEND_FAILURE_TOO_LARGE 1

/**
 * The stanza was in flight at two deaths of the link in a row, both by a stream error.
 */
#define XMPP_SEND_FAILURE_POISON 2

/**
 * The session ended before the stanza was written.
 */
#define XMPP_SEND_FAILURE_CLOSED 3

/**
 * It ends as unsure: the app decides.
 */
#define XMPP_UNACKED_POLICY_DROP 1

/**
 * It is sent again, first and in order, with the same id. It may arrive twice.
 */
#define XMPP_UNACKED_POLICY_RESEND 2

/**
 * It was granted.
 */
#define XMPP_ANSWER_RESULT_RESULT 1

/**
 * It was refused.
 */
#define XMPP_ANSWER_RESULT_ERROR 2

/**
 * No answer came in time.
 */
#define XMPP_ANSWER_RESULT_TIMEOUT 3

/**
 * The stream ended first. Whether the request was carried out is not known.
 */
#define XMPP_ANSWER_RESULT_OFFLINE 4

/**
 * The app gave it up. Whether the request was carried out is not known.
 */
#define XMPP_ANSWER_RESULT_CANCELLED 5

/**
 * Log in first.
 */
#define XMPP_STANZA_ERROR_KIND_AUTH 1

/**
 * Nothing.
 */
#define XMPP_STANZA_ERROR_KIND_CANCEL 2

/**
 * Go on: it was only a warning.
 */
#define XMPP_STANZA_ERROR_KIND_CONTINUE 3

/**
 * Change what was sent.
 */
#define XMPP_STANZA_ERROR_KIND_MODIFY 4

/**
 * Wait and try again.
 */
#define XMPP_STANZA_ERROR_KIND_WAIT 5

/**
 * The stanza cannot be processed.
 */
#define XMPP_STANZA_CONDITION_BAD_REQUEST 1

/**
 * Something of that name is there already.
 */
#define XMPP_STANZA_CONDITION_CONFLICT 2

/**
 * It is not offered.
 */
#define XMPP_STANZA_CONDITION_FEATURE_NOT_IMPLEMENTED 3

/**
 * The sender may not.
 */
#define XMPP_STANZA_CONDITION_FORBIDDEN 4

/**
 * The recipient can no longer be reached under this address.
 */
#define XMPP_STANZA_CONDITION_GONE 5

/**
 * The server failed by itself.
 */
#define XMPP_STANZA_CONDITION_INTERNAL_SERVER_ERROR 6

/**
 * The thing asked for is not there.
 */
#define XMPP_STANZA_CONDITION_ITEM_NOT_FOUND 7

/**
 * An address is malformed.
 */
#define XMPP_STANZA_CONDITION_JID_MALFORMED 8

/**
 * The recipient does not accept what was sent.
 */
#define XMPP_STANZA_CONDITION_NOT_ACCEPTABLE 9

/**
 * Nobody may.
 */
#define XMPP_STANZA_CONDITION_NOT_ALLOWED 10

/**
 * The sender has to log in first.
 */
#define XMPP_STANZA_CONDITION_NOT_AUTHORIZED 11

/**
 * A local policy was broken.
 */
#define XMPP_STANZA_CONDITION_POLICY_VIOLATION 12

/**
 * The recipient is not there just now.
 */
#define XMPP_STANZA_CONDITION_RECIPIENT_UNAVAILABLE 13

/**
 * The recipient is to be reached elsewhere for a while.
 */
#define XMPP_STANZA_CONDITION_REDIRECT 14

/**
 * The sender has to register first.
 */
#define XMPP_STANZA_CONDITION_REGISTRATION_REQUIRED 15

/**
 * The recipient's server is not there.
 */
#define XMPP_STANZA_CONDITION_REMOTE_SERVER_NOT_FOUND 16

/**
 * The recipient's server did not answer in time.
 */
#define XMPP_STANZA_CONDITION_REMOTE_SERVER_TIMEOUT 17

/**
 * There are no resources left for it.
 */
#define XMPP_STANZA_CONDITION_RESOURCE_CONSTRAINT 18

/**
 * The recipient does not offer it.
 */
#define XMPP_STANZA_CONDITION_SERVICE_UNAVAILABLE 19

/**
 * The sender has to subscribe first.
 */
#define XMPP_STANZA_CONDITION_SUBSCRIPTION_REQUIRED 20

/**
 * None of the others; see the application's condition.
 */
#define XMPP_STANZA_CONDITION_UNDEFINED_CONDITION 21

/**
 * The stanza came at a moment when it was not expected.
 */
#define XMPP_STANZA_CONDITION_UNEXPECTED_REQUEST 22

/**
 * A condition that RFC 6120 does not know.
 */
#define XMPP_STANZA_CONDITION_UNKNOWN 23

/**
 * Asks for something.
 */
#define XMPP_IQ_KIND_GET 1

/**
 * Asks for a change.
 */
#define XMPP_IQ_KIND_SET 2

/**
 * The answer.
 */
#define XMPP_IQ_KIND_RESULT 3

/**
 * The answer that it could not be done.
 */
#define XMPP_IQ_KIND_ERROR 4

/**
 * One to one, in a conversation.
 */
#define XMPP_MESSAGE_KIND_CHAT 1

/**
 * An error in answer to an earlier message.
 */
#define XMPP_MESSAGE_KIND_ERROR 2

/**
 * In a room.
 */
#define XMPP_MESSAGE_KIND_GROUPCHAT 3

/**
 * An alert without an answer expected.
 */
#define XMPP_MESSAGE_KIND_HEADLINE 4

/**
 * By itself.
 */
#define XMPP_MESSAGE_KIND_NORMAL 5

/**
 * The sender is there.
 */
#define XMPP_PRESENCE_KIND_AVAILABLE 1

/**
 * An error in answer to an earlier presence.
 */
#define XMPP_PRESENCE_KIND_ERROR 2

/**
 * Asks for the present presence; between servers.
 */
#define XMPP_PRESENCE_KIND_PROBE 3

/**
 * Asks to see the recipient's presence.
 */
#define XMPP_PRESENCE_KIND_SUBSCRIBE 4

/**
 * Lets the recipient see the sender's presence.
 */
#define XMPP_PRESENCE_KIND_SUBSCRIBED 5

/**
 * The sender is gone.
 */
#define XMPP_PRESENCE_KIND_UNAVAILABLE 6

/**
 * Stops seeing the recipient's presence.
 */
#define XMPP_PRESENCE_KIND_UNSUBSCRIBE 7

/**
 * Stops letting the recipient see the sender's presence.
 */
#define XMPP_PRESENCE_KIND_UNSUBSCRIBED 8

/**
 * Away for a while.
 */
#define XMPP_SHOW_AWAY 1

/**
 * Eager to chat.
 */
#define XMPP_SHOW_CHAT 2

/**
 * Not to be disturbed.
 */
#define XMPP_SHOW_DND 3

/**
 * Away for a long while.
 */
#define XMPP_SHOW_XA 4

/**
 * The XML cannot be processed.
 */
#define XMPP_STREAM_CONDITION_BAD_FORMAT 1

/**
 * A namespace prefix is missing or unknown.
 */
#define XMPP_STREAM_CONDITION_BAD_NAMESPACE_PREFIX 2

/**
 * Another stream of the same account has taken this one's place.
 */
#define XMPP_STREAM_CONDITION_CONFLICT 3

/**
 * The peer had nothing from us for too long.
 */
#define XMPP_STREAM_CONDITION_CONNECTION_TIMEOUT 4

/**
 * The domain is no longer served there.
 */
#define XMPP_STREAM_CONDITION_HOST_GONE 5

/**
 * The domain is not served there.
 */
#define XMPP_STREAM_CONDITION_HOST_UNKNOWN 6

/**
 * An address is missing or malformed.
 */
#define XMPP_STREAM_CONDITION_IMPROPER_ADDRESSING 7

/**
 * The server failed by itself.
 */
#define XMPP_STREAM_CONDITION_INTERNAL_SERVER_ERROR 8

/**
 * A sender's address is not the authenticated one.
 */
#define XMPP_STREAM_CONDITION_INVALID_FROM 9

/**
 * The stream's or the content's namespace is wrong.
 */
#define XMPP_STREAM_CONDITION_INVALID_NAMESPACE 10

/**
 * The XML is invalid for a server that validates.
 */
#define XMPP_STREAM_CONDITION_INVALID_XML 11

/**
 * The action needs a login first.
 */
#define XMPP_STREAM_CONDITION_NOT_AUTHORIZED 12

/**
 * The XML is not well-formed.
 */
#define XMPP_STREAM_CONDITION_NOT_WELL_FORMED 13

/**
 * A local policy was broken, such as a size limit.
 */
#define XMPP_STREAM_CONDITION_POLICY_VIOLATION 14

/**
 * A further server could not be reached.
 */
#define XMPP_STREAM_CONDITION_REMOTE_CONNECTION_FAILED 15

/**
 * The stream is to be opened anew.
 */
#define XMPP_STREAM_CONDITION_RESET 16

/**
 * The server has no resources left for this stream.
 */
#define XMPP_STREAM_CONDITION_RESOURCE_CONSTRAINT 17

/**
 * XML that XMPP forbids: a comment, a DTD, a processing instruction.
 */
#define XMPP_STREAM_CONDITION_RESTRICTED_XML 18

/**
 * The server asks to connect elsewhere.
 */
#define XMPP_STREAM_CONDITION_SEE_OTHER_HOST 19

/**
 * The server is shutting down.
 */
#define XMPP_STREAM_CONDITION_SYSTEM_SHUTDOWN 20

/**
 * None of the others; see the application's condition.
 */
#define XMPP_STREAM_CONDITION_UNDEFINED_CONDITION 21

/**
 * An encoding other than UTF-8.
 */
#define XMPP_STREAM_CONDITION_UNSUPPORTED_ENCODING 22

/**
 * A mandatory feature is not supported.
 */
#define XMPP_STREAM_CONDITION_UNSUPPORTED_FEATURE 23

/**
 * An element that the receiver does not expect at this place.
 */
#define XMPP_STREAM_CONDITION_UNSUPPORTED_STANZA_TYPE 24

/**
 * A version of XMPP that the receiver does not support.
 */
#define XMPP_STREAM_CONDITION_UNSUPPORTED_VERSION 25

/**
 * A condition that RFC 6120 does not know.
 */
#define XMPP_STREAM_CONDITION_OTHER 26

/**
 * The app called `close`.
 */
#define XMPP_REASON_REQUESTED 1

/**
 * The app called `abort`.
 */
#define XMPP_REASON_ABORTED 2

/**
 * Whatever drove the engine is gone: it panicked, or its runtime ended. Said by a driver.
 */
#define XMPP_REASON_DRIVER_GONE 3

/**
 * No connection could be made.
 */
#define XMPP_REASON_CONNECT_FAILED 4

/**
 * The server offers no TLS, or refused it, and we do not go on without.
 */
#define XMPP_REASON_TLS_REQUIRED 5

/**
 * TLS failed, or the certificate is not valid for the domain.
 */
#define XMPP_REASON_TLS_FAILED 6

/**
 * The connection ended without a word.
 */
#define XMPP_REASON_CONNECTION_LOST 7

/**
 * The server closed the stream.
 */
#define XMPP_REASON_STREAM_CLOSED 8

/**
 * The server ended the stream with an error.
 */
#define XMPP_REASON_STREAM_ERROR 9

/**
 * The server broke the protocol; it was told so with this condition.
 */
#define XMPP_REASON_PEER_FAULT 10

/**
 * The login failed: the server refused it, nothing usable is offered, or the server could
 * not prove that it knows the password.
 */
#define XMPP_REASON_LOGIN_FAILED 11

/**
 * The server refused to bind the resource.
 */
#define XMPP_REASON_BIND_REFUSED 12

/**
 * The server bound an address of another account.
 */
#define XMPP_REASON_WRONG_IDENTITY 13

/**
 * The server did not answer in time.
 */
#define XMPP_REASON_TIMED_OUT 14

/**
 * The driver's connection.
 */
#define XMPP_LOGIN_STEP_CONNECT 1

/**
 * The server's stream header.
 */
#define XMPP_LOGIN_STEP_HEADER 2

/**
 * The server's stream features.
 */
#define XMPP_LOGIN_STEP_FEATURES 3

/**
 * The answer to STARTTLS.
 */
#define XMPP_LOGIN_STEP_START_TLS 4

/**
 * The TLS handshake.
 */
#define XMPP_LOGIN_STEP_TLS 5

/**
 * The app's verdict on a certificate.
 */
#define XMPP_LOGIN_STEP_TRUST 6

/**
 * The app's credentials.
 */
#define XMPP_LOGIN_STEP_CREDENTIALS 7

/**
 * The server's next SASL message.
 */
#define XMPP_LOGIN_STEP_LOGIN 8

/**
 * The server's answer to resource binding.
 */
#define XMPP_LOGIN_STEP_BIND 9

/**
 * The server's acknowledgement of stanzas (XEP-0198).
 */
#define XMPP_LOGIN_STEP_ACK 10

/**
 * The connection takes none of our octets: the other side is gone, or does not read.
 */
#define XMPP_LOGIN_STEP_WRITE 11

/**
 * The end of the stream after `close`.
 */
#define XMPP_LOGIN_STEP_CLOSE 12

/**
 * The engine does TLS itself (needs the feature `tls`).
 */
#define XMPP_TLS_MODE_ENGINE 1

/**
 * The host does: the engine says `XMPP_OUT_START_TLS`, the host answers
 * `secured`; or the host connects with TLS and says so in `connected`.
 */
#define XMPP_TLS_MODE_HOST 2

/**
 * Nobody: everything, passwords included, goes in the clear. For tests and for links
 * that never leave the machine; never chosen by the engine itself.
 */
#define XMPP_TLS_MODE_PLAIN 3

/**
 * With the first octet (XEP-0368).
 */
#define XMPP_TLS_START_DIRECT 1

/**
 * After `<proceed/>` (RFC 6120 section 5).
 */
#define XMPP_TLS_START_START_TLS 2

/**
 * It is the server's: go on.
 */
#define XMPP_VERDICT_ACCEPT 1

/**
 * It is not: the attempt ends with `XMPP_TLS_FAULT_REFUSED`.
 */
#define XMPP_VERDICT_REFUSE 2

/**
 * RFC 5246.
 */
#define XMPP_TLS_VERSION_TLS12 1

/**
 * RFC 8446.
 */
#define XMPP_TLS_VERSION_TLS13 2

/**
 * The host name has no address.
 */
#define XMPP_CONNECT_FAILURE_NO_ADDRESS 1

/**
 * Nobody listens there.
 */
#define XMPP_CONNECT_FAILURE_REFUSED 2

/**
 * The network has no way to the host.
 */
#define XMPP_CONNECT_FAILURE_UNREACHABLE 3

/**
 * No answer in time.
 */
#define XMPP_CONNECT_FAILURE_TIMED_OUT 4

/**
 * The peer, or something between, cut the connection without a word.
 */
#define XMPP_CONNECT_FAILURE_RESET 5

/**
 * The host's own TLS failed.
 */
#define XMPP_CONNECT_FAILURE_TLS 6

/**
 * Anything else.
 */
#define XMPP_CONNECT_FAILURE_OTHER 7

/**
 * No trusted root stands above the certificate.
 */
#define XMPP_TLS_FAULT_UNKNOWN_ISSUER 1

/**
 * The certificate, or one above it, is out of date by the time of `xmpp_now`.
 */
#define XMPP_TLS_FAULT_EXPIRED 2

/**
 * The certificate, or one above it, is of the future by the time of `xmpp_now`.
 */
#define XMPP_TLS_FAULT_NOT_YET_VALID 3

/**
 * The certificate is somebody else's.
 */
#define XMPP_TLS_FAULT_NOT_VALID_FOR_NAME 4

/**
 * The certificate was called back.
 */
#define XMPP_TLS_FAULT_REVOKED 5

/**
 * The certificate cannot be used for another reason: damaged, an authority's own, a bad
 * signature, an unknown critical extension.
 */
#define XMPP_TLS_FAULT_BAD_CERTIFICATE 6

/**
 * The peer showed no certificate.
 */
#define XMPP_TLS_FAULT_NO_CERTIFICATE 7

/**
 * The app did not accept the certificate.
 */
#define XMPP_TLS_FAULT_REFUSED 8

/**
 * What came is not TLS.
 */
#define XMPP_TLS_FAULT_NOT_TLS 9

/**
 * No version, cipher or key exchange in common.
 */
#define XMPP_TLS_FAULT_INCOMPATIBLE 10

/**
 * The peer ended TLS by an alert.
 */
#define XMPP_TLS_FAULT_ALERT 11

/**
 * The peer broke the rules of TLS, or an octet was changed on the way.
 */
#define XMPP_TLS_FAULT_PROTOCOL 12

/**
 * The domain cannot stand in a certificate.
 */
#define XMPP_TLS_FAULT_BAD_DOMAIN 13

/**
 * The engine was built without the feature `tls`.
 */
#define XMPP_TLS_FAULT_NOT_BUILT_IN 14

/**
 * What an entity is and can do.
 */
#define XMPP_DISCO_EVENT_INFO 1

/**
 * What belongs to an entity.
 */
#define XMPP_DISCO_EVENT_ITEMS 2

/**
 * There is no usable answer.
 */
#define XMPP_DISCO_EVENT_FAILED 3

/**
 * The other side answered. An error such as `service-unavailable` is an answer too.
 */
#define XMPP_PING_EVENT_PONG 1

/**
 * No answer came.
 */
#define XMPP_PING_EVENT_LOST 2

/**
 * Nobody: `none`, or something that is not known here.
 */
#define XMPP_ROSTER_SUBSCRIPTION_NEITHER 1

/**
 * We see theirs: `to`.
 */
#define XMPP_ROSTER_SUBSCRIPTION_TO 2

/**
 * They see ours: `from`.
 */
#define XMPP_ROSTER_SUBSCRIPTION_FROM 3

/**
 * Each the other's: `both`.
 */
#define XMPP_ROSTER_SUBSCRIPTION_BOTH 4

/**
 * The contact is to go: `remove`.
 */
#define XMPP_ROSTER_SUBSCRIPTION_REMOVE 5

/**
 * The whole list.
 */
#define XMPP_ROSTER_EVENT_RECEIVED 1

/**
 * A contact is new, or has changed.
 */
#define XMPP_ROSTER_EVENT_CHANGED 2

/**
 * A contact is gone.
 */
#define XMPP_ROSTER_EVENT_REMOVED 3

/**
 * The server has done what a command asked.
 */
#define XMPP_ROSTER_EVENT_DONE 4

/**
 * What a command, or the fetch at login, asked for was not done.
 */
#define XMPP_ROSTER_EVENT_FAILED 5

/**
 * There is nothing more.
 */
#define XMPP_NODE_END 0

/**
 * An element.
 */
#define XMPP_NODE_ELEMENT 1

/**
 * A run of text.
 */
#define XMPP_NODE_TEXT 2

/**
 * Nothing is complete: feed more.
 */
#define XMPP_ITEM_MORE 0

/**
 * The stream header, as an element with its attributes and no content.
 */
#define XMPP_ITEM_START 1

/**
 * An element of the stream's first level.
 */
#define XMPP_ITEM_ELEMENT 2

/**
 * An element that exceeded a limit and was skipped: its start tag, without its content.
 */
#define XMPP_ITEM_DROPPED 3

/**
 * The end of the stream; no element.
 */
#define XMPP_ITEM_END 4

/**
 * What one XML stream may make the parser keep. Enforced on unfinished input too.
 * Set up by `xmpp_xml_limits_init`, then changed field by field: zero, and an absent text, stand
 * for the default.
 */
typedef struct {
  /**
   * `sizeof` this struct, as the program knows it.
   */
  uint32_t size;
  /**
   * Zero.
   */
  uint32_t reserved;
  /**
   * Levels of elements in one stanza. Real stanzas stay below 20.
   * Default: 128.
   */
  uint64_t depth;
  /**
   * Octets of one element of the stream's first level, from its `<` to its last `>`. Servers
   * accept 256 KiB to 512 KiB from clients and may send more, archives being the largest. A
   * little less than 128 MiB is the most: more counts as that.
   * Default: 2 * 1024 * 1024.
   */
  uint64_t stanza_bytes;
  /**
   * Elements and runs of text in one stanza. A roster of 10,000 contacts has 30,000.
   * Default: 65_536.
   */
  uint64_t nodes;
  /**
   * Attributes in one stanza, all elements together, namespace declarations among them.
   * Default: 131_072.
   */
  uint64_t attributes;
  /**
   * Attributes of one element, namespace declarations among them. Real ones have a dozen.
   * Default: 256.
   */
  uint64_t attributes_per_element;
  /**
   * Octets of one name, prefix or name of a namespace. Real ones have 30.
   * Default: 1024.
   */
  uint64_t name_bytes;
  /**
   * Octets of the stream header with the XML declaration. Real ones have 300.
   * Default: 16 * 1024.
   */
  uint64_t header_bytes;
} xmpp_xml_limits;

/**
 * Every bound of an engine. What exceeds one gets a typed error; nothing grows without end.
 * Set up by `xmpp_limits_init`, then changed field by field: zero, and an absent text, stand for
 * the default.
 */
typedef struct {
  /**
   * `sizeof` this struct, as the program knows it.
   */
  uint32_t size;
  /**
   * Zero.
   */
  uint32_t reserved;
  /**
   * The parser after login.
   * May be NULL.
   */
  const xmpp_xml_limits *xml;
  /**
   * The parser before login.
   * May be NULL.
   */
  const xmpp_xml_limits *xml_before_login;
  /**
   * Octets of a connection's input that wait for the machine. `XMPP_OUT_WAIT`
   * says `read = 0` from half of it; beyond it `receive` takes nothing. Sixteen TLS records, so
   * that a driver that reads in pieces of 64 KiB never meets the border.
   * Default: 256 * 1024.
   */
  uint64_t received_bytes;
  /**
   * Octets handed out in `XMPP_OUT_TRANSMIT` that the driver has not reported as transmitted. As
   * much as
   * a socket's own buffer holds: more would only wait there, where it cannot be cancelled.
   * Default: 256 * 1024.
   */
  uint64_t in_flight_bytes;
  /**
   * Stanzas that wait to be written. An app that was offline for a day has dozens.
   * Default: 4096.
   */
  uint64_t queued_stanzas;
  /**
   * Octets of the stanzas that wait to be written: 4 KiB for each, on average.
   * Default: 16 * 1024 * 1024.
   */
  uint64_t queued_bytes;
  /**
   * Stanzas written but not acknowledged by the server (XEP-0198). One that is full holds
   * further stanzas back in the queue. It is
   * asked every 64 stanzas, so this is many lost answers.
   * Default: 4096.
   */
  uint64_t unacked_stanzas;
  /**
   * Our own IQ requests that wait for an answer. A large account asks some hundreds at login.
   * Default: 1024.
   */
  uint64_t pending_iqs;
  /**
   * Incoming IQ requests that wait for the app's answer; further ones are refused with
   * `resource-constraint`. As many as our own.
   * Default: 1024.
   */
  uint64_t pending_requests;
  /**
   * Events that wait for the app while it holds events; from then on the sockets are left
   * unread. Stanzas are still written, until the news of them are `queued_stanzas` more.
   * A room's history or a page of an archive fits.
   * Default: 1024.
   */
  uint64_t held_events;
  /**
   * Octets of memory of the elements that waiting events were made from; from then on the
   * sockets are left unread as well: a few huge stanzas weigh more than a thousand small
   * ones. One stanza more can come on top.
   * Default: 16 * 1024 * 1024.
   */
  uint64_t held_bytes;
  /**
   * Rounds of password derivation that a server may ask for at most (RFC 5802, `i`): a
   * second's work; servers use 4,096 to 100,000.
   * Default: 1_000_000.
   */
  uint64_t scram_iterations;
  /**
   * Octets of one SASL message of the server, decoded. Those of SCRAM have 200.
   * Default: 16 * 1024.
   */
  uint64_t sasl_message_bytes;
} xmpp_limits;

/**
 * How long the engine waits, in milliseconds.
 * Set up by `xmpp_timeouts_init`, then changed field by field: zero, and an absent text, stand for
 * the default.
 */
typedef struct {
  /**
   * `sizeof` this struct, as the program knows it.
   */
  uint32_t size;
  /**
   * Zero.
   */
  uint32_t reserved;
  /**
   * For the driver's connection.
   * Default: 30_000.
   */
  uint64_t connect_ms;
  /**
   * For the TLS handshake.
   * Default: 30_000.
   */
  uint64_t tls_ms;
  /**
   * For the app's verdict on a certificate: a person may have to read it.
   * Default: 120_000.
   */
  uint64_t trust_ms;
  /**
   * For the app's credentials. When it is over the connection is given back, and the
   * question stays.
   * Default: 120_000.
   */
  uint64_t credentials_ms;
  /**
   * For each answer of the server while logging in.
   * Default: 30_000.
   */
  uint64_t answer_ms;
  /**
   * For the answer to a request of ours.
   * Default: 60_000.
   */
  uint64_t request_ms;
  /**
   * For the app's answer to somebody's request; then the engine answers with an error.
   * Default: 60_000.
   */
  uint64_t incoming_request_ms;
  /**
   * For the server's acknowledgement once it was asked for (XEP-0198), and for the next of our
   * octets to be transmitted.
   * Default: 60_000.
   */
  uint64_t ack_ms;
  /**
   * For a word of the server. Behind such a silence it is asked for one (XEP-0198), or white
   * space is sent, so that a link that died unseen is noticed, and routers on the way do not
   * forget it: five minutes is what the more forgetful of them allow.
   * Default: 300_000.
   */
  uint64_t idle_ms;
  /**
   * For the end of everything after `close`.
   * Default: 5_000.
   */
  uint64_t close_ms;
} xmpp_timeouts;

/**
 * Which mechanisms a login by password may use.
 * Set up by `xmpp_sasl_policy_init`, then changed field by field: zero, and an absent text, stand
 * for the default.
 */
typedef struct {
  /**
   * `sizeof` this struct, as the program knows it.
   */
  uint32_t size;
  /**
   * Zero.
   */
  uint32_t reserved;
  /**
   * Weaker mechanisms than SCRAM with this hash are refused, PLAIN among them.
   * One of XMPP_SCRAM_HASH_.., or 0.
   */
  int32_t minimum;
  /**
   * Only mechanisms with channel binding (-PLUS): nobody can sit in between even with a
   * certificate that we trust. Not every server and proxy can do it.
   * Default: false.
   * XMPP_YES, XMPP_NO, or 0 for the default.
   */
  int32_t require_channel_binding;
  /**
   * PLAIN may be used if nothing better is offered and the server's certificate is verified.
   * It hands the password to the server, and to everybody who deceives the certificate check.
   * Default: false.
   * XMPP_YES, XMPP_NO, or 0 for the default.
   */
  int32_t allow_plain;
} xmpp_sasl_policy;

/**
 * Octets of any kind; `ptr` is NULL if there are none.
 */
typedef struct {
  /**
   * The first octet, or NULL.
   */
  const uint8_t *ptr;
  /**
   * How many octets.
   */
  size_t len;
} xmpp_octets;

/**
 * A text in UTF-8, not ended by a NUL; `ptr` is NULL if there is none. One that the library gives
 * is lent; one that it is given is only read during the call. `xmpp_text("..")` makes one of a
 * string of C, and `printf("%.*s", (int)text.len, text.ptr)` prints one.
 */
typedef struct {
  /**
   * The first octet, or NULL.
   */
  const char *ptr;
  /**
   * How many octets.
   */
  size_t len;
} xmpp_str;

/**
 * What the TLS of a connection is and proved. A host that brings the TLS fills in what its
 * library tells; each field may be absent, and an absent one only costs what it would allow.
 * Set up by `xmpp_tls_info_init`, then changed field by field: zero, and an absent text, stand for
 * the default.
 */
typedef struct {
  /**
   * `sizeof` this struct, as the program knows it.
   */
  uint32_t size;
  /**
   * Zero.
   */
  uint32_t reserved;
  /**
   * The version agreed on.
   * One of XMPP_TLS_VERSION_.., or 0.
   */
  int32_t version;
  /**
   * 32 octets exported under `EXPORTER-Channel-Binding` with an empty context (RFC 9266), on
   * TLS 1.3 only. Allows SCRAM with `tls-exporter`.
   */
  xmpp_octets exporter;
  /**
   * The server's own certificate in DER. Allows SCRAM with `tls-server-end-point`.
   */
  xmpp_octets leaf;
  /**
   * The certificates above the leaf, in the order the server sent them, in DER; used for
   * the question to the app only.
   */
  const xmpp_octets *chain;
  /**
   * How many `chain` there are.
   */
  size_t chain_count;
  /**
   * Whether the certificate was checked, chain and name. If a host does not say so, the app
   * is asked as with `XMPP_TRUST_ASK`.
   * XMPP_YES, XMPP_NO, or 0 for the default.
   */
  int32_t verified;
  /**
   * The application protocol agreed on (`xmpp-client` on direct TLS).
   */
  xmpp_str alpn;
} xmpp_tls_info;

/**
 * Everything an engine is told when it is made. `xmpp_config_init` fills in what most want;
 * the rest is changed field by field.
 * Set up by `xmpp_config_init`, then changed field by field: zero, and an absent text, stand for
 * the default.
 */
typedef struct {
  /**
   * `sizeof` this struct, as the program knows it.
   */
  uint32_t size;
  /**
   * Zero.
   */
  uint32_t reserved;
  /**
   * The account, `user@domain`, or a domain alone for an anonymous login. With a resource,
   * that resource is asked for; else the server chooses one.
   */
  xmpp_str account;
  /**
   * The password. Absent, as by default: the app is asked by XMPP_EVENT_NEED_CREDENTIALS.
   */
  xmpp_str password;
  /**
   * XMPP_YES: log in without a password, to a temporary account (RFC 4505).
   */
  int32_t anonymous;
  /**
   * Where to connect instead of where the account's domain says: a host name or an IP address.
   * Certificates are checked for the domain all the same.
   */
  xmpp_str host;
  /**
   * The TCP port of `host`. Default: 5222, or 5223 for direct TLS.
   */
  uint64_t port;
  /**
   * Whether TLS begins with the first octet at `host` (XEP-0368). Default: XMPP_NO.
   */
  int32_t direct_tls;
  /**
   * Who brings the TLS. Default: the engine.
   * One of XMPP_TLS_MODE_.., or 0.
   */
  int32_t tls;
  /**
   * The authorities whose certificates are good. NULL, as by default: the app is asked by
   * XMPP_EVENT_VERIFY_CERTIFICATE. Not looked at if the engine is made with an xmpp_shared. They
   * may be freed once the engine is made.
   */
  const xmpp_roots *roots;
  /**
   * Which ways to log in are good enough.
   * May be NULL.
   */
  const xmpp_sasl_policy *sasl;
  /**
   * Bounds of everything that could grow.
   * May be NULL.
   */
  const xmpp_limits *limits;
  /**
   * How long to wait.
   * May be NULL.
   */
  const xmpp_timeouts *timeouts;
  /**
   * Whether to dial again. Default: always.
   * One of XMPP_RECONNECT_.., or 0.
   */
  int32_t reconnect;
  /**
   * What becomes of stanzas that the server did not acknowledge before a connection was lost.
   * Default: they end as unsure.
   * One of XMPP_UNACKED_POLICY_.., or 0.
   */
  int32_t unacked;
  /**
   * When an event counts as handled. Default: at the next `poll`.
   * One of XMPP_HANDLED_MODE_.., or 0.
   */
  int32_t handled;
  /**
   * Use stream management where the server has it (XEP-0198). Default: yes.
   * XMPP_YES, XMPP_NO, or 0 for the default.
   */
  int32_t stream_management;
  /**
   * Fetch the roster and send initial presence at each login. Default: yes.
   * XMPP_YES, XMPP_NO, or 0 for the default.
   */
  int32_t announce;
  /**
   * Namespaces of IQ requests that the app answers itself; each is announced as a feature.
   */
  const xmpp_str *claims;
  /**
   * How many `claims` there are.
   */
  size_t claims_count;
  /**
   * What kind of client this is (XEP-0030). Default: `client`.
   */
  xmpp_str identity_category;
  /**
   * The type within the category. Default: `pc`.
   */
  xmpp_str identity_kind;
  /**
   * A name of the client for people. Default: none.
   */
  xmpp_str identity_name;
  /**
   * The preferred language of the server's words, such as `en`.
   */
  xmpp_str lang;
  /**
   * Accept a bound address of another account than the one that logged in. Default: no.
   * XMPP_YES, XMPP_NO, or 0 for the default.
   */
  int32_t allow_alias;
  /**
   * Give an event for each element on the wire. Default: no.
   * XMPP_YES, XMPP_NO, or 0 for the default.
   */
  int32_t wire;
} xmpp_config;

/**
 * What functions without an engine say about an error: the caller's own, or NULL for who does not
 * want to know more than that it failed. Set it up with XMPP_ERROR_INFO_INIT:
 *
 *     xmpp_error_info error = XMPP_ERROR_INFO_INIT;
 */
typedef struct {
  /**
   * `sizeof` this struct; of a struct that is shorter or longer that much is used.
   */
  uint32_t size;
  /**
   * XMPP_OK, or one of XMPP_ERR_..
   */
  int32_t code;
  /**
   * A sentence, ended by a NUL and cut if it is too long.
   */
  char text[256];
} xmpp_error_info;

/**
 * The two clocks of the program, read together, in milliseconds.
 */
typedef struct {
  /**
   * A clock that counts sleep and never runs backwards, such as CLOCK_BOOTTIME. Its zero means
   * nothing.
   */
  uint64_t mono_ms;
  /**
   * Since 1970-01-01T00:00:00Z.
   */
  uint64_t unix_ms;
} xmpp_now;

/**
 * What the program has to do next; the caller's own, filled by xmpp_engine_poll. Which fields count
 * follows from `kind`; all others are zero. What it points to is lent until the next poll of that
 * engine.
 */
typedef struct {
  /**
   * One of XMPP_OUT_..
   */
  int32_t kind;
  /**
   * XMPP_OUT_WAIT: while it is 0, leave the sockets unread.
   */
  uint8_t read;
  /**
   * XMPP_OUT_WAIT: whether there is a time to wait until. If 0, sleep until there is input.
   */
  uint8_t has_until;
  /**
   * Zero.
   */
  uint8_t reserved[2];
  /**
   * Of all but XMPP_OUT_EVENT and XMPP_OUT_WAIT: the connection.
   */
  uint64_t conn;
  /**
   * XMPP_OUT_TRANSMIT: what to write.
   */
  xmpp_octets bytes;
  /**
   * XMPP_OUT_CONNECT: where to.
   */
  const xmpp_target *target;
  /**
   * XMPP_OUT_START_TLS: the domain that the certificate has to be valid for.
   */
  xmpp_str domain;
  /**
   * XMPP_OUT_EVENT: its number, for xmpp_engine_handled. A question carries the number of the
   * event before it.
   */
  uint64_t seq;
  /**
   * XMPP_OUT_EVENT: what happened.
   */
  const xmpp_event *event;
  /**
   * XMPP_OUT_WAIT: until when to sleep, on the clock of `mono_ms`.
   */
  uint64_t until;
  /**
   * Zero.
   */
  uint64_t room[8];
} xmpp_output;

/**
 * A cursor on an element, the caller's own: functions write it, and it can be copied. It stays
 * good for as long as what it was taken from is lent. All zeros is "no element".
 */
typedef struct {
  /**
   * The library's.
   */
  size_t room[10];
} xmpp_element;

/**
 * The elements and texts in an element, one after the other; the caller's own, as xmpp_element.
 */
typedef struct {
  /**
   * The library's.
   */
  size_t room[10];
} xmpp_nodes;

/**
 * The attributes of an element, one after the other; the caller's own, as xmpp_element.
 */
typedef struct {
  /**
   * The library's.
   */
  size_t room[10];
} xmpp_attrs;

/**
 * An attribute.
 */
typedef struct {
  /**
   * The namespace, empty for nearly all attributes of XMPP.
   */
  xmpp_str namespace_;
  /**
   * The name.
   */
  xmpp_str name;
  /**
   * The value.
   */
  xmpp_str value;
} xmpp_attr;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Sets up `xml_limits` with the defaults: fills it with zeros and notes its size, which is
 * `sizeof` it.
 *
 *     xmpp_xml_limits xml_limits;
 *     xmpp_xml_limits_init(&xml_limits, sizeof xml_limits);
 */
void xmpp_xml_limits_init(xmpp_xml_limits *xml_limits, size_t size);

/**
 * Sets up `limits` with the defaults: fills it with zeros and notes its size, which is `sizeof`
 * it.
 *
 *     xmpp_limits limits;
 *     xmpp_limits_init(&limits, sizeof limits);
 */
void xmpp_limits_init(xmpp_limits *limits, size_t size);

/**
 * Sets up `timeouts` with the defaults: fills it with zeros and notes its size, which is `sizeof`
 * it.
 *
 *     xmpp_timeouts timeouts;
 *     xmpp_timeouts_init(&timeouts, sizeof timeouts);
 */
void xmpp_timeouts_init(xmpp_timeouts *timeouts, size_t size);

/**
 * Sets up `sasl_policy` with the defaults: fills it with zeros and notes its size, which is
 * `sizeof` it.
 *
 *     xmpp_sasl_policy sasl_policy;
 *     xmpp_sasl_policy_init(&sasl_policy, sizeof sasl_policy);
 */
void xmpp_sasl_policy_init(xmpp_sasl_policy *sasl_policy, size_t size);

/**
 * Sets up `tls_info` with the defaults: fills it with zeros and notes its size, which is `sizeof`
 * it.
 *
 *     xmpp_tls_info tls_info;
 *     xmpp_tls_info_init(&tls_info, sizeof tls_info);
 */
void xmpp_tls_info_init(xmpp_tls_info *tls_info, size_t size);

/**
 * Sets up `config` with the defaults: fills it with zeros and notes its size, which is `sizeof`
 * it.
 *
 *     xmpp_config config;
 *     xmpp_config_init(&config, sizeof config);
 */
void xmpp_config_init(xmpp_config *config, size_t size);

/**
 * The certificates of a PEM file: of an authority of one's own, or of all that the system trusts
 * (such as /etc/ssl/certs/ca-certificates.crt). Free them with xmpp_roots_free. NULL if there is no
 * certificate in it, or a damaged one: XMPP_ERR_PEM. Whether one is any good as an authority is seen
 * when an engine or an xmpp_shared is made of them.
 */
xmpp_roots *xmpp_roots_from_pem(xmpp_str pem,
                                xmpp_error_info *error);

/**
 * Frees certificates. NULL is nothing.
 */
void xmpp_roots_free(xmpp_roots *roots);

/**
 * Prepares the trust in `roots` (NULL: engines ask by XMPP_EVENT_VERIFY_CERTIFICATE) for many
 * engines. It may be used from any thread and for as many engines as one likes; each engine holds
 * what it needs, so that the last xmpp_shared_unref may come before they are freed. NULL if not one
 * of the roots can be used: XMPP_ERR_SHARED_..
 */
xmpp_shared *xmpp_shared_new(const xmpp_roots *roots, xmpp_error_info *error);

/**
 * Takes one more reference and returns its argument. From any thread.
 */
xmpp_shared *xmpp_shared_ref(xmpp_shared *shared);

/**
 * Gives one reference back; with the last one it is freed. From any thread. NULL is nothing.
 */
void xmpp_shared_unref(xmpp_shared *shared);

/**
 * An engine for the account of `config`. `seed` are 32 octets of the system's random source, never
 * used twice. With `shared` it trusts what that was made of, and `config->roots` is not looked at;
 * else `shared` is NULL. Nothing of what is given is kept. Free it with xmpp_engine_free.
 *
 * NULL if something is wrong: an address (XMPP_ERR_JID_..), roots of which none can be used
 * (XMPP_ERR_SHARED_..), a seed of another length (XMPP_ERR_SIZE), a number that stands for nothing
 * (XMPP_ERR_VALUE).
 */
xmpp_engine *xmpp_engine_new(const xmpp_config *config,
                             const uint8_t *seed,
                             size_t seed_length,
                             const xmpp_shared *shared,
                             xmpp_error_info *error);

/**
 * Frees an engine at once, without a word to the server: xmpp_engine_close first, and poll until
 * XMPP_EVENT_CLOSED, for a good end. What it has lent is not good any more. NULL is nothing.
 */
void xmpp_engine_free(xmpp_engine *engine);

/**
 * Why the last call with this engine was refused, in one sentence; absent if it was not. Lent until
 * the next call.
 */
xmpp_str xmpp_engine_error(const xmpp_engine *engine);

/**
 * What comes next: the only place where the engine runs, and where time enters. It never blocks.
 * Call it until it says XMPP_OUT_WAIT; then sleep, and call it again after every input and at the
 * time that it named. Everything that the poll before has lent is taken back.
 *
 * Errors: XMPP_ERR_NULL, XMPP_ERR_POISONED; then `out` is all zeros.
 */
int32_t xmpp_engine_poll(xmpp_engine *engine, xmpp_now now, xmpp_output *out);

/**
 * Octets from a connection, in their order. They are copied.
 *
 * Errors: XMPP_ERR_INPUT_FULL if too much waits, which cannot happen while the program obeys
 * `read` of XMPP_OUT_WAIT and reads at most 64 KiB at once; then nothing was taken.
 */
int32_t xmpp_engine_receive(xmpp_engine *engine,
                            uint64_t conn,
                            const uint8_t *bytes,
                            size_t length);

/**
 * The peer has closed its side of a connection: read() gave 0.
 */
int32_t xmpp_engine_eof(xmpp_engine *engine, uint64_t conn);

/**
 * A connection could not be made, or is lost. `failure` is one of XMPP_CONNECT_FAILURE_..; `reason`
 * says more, for XMPP_CONNECT_FAILURE_TLS and XMPP_CONNECT_FAILURE_OTHER, and may be absent.
 */
int32_t xmpp_engine_failed(xmpp_engine *engine, uint64_t conn, int32_t failure, xmpp_str reason);

/**
 * The connection of XMPP_OUT_CONNECT is there. `tls` is NULL, unless the program has made TLS on it
 * already.
 */
int32_t xmpp_engine_connected(xmpp_engine *engine, uint64_t conn, const xmpp_tls_info *tls);

/**
 * TLS is up, in answer to XMPP_OUT_START_TLS. What was received before this call counts as clear
 * text.
 */
int32_t xmpp_engine_secured(xmpp_engine *engine, uint64_t conn, const xmpp_tls_info *tls);

/**
 * How many octets of XMPP_OUT_TRANSMIT were written on this connection since its beginning.
 *
 * Errors: XMPP_ERR_INPUT_NEVER_GIVEN if it is more than was given out.
 */
int32_t xmpp_engine_transmitted(xmpp_engine *engine, uint64_t conn, uint64_t total);

/**
 * Answers XMPP_EVENT_VERIFY_CERTIFICATE: XMPP_VERDICT_ACCEPT or XMPP_VERDICT_REFUSE.
 */
int32_t xmpp_engine_trust(xmpp_engine *engine, uint64_t conn, int32_t verdict);

/**
 * Answers XMPP_EVENT_NEED_CREDENTIALS with a password, or replaces the credentials for the next
 * login. It is copied, and wiped when it is not needed any more; wiping the program's own copy is
 * the program's.
 */
int32_t xmpp_engine_provide_password(xmpp_engine *engine, xmpp_str password);

/**
 * The same for a temporary account without a password (RFC 4505).
 */
int32_t xmpp_engine_provide_anonymous(xmpp_engine *engine);

/**
 * The same with the keys of SCRAM that an earlier login has derived: `hash` is one of
 * XMPP_SCRAM_HASH_.., `keys` client key and server key as base64.
 */
int32_t xmpp_engine_provide_client_keys(xmpp_engine *engine,
                                        int32_t hash,
                                        xmpp_octets salt,
                                        uint32_t iterations,
                                        xmpp_str keys);

/**
 * Sends a copy of a message or a presence; before the first session and between two it waits. An id
 * is given to it if it has none. Its token, which events name, is written to `token`, which may be
 * NULL.
 *
 * Errors: XMPP_ERR_SEND_.. and XMPP_ERR_STANZA_.., by what is wrong with it. After
 * XMPP_ERR_SEND_FULL comes XMPP_EVENT_WRITABLE.
 */
int32_t xmpp_engine_send(xmpp_engine *engine, const xmpp_element *stanza, uint64_t *token);

/**
 * Sends a chat message to somebody: the short way of xmpp_engine_send.
 */
int32_t xmpp_engine_send_message(xmpp_engine *engine,
                                 xmpp_str recipient,
                                 xmpp_str body,
                                 uint64_t *token);

/**
 * Answers a message: to its sender, of the same kind, in the same conversation; in a room to the
 * room.
 *
 * Errors: as xmpp_engine_send; XMPP_ERR_EMPTY for what no program should answer (errors, messages
 * without a sender or from the own account, delayed ones): xmpp_message_may_reply tells beforehand.
 */
int32_t xmpp_engine_reply(xmpp_engine *engine,
                          const xmpp_message *message,
                          xmpp_str body,
                          uint64_t *token);

/**
 * Sends a copy of an IQ request. Its end is exactly one XMPP_EVENT_ANSWER with the id that is
 * written to `request`.
 *
 * Errors: as xmpp_engine_send; also if too many requests wait for answers, or if it is no request.
 */
int32_t xmpp_engine_ask(xmpp_engine *engine, const xmpp_element *iq, uint64_t *request);

/**
 * Asks for something (XMPP_IQ_KIND_GET), or for a change (XMPP_IQ_KIND_SET), with a copy of
 * `payload`: the short way of xmpp_engine_ask. `recipient` is absent for the own account.
 */
int32_t xmpp_engine_ask_for(xmpp_engine *engine,
                            int32_t kind,
                            xmpp_str recipient,
                            const xmpp_element *payload,
                            uint64_t *request);

/**
 * Answers XMPP_EVENT_REQUEST with a result: a copy of `payload`, which may be NULL for none.
 *
 * Errors: XMPP_ERR_ANSWER_.., if it was answered before, its time is over, or the queue is full.
 */
int32_t xmpp_engine_answer(xmpp_engine *engine, uint64_t request, const xmpp_element *payload);

/**
 * Answers XMPP_EVENT_REQUEST with an error: `condition` is its name of RFC 6120 section 8.3.3, such
 * as `item-not-found`; `text`, for people, may be absent. Errors: as xmpp_engine_answer.
 */
int32_t xmpp_engine_answer_error(xmpp_engine *engine,
                                 uint64_t request,
                                 xmpp_str condition,
                                 xmpp_str text);

/**
 * Takes a stanza back that waits in the queue: no event names it any more. Errors: XMPP_ERR_EMPTY if
 * none of this token waits.
 */
int32_t xmpp_engine_cancel(xmpp_engine *engine,
                           uint64_t token);

/**
 * Gives up a request of xmpp_engine_ask: it ends as cancelled. Errors: XMPP_ERR_EMPTY if it has
 * ended.
 */
int32_t xmpp_engine_cancel_request(xmpp_engine *engine, uint64_t request);

/**
 * Every event up to this number is handled: the stanzas they came from may be acknowledged to the
 * server. Needed if the config says XMPP_HANDLED_MODE_EXPLICIT.
 *
 * Errors: XMPP_ERR_INPUT_NEVER_HAPPENED for a number that was never given out.
 */
int32_t xmpp_engine_handled(xmpp_engine *engine, uint64_t seq);

/**
 * Keeps events back for a program that cannot keep up, or lets them come again. The stream goes on;
 * when as many wait as the limits allow, XMPP_OUT_WAIT says not to read. Questions are never held.
 */
int32_t xmpp_engine_hold_events(xmpp_engine *engine, bool hold);

/**
 * Ends everything in good order: what waits is written and, with stream management, acknowledged;
 * then the stream is closed. XMPP_EVENT_CLOSED comes at the end, in a few seconds at the latest.
 */
int32_t xmpp_engine_close(xmpp_engine *engine);

/**
 * Ends everything at once; XMPP_EVENT_CLOSED comes with the next poll.
 */
int32_t xmpp_engine_abort(xmpp_engine *engine);

/**
 * Asks what an entity is and can do.
 * `to`: Whom to ask; the own account if absent. May be absent (`ptr` NULL).
 * `node`: The node to ask about. May be absent (`ptr` NULL).
 *
 * The command's id, which the events about it name, is written to `out`, which may be NULL.
 * Errors: XMPP_ERR_COMMAND_.. and, for an address, XMPP_ERR_JID_..
 */
int32_t xmpp_engine_disco_info(xmpp_engine *engine, xmpp_str to, xmpp_str node, uint64_t *out);

/**
 * Asks what belongs to an entity.
 * `to`: Whom to ask; the own account if absent. May be absent (`ptr` NULL).
 * `node`: The node to ask about. May be absent (`ptr` NULL).
 *
 * The command's id, which the events about it name, is written to `out`, which may be NULL.
 * Errors: XMPP_ERR_COMMAND_.. and, for an address, XMPP_ERR_JID_..
 */
int32_t xmpp_engine_disco_items(xmpp_engine *engine, xmpp_str to, xmpp_str node, uint64_t *out);

/**
 * Pings somebody; the answer is a `PingEvent`.
 * `to`: Whom to ping; the own server if absent. May be absent (`ptr` NULL).
 *
 * The command's id, which the events about it name, is written to `out`, which may be NULL.
 * Errors: XMPP_ERR_COMMAND_.. and, for an address, XMPP_ERR_JID_..
 */
int32_t xmpp_engine_ping_send(xmpp_engine *engine, xmpp_str to, uint64_t *out);

/**
 * Fetches the whole list.
 *
 * The command's id, which the events about it name, is written to `out`, which may be NULL.
 * Errors: XMPP_ERR_COMMAND_.. and, for an address, XMPP_ERR_JID_..
 */
int32_t xmpp_engine_roster_fetch(xmpp_engine *engine, uint64_t *out);

/**
 * Adds a contact, or changes its name and groups.
 * `jid`: The contact's bare address.
 * `name`: A name for it. May be absent (`ptr` NULL).
 * `groups`: Groups it is in. There are `groups_count` of them.
 *
 * The command's id, which the events about it name, is written to `out`, which may be NULL.
 * Errors: XMPP_ERR_COMMAND_.. and, for an address, XMPP_ERR_JID_..
 */
int32_t xmpp_engine_roster_set(xmpp_engine *engine,
                               xmpp_str jid,
                               xmpp_str name,
                               const xmpp_str *groups,
                               size_t groups_count,
                               uint64_t *out);

/**
 * Removes a contact, and both subscriptions with it.
 * `jid`: The contact's bare address.
 *
 * The command's id, which the events about it name, is written to `out`, which may be NULL.
 * Errors: XMPP_ERR_COMMAND_.. and, for an address, XMPP_ERR_JID_..
 */
int32_t xmpp_engine_roster_remove(xmpp_engine *engine, xmpp_str jid, uint64_t *out);

/**
 * Asks to see a contact's presence.
 * `jid`: The contact.
 *
 * The command's id, which the events about it name, is written to `out`, which may be NULL.
 * Errors: XMPP_ERR_COMMAND_.. and, for an address, XMPP_ERR_JID_..
 */
int32_t xmpp_engine_roster_subscribe(xmpp_engine *engine, xmpp_str jid, uint64_t *out);

/**
 * Lets a contact see our presence.
 * `jid`: The contact.
 *
 * The command's id, which the events about it name, is written to `out`, which may be NULL.
 * Errors: XMPP_ERR_COMMAND_.. and, for an address, XMPP_ERR_JID_..
 */
int32_t xmpp_engine_roster_approve(xmpp_engine *engine, xmpp_str jid, uint64_t *out);

/**
 * Refuses a contact, or stops letting it see our presence.
 * `jid`: The contact.
 *
 * The command's id, which the events about it name, is written to `out`, which may be NULL.
 * Errors: XMPP_ERR_COMMAND_.. and, for an address, XMPP_ERR_JID_..
 */
int32_t xmpp_engine_roster_deny(xmpp_engine *engine, xmpp_str jid, uint64_t *out);

/**
 * Stops seeing a contact's presence.
 * `jid`: The contact.
 *
 * The command's id, which the events about it name, is written to `out`, which may be NULL.
 * Errors: XMPP_ERR_COMMAND_.. and, for an address, XMPP_ERR_JID_..
 */
int32_t xmpp_engine_roster_unsubscribe(xmpp_engine *engine, xmpp_str jid, uint64_t *out);

/**
 * The payload of a message: Says that a stanza was kept for a while (XEP-0203 section 3).
 * Lent as long as the message. NULL if there is none; or if it is malformed, which `error` tells
 * (XMPP_ERR_PAYLOAD_..; it may be NULL).
 */
const xmpp_delay *xmpp_message_delay(const xmpp_message *message, xmpp_error_info *error);

/**
 * The payload of a message: Asks the recipient to say that the message arrived (XEP-0184 section
 * 5).
 * Lent as long as the message. NULL if there is none; or if it is malformed, which `error` tells
 * (XMPP_ERR_PAYLOAD_..; it may be NULL).
 */
const xmpp_receipt_request *xmpp_message_receipt_request(const xmpp_message *message,
                                                         xmpp_error_info *error);

/**
 * The payload of a message: Says that a message arrived (XEP-0184 section 5).
 * Lent as long as the message. NULL if there is none; or if it is malformed, which `error` tells
 * (XMPP_ERR_PAYLOAD_..; it may be NULL).
 */
const xmpp_receipt_received *xmpp_message_receipt_received(const xmpp_message *message,
                                                           xmpp_error_info *error);

/**
 * The payload of a message: An id that a server or a room gave to a stanza (XEP-0359 section 3).
 * It means something only
 * if `by` is trusted to have said so.
 * Lent as long as the message. NULL if there is none; or if it is malformed, which `error` tells
 * (XMPP_ERR_PAYLOAD_..; it may be NULL).
 */
const xmpp_stanza_id *xmpp_message_stanza_id(const xmpp_message *message, xmpp_error_info *error);

/**
 * The payload of a message: An id that the sender gave to a stanza, and that survives on its way
 * (XEP-0359 section 3).
 * Lent as long as the message. NULL if there is none; or if it is malformed, which `error` tells
 * (XMPP_ERR_PAYLOAD_..; it may be NULL).
 */
const xmpp_origin_id *xmpp_message_origin_id(const xmpp_message *message, xmpp_error_info *error);

/**
 * The payload of a presence: Says that a stanza was kept for a while (XEP-0203 section 3).
 * Lent as long as the presence. NULL if there is none; or if it is malformed, which `error` tells
 * (XMPP_ERR_PAYLOAD_..; it may be NULL).
 */
const xmpp_delay *xmpp_presence_delay(const xmpp_presence *presence, xmpp_error_info *error);

/**
 * A host name in its ASCII form, or an IP address without brackets.
 */
xmpp_str xmpp_target_host(const xmpp_target *target);

/**
 * The TCP port.
 */
uint16_t xmpp_target_port(const xmpp_target *target);

/**
 * When TLS begins. Of meaning to a host that brings the TLS: with `Direct` it may begin
 * at once and say so in `connected`.
 * One of XMPP_TLS_START_..; 0 if there is no such thing.
 */
int32_t xmpp_target_tls(const xmpp_target *target);

/**
 * The application protocol that a host which brings the TLS offers in it.
 * Absent if there is none.
 */
xmpp_str xmpp_target_alpn(const xmpp_target *target);

/**
 * Which session_kind it is: one of XMPP_SESSION_KIND_..; 0 for NULL. Numbers that this header does
 * not know may come from a newer library: pass over them.
 */
int32_t xmpp_session_kind_kind(const xmpp_session_kind *session_kind);

/**
 * Which message_origin it is: one of XMPP_MESSAGE_ORIGIN_..; 0 for NULL. Numbers that this header
 * does not know may come from a newer library: pass over them.
 */
int32_t xmpp_message_origin_kind(const xmpp_message_origin *message_origin);

/**
 * Which event it is: one of XMPP_EVENT_..; 0 for NULL. Numbers that this header does not know may
 * come from a newer library: pass over them.
 */
int32_t xmpp_event_kind(const xmpp_event *event);

/**
 * The bound address.
 * Of XMPP_EVENT_ONLINE.
 */
xmpp_str xmpp_event_online_jid(const xmpp_event *event);

/**
 * Whether it is a new session.
 * Of XMPP_EVENT_ONLINE.
 */
const xmpp_session_kind *xmpp_event_online_session(const xmpp_event *event);

/**
 * Why.
 * Of XMPP_EVENT_OFFLINE.
 */
const xmpp_reason *xmpp_event_offline_reason(const xmpp_event *event);

/**
 * When it dials again, on the monotonic clock in milliseconds. Absent while it
 * waits for the app, such as for credentials.
 * Of XMPP_EVENT_OFFLINE.
 * It is written to `out`; false, and nothing written, if there is none.
 */
bool xmpp_event_offline_retry_at(const xmpp_event *event, uint64_t *out);

/**
 * Why.
 * Of XMPP_EVENT_CLOSED.
 */
const xmpp_reason *xmpp_event_closed_reason(const xmpp_event *event);

/**
 * By which way it came.
 * Of XMPP_EVENT_MESSAGE.
 */
const xmpp_message_origin *xmpp_event_message_origin(const xmpp_event *event);

/**
 * The message.
 * Of XMPP_EVENT_MESSAGE.
 */
const xmpp_message *xmpp_event_message_stanza(const xmpp_event *event);

/**
 * The presence.
 * Of XMPP_EVENT_PRESENCE.
 */
const xmpp_presence *xmpp_event_presence_stanza(const xmpp_event *event);

/**
 * Its id, for `answer`.
 * Of XMPP_EVENT_REQUEST.
 */
uint64_t xmpp_event_request_id(const xmpp_event *event);

/**
 * The request.
 * Of XMPP_EVENT_REQUEST.
 */
const xmpp_iq *xmpp_event_request_stanza(const xmpp_event *event);

/**
 * The request.
 * Of XMPP_EVENT_ANSWER.
 */
uint64_t xmpp_event_answer_request(const xmpp_event *event);

/**
 * What came of it.
 * Of XMPP_EVENT_ANSWER.
 */
const xmpp_answer_result *xmpp_event_answer_result(const xmpp_event *event);

/**
 * The stanza.
 * Of XMPP_EVENT_WRITTEN.
 */
uint64_t xmpp_event_written_token(const xmpp_event *event);

/**
 * The stanza.
 * Of XMPP_EVENT_ACKED.
 */
uint64_t xmpp_event_acked_token(const xmpp_event *event);

/**
 * The stanza.
 * Of XMPP_EVENT_UNSURE.
 */
uint64_t xmpp_event_unsure_token(const xmpp_event *event);

/**
 * The stanza.
 * Of XMPP_EVENT_FAILED.
 */
uint64_t xmpp_event_failed_token(const xmpp_event *event);

/**
 * Why.
 * Of XMPP_EVENT_FAILED.
 * One of XMPP_SEND_FAILURE_..; 0 if there is no such thing.
 */
int32_t xmpp_event_failed_failure(const xmpp_event *event);

/**
 * The element's name.
 * Of XMPP_EVENT_DROPPED.
 */
xmpp_str xmpp_event_dropped_name(const xmpp_event *event);

/**
 * Who sent it, if that can be told.
 * Of XMPP_EVENT_DROPPED.
 * Absent if there is none.
 */
xmpp_str xmpp_event_dropped_sender(const xmpp_event *event);

/**
 * Its id.
 * Of XMPP_EVENT_DROPPED.
 * Absent if there is none.
 */
xmpp_str xmpp_event_dropped_id(const xmpp_event *event);

/**
 * What was wrong with it.
 * Of XMPP_EVENT_DROPPED.
 */
xmpp_str xmpp_event_dropped_what(const xmpp_event *event);

/**
 * The connection.
 * Of XMPP_EVENT_VERIFY_CERTIFICATE.
 */
uint64_t xmpp_event_verify_certificate_conn(const xmpp_event *event);

/**
 * The domain that the certificate has to be valid for.
 * Of XMPP_EVENT_VERIFY_CERTIFICATE.
 */
xmpp_str xmpp_event_verify_certificate_domain(const xmpp_event *event);

/**
 * The certificates, DER, the server's own first.
 * Of XMPP_EVENT_VERIFY_CERTIFICATE.
 * How many there are.
 */
size_t xmpp_event_verify_certificate_chain_count(const xmpp_event *event);

/**
 * The certificates, DER, the server's own first.
 * Of XMPP_EVENT_VERIFY_CERTIFICATE.
 * The one at `index`, from 0; absent beyond the last.
 */
xmpp_octets xmpp_event_verify_certificate_chain_at(const xmpp_event *event, size_t index);

/**
 * Whether the certificate names the domain. Platform trust functions do not
 * all check that.
 * Of XMPP_EVENT_VERIFY_CERTIFICATE.
 */
bool xmpp_event_verify_certificate_name_matches(const xmpp_event *event);

/**
 * What the server offers.
 * Of XMPP_EVENT_NEED_CREDENTIALS.
 * How many there are.
 */
size_t xmpp_event_need_credentials_mechanisms_count(const xmpp_event *event);

/**
 * What the server offers.
 * Of XMPP_EVENT_NEED_CREDENTIALS.
 * The one at `index`, from 0; absent beyond the last.
 */
xmpp_str xmpp_event_need_credentials_mechanisms_at(const xmpp_event *event, size_t index);

/**
 * Why they are needed.
 * Of XMPP_EVENT_NEED_CREDENTIALS.
 * One of XMPP_CREDENTIALS_WHY_..; 0 if there is no such thing.
 */
int32_t xmpp_event_need_credentials_why(const xmpp_event *event);

/**
 * The connection.
 * Of XMPP_EVENT_WIRE.
 */
uint64_t xmpp_event_wire_conn(const xmpp_event *event);

/**
 * Which way it went.
 * Of XMPP_EVENT_WIRE.
 * One of XMPP_WIRE_DIRECTION_..; 0 if there is no such thing.
 */
int32_t xmpp_event_wire_direction(const xmpp_event *event);

/**
 * The element; what a session sends as it stands in the stream, whose namespace
 * is `jabber:client`.
 * Of XMPP_EVENT_WIRE.
 */
xmpp_str xmpp_event_wire_xml(const xmpp_event *event);

/**
 * What happened.
 * Of XMPP_EVENT_DISCO.
 */
const xmpp_disco_event *xmpp_event_disco_event(const xmpp_event *event);

/**
 * What happened.
 * Of XMPP_EVENT_PING.
 */
const xmpp_ping_event *xmpp_event_ping_event(const xmpp_event *event);

/**
 * What happened.
 * Of XMPP_EVENT_ROSTER.
 */
const xmpp_roster_event *xmpp_event_roster_event(const xmpp_event *event);

/**
 * Milliseconds since 1970-01-01T00:00:00Z; negative before. What lies beyond the years
 * 0001 to 9999 is written as the first or the last moment in them.
 */
int64_t xmpp_date_time_unix_ms(const xmpp_date_time *date_time);

/**
 * Who kept it.
 * Absent if there is none.
 */
xmpp_str xmpp_delay_by(const xmpp_delay *delay);

/**
 * When it was sent.
 */
const xmpp_date_time *xmpp_delay_stamp(const xmpp_delay *delay);

/**
 * Why it was kept, in words.
 * Absent if there is none.
 */
xmpp_str xmpp_delay_reason(const xmpp_delay *delay);

/**
 * The category, such as `client`.
 */
xmpp_str xmpp_disco_identity_category(const xmpp_disco_identity *disco_identity);

/**
 * The type within the category, such as `bot`.
 */
xmpp_str xmpp_disco_identity_kind(const xmpp_disco_identity *disco_identity);

/**
 * A name for people.
 * Absent if there is none.
 */
xmpp_str xmpp_disco_identity_name(const xmpp_disco_identity *disco_identity);

/**
 * Its name (`var`), mostly a namespace.
 */
xmpp_str xmpp_disco_feature_name(const xmpp_disco_feature *disco_feature);

/**
 * The node asked about.
 * Absent if there is none.
 */
xmpp_str xmpp_disco_info_node(const xmpp_disco_info *disco_info);

/**
 * What the entity is.
 * How many there are.
 */
size_t xmpp_disco_info_identities_count(const xmpp_disco_info *disco_info);

/**
 * What the entity is.
 * The one at `index`, from 0; absent beyond the last.
 */
const xmpp_disco_identity *xmpp_disco_info_identities_at(const xmpp_disco_info *disco_info,
                                                         size_t index);

/**
 * What it can do.
 * How many there are.
 */
size_t xmpp_disco_info_features_count(const xmpp_disco_info *disco_info);

/**
 * What it can do.
 * The one at `index`, from 0; absent beyond the last.
 */
const xmpp_disco_feature *xmpp_disco_info_features_at(const xmpp_disco_info *disco_info,
                                                      size_t index);

/**
 * Its address.
 */
xmpp_str xmpp_disco_item_jid(const xmpp_disco_item *disco_item);

/**
 * Its node.
 * Absent if there is none.
 */
xmpp_str xmpp_disco_item_node(const xmpp_disco_item *disco_item);

/**
 * A name for people.
 * Absent if there is none.
 */
xmpp_str xmpp_disco_item_name(const xmpp_disco_item *disco_item);

/**
 * The node asked about.
 * Absent if there is none.
 */
xmpp_str xmpp_disco_items_node(const xmpp_disco_items *disco_items);

/**
 * What belongs to it.
 * How many there are.
 */
size_t xmpp_disco_items_items_count(const xmpp_disco_items *disco_items);

/**
 * What belongs to it.
 * The one at `index`, from 0; absent beyond the last.
 */
const xmpp_disco_item *xmpp_disco_items_items_at(const xmpp_disco_items *disco_items, size_t index);

/**
 * The id of the message that arrived.
 */
xmpp_str xmpp_receipt_received_id(const xmpp_receipt_received *receipt_received);

/**
 * The id.
 */
xmpp_str xmpp_stanza_id_id(const xmpp_stanza_id *stanza_id);

/**
 * Who gave it.
 */
xmpp_str xmpp_stanza_id_by(const xmpp_stanza_id *stanza_id);

/**
 * The id.
 */
xmpp_str xmpp_origin_id_id(const xmpp_origin_id *origin_id);

/**
 * Which sasl_error it is: one of XMPP_SASL_ERROR_..; 0 for NULL. Numbers that this header does not
 * know may come from a newer library: pass over them.
 */
int32_t xmpp_sasl_error_kind(const xmpp_sasl_error *sasl_error);

/**
 * Writes what went wrong, in one sentence without a full stop, into `buffer`, as much as fits into
 * `size` octets, a final NUL included. Returns the octets of the whole sentence without the NUL,
 * as snprintf does: `buffer` may be NULL if `size` is 0. 0 for NULL.
 */
size_t xmpp_sasl_error_text(const xmpp_sasl_error *sasl_error, char *buffer, size_t size);

/**
 * What the server offers.
 * Of XMPP_SASL_ERROR_NOT_OFFERED.
 * How many there are.
 */
size_t xmpp_sasl_error_not_offered_offered_count(const xmpp_sasl_error *sasl_error);

/**
 * What the server offers.
 * Of XMPP_SASL_ERROR_NOT_OFFERED.
 * The one at `index`, from 0; absent beyond the last.
 */
xmpp_str xmpp_sasl_error_not_offered_offered_at(const xmpp_sasl_error *sasl_error, size_t index);

/**
 * What is wrong with it.
 * Of XMPP_SASL_ERROR_MALFORMED.
 */
xmpp_str xmpp_sasl_error_malformed_what(const xmpp_sasl_error *sasl_error);

/**
 * The limit, in octets.
 * Of XMPP_SASL_ERROR_MESSAGE_TOO_LARGE.
 */
uint32_t xmpp_sasl_error_message_too_large_limit(const xmpp_sasl_error *sasl_error);

/**
 * The rounds the server asked for.
 * Of XMPP_SASL_ERROR_ITERATIONS_OUT_OF_RANGE.
 */
uint64_t xmpp_sasl_error_iterations_out_of_range_rounds(const xmpp_sasl_error *sasl_error);

/**
 * The highest number that is accepted.
 * Of XMPP_SASL_ERROR_ITERATIONS_OUT_OF_RANGE.
 */
uint32_t xmpp_sasl_error_iterations_out_of_range_highest(const xmpp_sasl_error *sasl_error);

/**
 * The error.
 * Of XMPP_SASL_ERROR_SCRAM_REFUSED.
 */
const xmpp_scram_fault *xmpp_sasl_error_scram_refused_fault(const xmpp_sasl_error *sasl_error);

/**
 * The defined condition.
 * Of XMPP_SASL_ERROR_REFUSED.
 */
const xmpp_sasl_condition *xmpp_sasl_error_refused_condition(const xmpp_sasl_error *sasl_error);

/**
 * The server's explanation.
 * Of XMPP_SASL_ERROR_REFUSED.
 * Absent if there is none.
 */
xmpp_str xmpp_sasl_error_refused_text(const xmpp_sasl_error *sasl_error);

/**
 * Which sasl_condition it is: one of XMPP_SASL_CONDITION_..; 0 for NULL. Numbers that this header
 * does not know may come from a newer library: pass over them.
 */
int32_t xmpp_sasl_condition_kind(const xmpp_sasl_condition *sasl_condition);

/**
 * The name of the element; empty if there was none.
 * Of XMPP_SASL_CONDITION_UNDEFINED.
 */
xmpp_str xmpp_sasl_condition_undefined_name(const xmpp_sasl_condition *sasl_condition);

/**
 * Which scram_fault it is: one of XMPP_SCRAM_FAULT_..; 0 for NULL. Numbers that this header does
 * not know may come from a newer library: pass over them.
 */
int32_t xmpp_scram_fault_kind(const xmpp_scram_fault *scram_fault);

/**
 * The value.
 * Of XMPP_SCRAM_FAULT_UNDEFINED.
 */
xmpp_str xmpp_scram_fault_undefined_name(const xmpp_scram_fault *scram_fault);

/**
 * Which answer_result it is: one of XMPP_ANSWER_RESULT_..; 0 for NULL. Numbers that this header
 * does not know may come from a newer library: pass over them.
 */
int32_t xmpp_answer_result_kind(const xmpp_answer_result *answer_result);

/**
 * What the answer carries, if anything.
 * Of XMPP_ANSWER_RESULT_RESULT.
 * It is written to `out`; false, and nothing written, if there is none.
 */
bool xmpp_answer_result_result_payload(const xmpp_answer_result *answer_result,
                                       xmpp_element *out);

/**
 * Why.
 * Of XMPP_ANSWER_RESULT_ERROR.
 */
const xmpp_stanza_error *xmpp_answer_result_error_error(const xmpp_answer_result *answer_result);

/**
 * Which stanza_condition it is: one of XMPP_STANZA_CONDITION_..; 0 for NULL. Numbers that this
 * header does not know may come from a newer library: pass over them.
 */
int32_t xmpp_stanza_condition_kind(const xmpp_stanza_condition *stanza_condition);

/**
 * The element's name as received.
 * Of XMPP_STANZA_CONDITION_UNKNOWN.
 */
xmpp_str xmpp_stanza_condition_unknown_name(const xmpp_stanza_condition *stanza_condition);

/**
 * What the sender can do about it.
 * One of XMPP_STANZA_ERROR_KIND_..; 0 if there is no such thing.
 */
int32_t xmpp_stanza_error_kind(const xmpp_stanza_error *stanza_error);

/**
 * The defined condition.
 */
const xmpp_stanza_condition *xmpp_stanza_error_condition(const xmpp_stanza_error *stanza_error);

/**
 * The other side's own words.
 * Absent if there is none.
 */
xmpp_str xmpp_stanza_error_text(const xmpp_stanza_error *stanza_error);

/**
 * Who says so, if it is not the recipient itself.
 * Absent if there is none.
 */
xmpp_str xmpp_stanza_error_by(const xmpp_stanza_error *stanza_error);

/**
 * The new address, of `gone` and `redirect` alone.
 * Absent if there is none.
 */
xmpp_str xmpp_stanza_error_new_address(const xmpp_stanza_error *stanza_error);

/**
 * The application-specific condition (RFC 6120 section 8.3.4).
 * It is written to `out`; false, and nothing written, if there is none.
 */
bool xmpp_stanza_error_application(const xmpp_stanza_error *stanza_error, xmpp_element *out);

/**
 * Which stream_condition it is: one of XMPP_STREAM_CONDITION_..; 0 for NULL. Numbers that this
 * header does not know may come from a newer library: pass over them.
 */
int32_t xmpp_stream_condition_kind(const xmpp_stream_condition *stream_condition);

/**
 * The element's name as received.
 * Of XMPP_STREAM_CONDITION_OTHER.
 */
xmpp_str xmpp_stream_condition_other_name(const xmpp_stream_condition *stream_condition);

/**
 * The defined condition.
 */
const xmpp_stream_condition *xmpp_stream_error_condition(const xmpp_stream_error *stream_error);

/**
 * The peer's own words.
 * Absent if there is none.
 */
xmpp_str xmpp_stream_error_text(const xmpp_stream_error *stream_error);

/**
 * Where to go instead, of `see-other-host`.
 * Absent if there is none.
 */
xmpp_str xmpp_stream_error_other_host(const xmpp_stream_error *stream_error);

/**
 * The application-specific condition (RFC 6120 section 4.9.4).
 * It is written to `out`; false, and nothing written, if there is none.
 */
bool xmpp_stream_error_application(const xmpp_stream_error *stream_error, xmpp_element *out);

/**
 * Which reason it is: one of XMPP_REASON_..; 0 for NULL. Numbers that this header does not know
 * may come from a newer library: pass over them.
 */
int32_t xmpp_reason_kind(const xmpp_reason *reason);

/**
 * Writes what went wrong, in one sentence without a full stop, into `buffer`, as much as fits into
 * `size` octets, a final NUL included. Returns the octets of the whole sentence without the NUL,
 * as snprintf does: `buffer` may be NULL if `size` is 0. 0 for NULL.
 */
size_t xmpp_reason_text(const xmpp_reason *reason, char *buffer, size_t size);

/**
 * What the driver reported.
 * Of XMPP_REASON_CONNECT_FAILED.
 */
const xmpp_connect_failure *xmpp_reason_connect_failed_failure(const xmpp_reason *reason);

/**
 * What failed.
 * Of XMPP_REASON_TLS_FAILED.
 */
const xmpp_tls_fault *xmpp_reason_tls_failed_fault(const xmpp_reason *reason);

/**
 * What the server said.
 * Of XMPP_REASON_STREAM_ERROR.
 */
const xmpp_stream_error *xmpp_reason_stream_error_error(const xmpp_reason *reason);

/**
 * The condition we sent.
 * Of XMPP_REASON_PEER_FAULT.
 */
const xmpp_stream_condition *xmpp_reason_peer_fault_condition(const xmpp_reason *reason);

/**
 * What was wrong, in words.
 * Of XMPP_REASON_PEER_FAULT.
 */
xmpp_str xmpp_reason_peer_fault_what(const xmpp_reason *reason);

/**
 * What was wrong.
 * Of XMPP_REASON_LOGIN_FAILED.
 */
const xmpp_sasl_error *xmpp_reason_login_failed_error(const xmpp_reason *reason);

/**
 * What the server said.
 * Of XMPP_REASON_BIND_REFUSED.
 */
const xmpp_stanza_error *xmpp_reason_bind_refused_error(const xmpp_reason *reason);

/**
 * The address it bound.
 * Of XMPP_REASON_WRONG_IDENTITY.
 */
xmpp_str xmpp_reason_wrong_identity_jid(const xmpp_reason *reason);

/**
 * What was waited for.
 * Of XMPP_REASON_TIMED_OUT.
 * One of XMPP_LOGIN_STEP_..; 0 if there is no such thing.
 */
int32_t xmpp_reason_timed_out_step(const xmpp_reason *reason);

/**
 * Which connect_failure it is: one of XMPP_CONNECT_FAILURE_..; 0 for NULL. Numbers that this
 * header does not know may come from a newer library: pass over them.
 */
int32_t xmpp_connect_failure_kind(const xmpp_connect_failure *connect_failure);

/**
 * Writes what went wrong, in one sentence without a full stop, into `buffer`, as much as fits into
 * `size` octets, a final NUL included. Returns the octets of the whole sentence without the NUL,
 * as snprintf does: `buffer` may be NULL if `size` is 0. 0 for NULL.
 */
size_t xmpp_connect_failure_text(const xmpp_connect_failure *connect_failure,
                                 char *buffer,
                                 size_t size);

/**
 * What its library says.
 * Of XMPP_CONNECT_FAILURE_TLS.
 */
xmpp_str xmpp_connect_failure_tls_reason(const xmpp_connect_failure *connect_failure);

/**
 * What the system says.
 * Of XMPP_CONNECT_FAILURE_OTHER.
 */
xmpp_str xmpp_connect_failure_other_reason(const xmpp_connect_failure *connect_failure);

/**
 * Which tls_fault it is: one of XMPP_TLS_FAULT_..; 0 for NULL. Numbers that this header does not
 * know may come from a newer library: pass over them.
 */
int32_t xmpp_tls_fault_kind(const xmpp_tls_fault *tls_fault);

/**
 * Writes what went wrong, in one sentence without a full stop, into `buffer`, as much as fits into
 * `size` octets, a final NUL included. Returns the octets of the whole sentence without the NUL,
 * as snprintf does: `buffer` may be NULL if `size` is 0. 0 for NULL.
 */
size_t xmpp_tls_fault_text(const xmpp_tls_fault *tls_fault, char *buffer, size_t size);

/**
 * The domain of our JID.
 * Of XMPP_TLS_FAULT_NOT_VALID_FOR_NAME.
 */
xmpp_str xmpp_tls_fault_not_valid_for_name_domain(const xmpp_tls_fault *tls_fault);

/**
 * What is wrong with it.
 * Of XMPP_TLS_FAULT_BAD_CERTIFICATE.
 */
xmpp_str xmpp_tls_fault_bad_certificate_reason(const xmpp_tls_fault *tls_fault);

/**
 * What is missing.
 * Of XMPP_TLS_FAULT_INCOMPATIBLE.
 */
xmpp_str xmpp_tls_fault_incompatible_reason(const xmpp_tls_fault *tls_fault);

/**
 * Its name (RFC 8446 section 6), as in `HandshakeFailure`.
 * Of XMPP_TLS_FAULT_ALERT.
 */
xmpp_str xmpp_tls_fault_alert_description(const xmpp_tls_fault *tls_fault);

/**
 * Which rule.
 * Of XMPP_TLS_FAULT_PROTOCOL.
 */
xmpp_str xmpp_tls_fault_protocol_reason(const xmpp_tls_fault *tls_fault);

/**
 * The domain.
 * Of XMPP_TLS_FAULT_BAD_DOMAIN.
 */
xmpp_str xmpp_tls_fault_bad_domain_domain(const xmpp_tls_fault *tls_fault);

/**
 * Which disco_event it is: one of XMPP_DISCO_EVENT_..; 0 for NULL. Numbers that this header does
 * not know may come from a newer library: pass over them.
 */
int32_t xmpp_disco_event_kind(const xmpp_disco_event *disco_event);

/**
 * The command that asked for it.
 * Of XMPP_DISCO_EVENT_INFO.
 */
uint64_t xmpp_disco_event_info_command(const xmpp_disco_event *disco_event);

/**
 * The answer.
 * Of XMPP_DISCO_EVENT_INFO.
 */
const xmpp_disco_info *xmpp_disco_event_info_info(const xmpp_disco_event *disco_event);

/**
 * The command that asked for it.
 * Of XMPP_DISCO_EVENT_ITEMS.
 */
uint64_t xmpp_disco_event_items_command(const xmpp_disco_event *disco_event);

/**
 * The answer.
 * Of XMPP_DISCO_EVENT_ITEMS.
 */
const xmpp_disco_items *xmpp_disco_event_items_items(const xmpp_disco_event *disco_event);

/**
 * The command that asked.
 * Of XMPP_DISCO_EVENT_FAILED.
 */
uint64_t xmpp_disco_event_failed_command(const xmpp_disco_event *disco_event);

/**
 * What came instead; a result here could not be read.
 * Of XMPP_DISCO_EVENT_FAILED.
 */
const xmpp_answer_result *xmpp_disco_event_failed_result(const xmpp_disco_event *disco_event);

/**
 * Which ping_event it is: one of XMPP_PING_EVENT_..; 0 for NULL. Numbers that this header does not
 * know may come from a newer library: pass over them.
 */
int32_t xmpp_ping_event_kind(const xmpp_ping_event *ping_event);

/**
 * The command that asked for it.
 * Of XMPP_PING_EVENT_PONG.
 */
uint64_t xmpp_ping_event_pong_command(const xmpp_ping_event *ping_event);

/**
 * Who was pinged.
 * Of XMPP_PING_EVENT_PONG.
 * Absent if there is none.
 */
xmpp_str xmpp_ping_event_pong_target(const xmpp_ping_event *ping_event);

/**
 * What the other side answered instead of a result.
 * Of XMPP_PING_EVENT_PONG.
 * Absent if there is none.
 */
const xmpp_stanza_error *xmpp_ping_event_pong_error(const xmpp_ping_event *ping_event);

/**
 * The command that asked for it.
 * Of XMPP_PING_EVENT_LOST.
 */
uint64_t xmpp_ping_event_lost_command(const xmpp_ping_event *ping_event);

/**
 * Who was pinged.
 * Of XMPP_PING_EVENT_LOST.
 * Absent if there is none.
 */
xmpp_str xmpp_ping_event_lost_target(const xmpp_ping_event *ping_event);

/**
 * The name.
 */
xmpp_str xmpp_roster_group_name(const xmpp_roster_group *roster_group);

/**
 * The contact's bare address.
 */
xmpp_str xmpp_roster_item_jid(const xmpp_roster_item *roster_item);

/**
 * The name that the user gave.
 * Absent if there is none.
 */
xmpp_str xmpp_roster_item_name(const xmpp_roster_item *roster_item);

/**
 * Who sees whose presence.
 * One of XMPP_ROSTER_SUBSCRIPTION_..; 0 if there is none.
 */
int32_t xmpp_roster_item_subscription(const xmpp_roster_item *roster_item);

/**
 * `subscribe` while our request waits for the contact's answer.
 * Absent if there is none.
 */
xmpp_str xmpp_roster_item_pending(const xmpp_roster_item *roster_item);

/**
 * Groups that the contact is in.
 * How many there are.
 */
size_t xmpp_roster_item_groups_count(const xmpp_roster_item *roster_item);

/**
 * Groups that the contact is in.
 * The one at `index`, from 0; absent beyond the last.
 */
const xmpp_roster_group *xmpp_roster_item_groups_at(const xmpp_roster_item *roster_item,
                                                    size_t index);

/**
 * Which roster_event it is: one of XMPP_ROSTER_EVENT_..; 0 for NULL. Numbers that this header does
 * not know may come from a newer library: pass over them.
 */
int32_t xmpp_roster_event_kind(const xmpp_roster_event *roster_event);

/**
 * The command that asked for it; absent for the one that is fetched at each login.
 * Of XMPP_ROSTER_EVENT_RECEIVED.
 * It is written to `out`; false, and nothing written, if there is none.
 */
bool xmpp_roster_event_received_command(const xmpp_roster_event *roster_event, uint64_t *out);

/**
 * All contacts.
 * Of XMPP_ROSTER_EVENT_RECEIVED.
 * How many there are.
 */
size_t xmpp_roster_event_received_items_count(const xmpp_roster_event *roster_event);

/**
 * All contacts.
 * Of XMPP_ROSTER_EVENT_RECEIVED.
 * The one at `index`, from 0; absent beyond the last.
 */
const xmpp_roster_item *xmpp_roster_event_received_items_at(const xmpp_roster_event *roster_event,
                                                            size_t index);

/**
 * The list's version, where the server has them.
 * Of XMPP_ROSTER_EVENT_RECEIVED.
 * Absent if there is none.
 */
xmpp_str xmpp_roster_event_received_version(const xmpp_roster_event *roster_event);

/**
 * As it is now.
 * Of XMPP_ROSTER_EVENT_CHANGED.
 */
const xmpp_roster_item *xmpp_roster_event_changed_item(const xmpp_roster_event *roster_event);

/**
 * Its address.
 * Of XMPP_ROSTER_EVENT_REMOVED.
 */
xmpp_str xmpp_roster_event_removed_jid(const xmpp_roster_event *roster_event);

/**
 * The command.
 * Of XMPP_ROSTER_EVENT_DONE.
 */
uint64_t xmpp_roster_event_done_command(const xmpp_roster_event *roster_event);

/**
 * The command; absent for the fetch at login.
 * Of XMPP_ROSTER_EVENT_FAILED.
 * It is written to `out`; false, and nothing written, if there is none.
 */
bool xmpp_roster_event_failed_command(const xmpp_roster_event *roster_event, uint64_t *out);

/**
 * What came instead; a result here could not be read.
 * Of XMPP_ROSTER_EVENT_FAILED.
 */
const xmpp_answer_result *xmpp_roster_event_failed_result(const xmpp_roster_event *roster_event);

/**
 * The version of the library that runs, such as `0.1.0`; XMPP_VERSION is that of the header. Not
 * lent: it is there for good.
 */
xmpp_str xmpp_version(void);

/**
 * The name of an error code, such as `XMPP_ERR_SEND_FULL`; empty for one that is unknown to this
 * version. Not lent: it is there for good. What exactly was wrong, xmpp_engine_error tells.
 */
xmpp_str xmpp_error_name(int32_t code);

/**
 * Writes what a stanza error says, in one sentence, into `buffer`; as xmpp_reason_text.
 */
size_t xmpp_stanza_error_words(const xmpp_stanza_error *error, char *buffer, size_t size);

/**
 * Writes what a stream error says, in one sentence, into `buffer`; as xmpp_reason_text.
 */
size_t xmpp_stream_error_words(const xmpp_stream_error *error, char *buffer, size_t size);

/**
 * Who sent the message. Absent for what the server itself says.
 */
xmpp_str xmpp_message_sender(const xmpp_message *message);

/**
 * Whom the message is for. Absent for the own account.
 */
xmpp_str xmpp_message_recipient(const xmpp_message *message);

/**
 * The message's id, which is the sender's. Absent if it has none.
 */
xmpp_str xmpp_message_id(const xmpp_message *message);

/**
 * What kind of message it is: one of XMPP_MESSAGE_KIND_.., 0 for NULL.
 */
int32_t xmpp_message_kind(const xmpp_message *message);

/**
 * The text: the one without a language, or else the first. Absent if there is none, as in receipts.
 */
xmpp_str xmpp_message_body(const xmpp_message *message);

/**
 * The subject: the one without a language, or else the first. Absent if there is none.
 */
xmpp_str xmpp_message_subject(const xmpp_message *message);

/**
 * The conversation that the message belongs to. Absent if there is none.
 */
xmpp_str xmpp_message_thread(const xmpp_message *message);

/**
 * Whether this message may be answered by a program: not errors, not our own, not delayed ones.
 * What xmpp_engine_reply answers.
 */
bool xmpp_message_may_reply(const xmpp_message *message);

/**
 * The error, if the message is one: why an earlier message of ours came to nothing. Else NULL.
 */
const xmpp_stanza_error *xmpp_message_error(const xmpp_message *message);

/**
 * The whole message, with everything in it that no function here knows. It is written to `out`;
 * false for NULL.
 */
bool xmpp_message_element(const xmpp_message *message, xmpp_element *out);

/**
 * Who sent the presence. Absent for what the server itself says.
 */
xmpp_str xmpp_presence_sender(const xmpp_presence *presence);

/**
 * Whom the presence is for. Absent for the own account.
 */
xmpp_str xmpp_presence_recipient(const xmpp_presence *presence);

/**
 * The presence's id. Absent if it has none.
 */
xmpp_str xmpp_presence_id(const xmpp_presence *presence);

/**
 * What the presence says: one of XMPP_PRESENCE_KIND_.., 0 for NULL.
 */
int32_t xmpp_presence_kind(const xmpp_presence *presence);

/**
 * How available the sender is: one of XMPP_SHOW_.., or 0 for "simply there".
 */
int32_t xmpp_presence_show(const xmpp_presence *presence);

/**
 * What the sender says about it. Absent if nothing.
 */
xmpp_str xmpp_presence_status(const xmpp_presence *presence);

/**
 * The priority of the sender's resource, from -128 to 127; 0 if there is none to read.
 */
int32_t xmpp_presence_priority(const xmpp_presence *presence);

/**
 * The error, if the presence is one. Else NULL.
 */
const xmpp_stanza_error *xmpp_presence_error(const xmpp_presence *presence);

/**
 * The whole presence. It is written to `out`; false for NULL.
 */
bool xmpp_presence_element(const xmpp_presence *presence, xmpp_element *out);

/**
 * Who sent the IQ. Absent for what the server itself says.
 */
xmpp_str xmpp_iq_sender(const xmpp_iq *iq);

/**
 * Whom the IQ is for. Absent for the own account.
 */
xmpp_str xmpp_iq_recipient(const xmpp_iq *iq);

/**
 * The IQ's id, which is the sender's.
 */
xmpp_str xmpp_iq_id(const xmpp_iq *iq);

/**
 * What kind of IQ it is: one of XMPP_IQ_KIND_.., 0 for NULL.
 */
int32_t xmpp_iq_kind(const xmpp_iq *iq);

/**
 * What the IQ carries: of a request its only child. It is written to `out`; false if there is none.
 */
bool xmpp_iq_payload(const xmpp_iq *iq, xmpp_element *out);

/**
 * The whole IQ. It is written to `out`; false for NULL.
 */
bool xmpp_iq_element(const xmpp_iq *iq, xmpp_element *out);

/**
 * The local name; lent. Absent for NULL and for no element.
 */
xmpp_str xmpp_element_name(const xmpp_element *element);

/**
 * The namespace; lent. Empty if the element is in none.
 */
xmpp_str xmpp_element_namespace(const xmpp_element *element);

/**
 * Whether the element has this name and namespace.
 */
bool xmpp_element_is(const xmpp_element *element, xmpp_str name, xmpp_str namespace_);

/**
 * The value of the attribute of this name that is in no namespace; lent. Absent if there is none.
 */
xmpp_str xmpp_element_attr(const xmpp_element *element, xmpp_str name);

/**
 * The value of the attribute of this namespace and name; lent. Absent if there is none. `xml:lang`
 * is `lang` in `http://www.w3.org/XML/1998/namespace`.
 */
xmpp_str xmpp_element_attr_ns(const xmpp_element *element, xmpp_str namespace_, xmpp_str name);

/**
 * The first element of this name and namespace directly in this one. It is written to `child`;
 * false, and nothing written, if there is none. `child` may be `element` itself.
 */
bool xmpp_element_child(const xmpp_element *element,
                        xmpp_str name,
                        xmpp_str namespace_,
                        xmpp_element *child);

/**
 * The first run of text directly in the element; lent. Empty if there is none. That is all of its
 * text, unless text and elements are mixed: then use xmpp_element_text_copy or xmpp_element_nodes.
 */
xmpp_str xmpp_element_text(const xmpp_element *element);

/**
 * Writes all text directly in the element, without that of the elements in it, into `buffer`: as
 * much as fits into `size` octets, a final NUL included. Returns the octets of the whole without
 * the NUL, as snprintf does: `buffer` may be NULL if `size` is 0.
 */
size_t xmpp_element_text_copy(const xmpp_element *element, char *buffer, size_t size);

/**
 * Writes the element as XML, a document of its own, into `buffer`; as xmpp_element_text_copy.
 */
size_t xmpp_element_xml(const xmpp_element *element, char *buffer, size_t size);

/**
 * Begins to go through the elements and texts directly in an element:
 *
 *     xmpp_nodes nodes;
 *     xmpp_element child;
 *     xmpp_str text;
 *     int32_t kind;
 *     if (xmpp_element_nodes(&element, &nodes))
 *         while ((kind = xmpp_nodes_next(&nodes, &child, &text)) != XMPP_NODE_END)
 *             ..
 *
 * False for NULL and for no element.
 */
bool xmpp_element_nodes(const xmpp_element *element, xmpp_nodes *nodes);

/**
 * The next: XMPP_NODE_ELEMENT, and `element` is written; XMPP_NODE_TEXT, and `text` is written; or
 * XMPP_NODE_END. Who does not want the one or the other gives NULL for it.
 */
int32_t xmpp_nodes_next(xmpp_nodes *nodes, xmpp_element *element, xmpp_str *text);

/**
 * Begins to go through the attributes of an element, declarations of namespaces left out. False for
 * NULL and for no element.
 */
bool xmpp_element_attrs(const xmpp_element *element, xmpp_attrs *attrs);

/**
 * The next attribute, which is written to `attr`; false at the end.
 */
bool xmpp_attrs_next(xmpp_attrs *attrs, xmpp_attr *attr);

/**
 * A builder that begins an element of this name and namespace, which may be absent for none. Free
 * it with xmpp_builder_free. NULL for a text that is not UTF-8 (`error` says so). What is wrong with
 * a later step is told by it and by xmpp_builder_build as well.
 *
 *     xmpp_builder *builder = xmpp_builder_new(xmpp_text("message"), xmpp_text("jabber:client"), NULL);
 *     xmpp_builder_attr(builder, xmpp_text("to"), xmpp_text("juliet@example.org"));
 *     xmpp_builder_open(builder, xmpp_text("body"), xmpp_text("jabber:client"));
 *     xmpp_builder_text(builder, xmpp_text("Hi!"));
 *     xmpp_builder_close(builder);
 *     if (xmpp_builder_build(builder, &message, &error) == XMPP_OK)
 *         xmpp_engine_send(engine, &message, &token);
 *     xmpp_builder_free(builder);
 */
xmpp_builder *xmpp_builder_new(xmpp_str name,
                               xmpp_str namespace_,
                               xmpp_error_info *error);

/**
 * Frees a builder and what it has built; cursors on that are not good any more. NULL is nothing.
 */
void xmpp_builder_free(xmpp_builder *builder);

/**
 * Gives the innermost open element an attribute without namespace. An absent value is nothing.
 * Errors: a text that is not UTF-8.
 */
int32_t xmpp_builder_attr(xmpp_builder *builder, xmpp_str name, xmpp_str value);

/**
 * Gives the innermost open element an attribute in a namespace. Errors: as xmpp_builder_attr.
 */
int32_t xmpp_builder_attr_ns(xmpp_builder *builder,
                             xmpp_str namespace_,
                             xmpp_str name,
                             xmpp_str value);

/**
 * Adds text to the innermost open element. Errors: a text that is not UTF-8.
 */
int32_t xmpp_builder_text(xmpp_builder *builder, xmpp_str text);

/**
 * Begins an element inside the innermost open one; it is then the innermost. Errors: a text that is
 * not UTF-8.
 */
int32_t xmpp_builder_open(xmpp_builder *builder, xmpp_str name, xmpp_str namespace_);

/**
 * Ends the innermost open element. What is open at the end is closed by xmpp_builder_build.
 */
int32_t xmpp_builder_close(xmpp_builder *builder);

/**
 * Adds a copy of an element to the innermost open one.
 */
int32_t xmpp_builder_append(xmpp_builder *builder, const xmpp_element *element);

/**
 * Ends everything that is open and writes a cursor on the element to `element`: good until the
 * builder is freed. Afterwards the builder takes nothing more. Errors: the first step that was
 * refused, whatever came behind it, so that the others need not be asked; XMPP_ERR_BUILD_.., by
 * what XML cannot carry of what it was given.
 */
int32_t xmpp_builder_build(xmpp_builder *builder,
                           xmpp_element *element,
                           xmpp_error_info *error);

/**
 * Reads an address that a person has typed, strictly, and brings it into its normal form. Free it
 * with xmpp_jid_free. NULL if it is none: XMPP_ERR_JID_..
 */
xmpp_jid *xmpp_jid_parse(xmpp_str text, xmpp_error_info *error);

/**
 * The same for an address that a server has passed on: what it has let through is not refused for
 * its characters.
 */
xmpp_jid *xmpp_jid_parse_received(xmpp_str text, xmpp_error_info *error);

/**
 * Frees an address. NULL is nothing.
 */
void xmpp_jid_free(xmpp_jid *jid);

/**
 * The whole address in its normal form; lent until it is freed.
 */
xmpp_str xmpp_jid_full(const xmpp_jid *jid);

/**
 * The address without the resource; lent until it is freed.
 */
xmpp_str xmpp_jid_barepart(const xmpp_jid *jid);

/**
 * What stands before the `@`, absent if there is none; lent until it is freed.
 */
xmpp_str xmpp_jid_localpart(const xmpp_jid *jid);

/**
 * The domain; lent until it is freed.
 */
xmpp_str xmpp_jid_domainpart(const xmpp_jid *jid);

/**
 * What stands behind the `/`, absent if there is none; lent until it is freed.
 */
xmpp_str xmpp_jid_resourcepart(const xmpp_jid *jid);

/**
 * Whether two texts are addresses, received or typed, of one account: alike but for the resource.
 */
bool xmpp_jid_same_account(xmpp_str one, xmpp_str other);

/**
 * A parser for one XML stream that begins with the next octet, within `limits` (NULL: the
 * defaults). Free it with xmpp_parser_free. NULL if the limits are of an impossible size.
 *
 *     int status = XMPP_OK;
 *     while (length > 0 && status == XMPP_OK) { // behind an error nothing more is taken
 *         size_t taken = xmpp_parser_feed(parser, bytes, length);
 *         bytes += taken, length -= taken;
 *         while ((status = xmpp_parser_next(parser, &kind, &element, &error)) == XMPP_OK
 *                && kind != XMPP_ITEM_MORE)
 *             ..
 *     }
 */
xmpp_parser *xmpp_parser_new(const xmpp_xml_limits *limits, xmpp_error_info *error);

/**
 * Frees a parser; cursors on its elements are not good any more. NULL is nothing.
 */
void xmpp_parser_free(xmpp_parser *parser);

/**
 * Whether elements over the limits are skipped and told as XMPP_ITEM_DROPPED, instead of ending the
 * stream.
 */
int32_t xmpp_parser_skip_oversized(xmpp_parser *parser, bool skip);

/**
 * Takes octets up to exactly behind the next item, or all of them; returns how many. It takes none
 * while an item waits for xmpp_parser_next, and none after an error. Cursors on the item before are
 * not good any more.
 */
size_t xmpp_parser_feed(xmpp_parser *parser, const uint8_t *bytes, size_t length);

/**
 * The item that the last feed has completed: its kind, one of XMPP_ITEM_.., is written to `kind`
 * and its element to `element`, good until the next call with this parser; all zeros, which is no
 * element, if the item has none.
 *
 * Errors: XMPP_ERR_XML_.., if the stream cannot be read any further; every further call gives it
 * again.
 */
int32_t xmpp_parser_next(xmpp_parser *parser,
                         int32_t *kind,
                         xmpp_element *element,
                         xmpp_error_info *error);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

/** Sets up an xmpp_error_info. */
#define XMPP_ERROR_INFO_INIT { sizeof(xmpp_error_info), 0, { 0 } }

/** The text in a string of C, which may be NULL for "absent". */
static inline xmpp_str xmpp_text(const char *string) {
  xmpp_str text;
  text.ptr = string;
  text.len = string ? strlen(string) : 0;
  return text;
}

/** Whether a text is there and the same as a string of C. */
static inline bool xmpp_is(xmpp_str text, const char *string) {
  size_t len = string ? strlen(string) : 0;
  return text.ptr && string && text.len == len && memcmp(text.ptr, string, len) == 0;
}

#endif

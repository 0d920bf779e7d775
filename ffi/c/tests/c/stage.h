/* An engine and the world around it: what it says is noted as the lines of transcripts. */
#ifndef STAGE_H
#define STAGE_H

#include "settings.h"

enum { CONNECTIONS = 64 };

/* What an engine has said, or has to say, since the last comparison. */
typedef struct said {
  canonical outputs, events;
  canonical octets[CONNECTIONS];
} said;

/* How many lines were compared. */
typedef struct tally {
  unsigned events, outputs;
  size_t octets;
} tally;

typedef struct stage {
  xmpp_engine *engine;
  xmpp_now now;
  bool manual;
  size_t most;                 /* octets of a read */
  uint64_t newest;             /* connection */
  uint64_t totals[CONNECTIONS];
  bool gone[CONNECTIONS];      /* given back: nothing may be written to it any more */
  canonical wait;              /* the last one */
  said said, expected;
  tally tally;
} stage;

static inline canonical *new_line(canonical *lines, const char *sign) {
  put(lines, sign);
  put(lines, " ");
  return lines;
}

/* A refusal, if it is one, by its code and, where it has fields, its sentence. */
static inline void note_refusal(stage *stage, int32_t code) {
  canonical *out = &stage->said.outputs;
  if (code == XMPP_OK) return;
  put(new_line(out, "*"), "Err ");
  put_refusal(out, code, xmpp_engine_error(stage->engine));
  put(out, "\n");
}

static inline void note_transmit(stage *stage, const xmpp_output *out) {
  CHECK(out->conn < CONNECTIONS && out->bytes.len > 0);
  if (stage->gone[out->conn]) put(&stage->said.outputs, "* Transmit behind Disconnect\n");
  put_all(&stage->said.octets[out->conn], (const char *)out->bytes.ptr, out->bytes.len);
  stage->totals[out->conn] += out->bytes.len;
  if (!stage->manual)
    CHECK(xmpp_engine_transmitted(stage->engine, out->conn, stage->totals[out->conn]) == XMPP_OK);
}

static inline void note_wait(stage *stage, const xmpp_output *out) {
  stage->wait.len = 0;
  put(new_line(&stage->wait, "*"), "Wait{");
  if (out->has_until) {
    put_name(&stage->wait, "until");
    put_number(&stage->wait, out->until);
  }
  if (out->read) {
    put_name(&stage->wait, "read");
    put(&stage->wait, "true");
  }
  put(&stage->wait, "}\n");
}

/* `Name{conn=1`, which the caller goes on with. */
static inline canonical *of_conn(stage *stage, const char *name, uint64_t conn) {
  canonical *line = new_line(&stage->said.outputs, "*");
  CHECK(conn < CONNECTIONS);
  put(line, name);
  put(line, "{");
  put_name(line, "conn");
  put_number(line, conn);
  return line;
}

static inline void note_output(stage *stage, const xmpp_output *out) {
  canonical *line;
  switch (out->kind) {
  case XMPP_OUT_CONNECT:
    stage->newest = out->conn;
    line = of_conn(stage, "Connect", out->conn);
    put_name(line, "target");
    put_target(line, out->target);
    put(line, "}\n");
    break;
  case XMPP_OUT_START_TLS:
    line = of_conn(stage, "StartTls", out->conn);
    put_name(line, "domain");
    put_text(line, out->domain);
    put(line, "}\n");
    break;
  case XMPP_OUT_DISCONNECT:
    put(of_conn(stage, "Disconnect", out->conn), "}\n");
    stage->gone[out->conn] = true;
    break;
  case XMPP_OUT_EVENT:
    put_event(new_line(&stage->said.events, "!"), out->event);
    put(&stage->said.events, "\n");
    break;
  default:
    put(&stage->said.outputs, "* an unknown output\n");
  }
}

/* Polls until the engine waits for input or for a later time. */
static inline void poll_engine(stage *stage) {
  xmpp_output out;
  for (;;) {
    CHECK(xmpp_engine_poll(stage->engine, stage->now, &out) == XMPP_OK);
    if (out.kind == XMPP_OUT_TRANSMIT)
      note_transmit(stage, &out);
    else if (out.kind != XMPP_OUT_WAIT)
      note_output(stage, &out);
    else if (!out.has_until || out.until > stage->now.mono_ms) {
      note_wait(stage, &out);
      return;
    }
  }
}

/* Octets that arrive, in reads of no more than `most`, between which the engine is polled. */
static inline void receive(stage *stage, uint64_t conn, const canonical *octets) {
  size_t at = 0, count;
  while (at < octets->len) {
    count = octets->len - at < stage->most ? octets->len - at : stage->most;
    note_refusal(stage, xmpp_engine_receive(stage->engine, conn, (const uint8_t *)octets->text + at, count));
    at += count;
    if (at < octets->len) poll_engine(stage);
  }
}

/* One line of the engine, as it stands in the file. */
static inline void expect_line(stage *stage, const line *line) {
  char sign[2] = {line->sign, 0};
  uint64_t conn = line->has_conn ? line->conn : stage->newest;
  canonical *lines = line->sign == '!' ? &stage->expected.events : &stage->expected.outputs;
  if (line->sign == '>') {
    CHECK(conn < CONNECTIONS);
    put_all(&stage->expected.octets[conn], line->text.text, line->text.len);
    stage->tally.octets += line->text.len;
    return;
  }
  put(new_line(lines, sign), line->text.text);
  put(lines, "\n");
  stage->tally.events += line->sign == '!';
  stage->tally.outputs += line->sign == '*';
}

static inline bool same_text(const canonical *a, const canonical *b) {
  return a->len == b->len && (a->len == 0 || memcmp(a->text, b->text, a->len) == 0);
}

static inline void print_said(const said *said) {
  size_t i, at;
  fwrite(said->outputs.text, 1, said->outputs.len, stderr);
  for (i = 0; i < CONNECTIONS; i++) {
    if (said->octets[i].len > 0) fprintf(stderr, ">%u ", (unsigned)i);
    for (at = 0; at < said->octets[i].len; at++) {
      unsigned char c = (unsigned char)said->octets[i].text[at];
      fprintf(stderr, c < ' ' || c == '\\' ? "\\x%02x" : "%c", c);
    }
    if (said->octets[i].len > 0) fputs("\n", stderr);
  }
  fwrite(said->events.text, 1, said->events.len, stderr);
}

static inline void forget(said *said) {
  size_t i;
  said->outputs.len = said->events.len = 0;
  for (i = 0; i < CONNECTIONS; i++) said->octets[i].len = 0;
}

/* Whether the engine has said what the file says. Both are forgotten. */
static inline bool compare(stage *stage) {
  said *is = &stage->said, *want = &stage->expected;
  bool same = same_text(&is->outputs, &want->outputs) && same_text(&is->events, &want->events);
  size_t i;
  for (i = 0; i < CONNECTIONS; i++) same = same && same_text(&is->octets[i], &want->octets[i]);
  if (!same) {
    fputs("-- expected\n", stderr);
    print_said(want);
    fputs("-- said\n", stderr);
    print_said(is);
  }
  forget(is);
  forget(want);
  return same;
}

static inline void free_said(said *said) {
  size_t i;
  free(said->outputs.text);
  free(said->events.text);
  for (i = 0; i < CONNECTIONS; i++) free(said->octets[i].text);
}

#endif

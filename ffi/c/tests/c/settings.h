/* From the `=` lines of a transcript to a config. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include "script.h"

/* What a play begins with. The texts are the script's. */
typedef struct settings {
  xmpp_config config;
  xmpp_sasl_policy sasl;
  xmpp_limits limits;
  xmpp_xml_limits xml, xml_before_login;
  xmpp_str claims[8];
  uint8_t seed[32];
  char host[256];
  bool manual; /* `transmitted` is said by the transcript */
  bool whole;  /* reads are never cut */
} settings;

static inline void begin_settings(settings *set) {
  memset(set, 0, sizeof *set);
  xmpp_config_init(&set->config, sizeof set->config);
  xmpp_sasl_policy_init(&set->sasl, sizeof set->sasl);
  xmpp_limits_init(&set->limits, sizeof set->limits);
  xmpp_xml_limits_init(&set->xml, sizeof set->xml);
  xmpp_xml_limits_init(&set->xml_before_login, sizeof set->xml_before_login);
  set->config.account = xmpp_text("romeo@example.org");
  set->config.tls = XMPP_TLS_MODE_HOST;
  set->config.sasl = &set->sasl;
  set->config.limits = &set->limits;
  set->limits.xml = &set->xml;
  set->limits.xml_before_login = &set->xml_before_login;
  set->config.claims = set->claims;
  memset(set->seed, 7, sizeof set->seed);
}

/* Whether `text` is `word`, or begins with it and a space; then `rest` is what is behind. */
static inline bool begins(const char *text, const char *word, const char **rest) {
  size_t len = strlen(word);
  if (strncmp(text, word, len) != 0 || (text[len] && text[len] != ' ')) return false;
  *rest = text + len + (text[len] ? 1 : 0);
  return true;
}

/* A number that is not 0, which would stand for the default. */
static inline uint64_t limit_value(const char *text) {
  char *end;
  uint64_t value = strtoull(text, &end, 10);
  CHECK(end != text && !*end && value > 0);
  return value;
}

static inline bool set_xml_limit(xmpp_xml_limits *xml, const char *text) {
  const char *value;
  if (begins(text, "depth", &value)) xml->depth = limit_value(value);
  else if (begins(text, "stanza_bytes", &value)) xml->stanza_bytes = limit_value(value);
  else if (begins(text, "nodes", &value)) xml->nodes = limit_value(value);
  else if (begins(text, "attributes", &value)) xml->attributes = limit_value(value);
  else return false;
  return true;
}

static inline bool set_limit(settings *set, const char *text) {
  static const char xml[] = "xml.", before[] = "xml_before_login.";
  xmpp_limits *limits = &set->limits;
  const char *value;
  if (!strncmp(text, xml, sizeof xml - 1)) return set_xml_limit(&set->xml, text + sizeof xml - 1);
  if (!strncmp(text, before, sizeof before - 1))
    return set_xml_limit(&set->xml_before_login, text + sizeof before - 1);
  if (begins(text, "received_bytes", &value)) limits->received_bytes = limit_value(value);
  else if (begins(text, "in_flight_bytes", &value)) limits->in_flight_bytes = limit_value(value);
  else if (begins(text, "queued_stanzas", &value)) limits->queued_stanzas = limit_value(value);
  else if (begins(text, "queued_bytes", &value)) limits->queued_bytes = limit_value(value);
  else if (begins(text, "unacked_stanzas", &value)) limits->unacked_stanzas = limit_value(value);
  else if (begins(text, "pending_iqs", &value)) limits->pending_iqs = limit_value(value);
  else if (begins(text, "pending_requests", &value)) limits->pending_requests = limit_value(value);
  else if (begins(text, "held_events", &value)) limits->held_events = limit_value(value);
  else if (begins(text, "held_bytes", &value)) limits->held_bytes = limit_value(value);
  else if (begins(text, "scram_iterations", &value)) limits->scram_iterations = limit_value(value);
  else return false;
  return true;
}

/* `host:port`, or `direct host:port`. */
static inline void set_dial(settings *set, const char *place) {
  const char *colon;
  if (begins(place, "direct", &place)) set->config.direct_tls = XMPP_YES;
  colon = strrchr(place, ':');
  CHECK(colon && (size_t)(colon - place) < sizeof set->host);
  memcpy(set->host, place, (size_t)(colon - place));
  set->config.host = xmpp_text(set->host);
  set->config.port = limit_value(colon + 1);
}

static inline int32_t tls_mode(const char *value) {
  if (!strcmp(value, "engine")) return XMPP_TLS_MODE_ENGINE;
  if (!strcmp(value, "plain")) return XMPP_TLS_MODE_PLAIN;
  CHECK(!strcmp(value, "host"));
  return XMPP_TLS_MODE_HOST;
}

static inline void add_claim(settings *set, const char *value) {
  CHECK(set->config.claims_count < sizeof set->claims / sizeof *set->claims);
  set->claims[set->config.claims_count++] = xmpp_text(value);
}

/* A setting that has a value. */
static inline bool set_value(settings *set, const char *text) {
  const char *value;
  if (begins(text, "account", &value)) set->config.account = xmpp_text(value);
  else if (begins(text, "password", &value)) set->config.password = xmpp_text(value);
  else if (begins(text, "seed", &value)) memset(set->seed, atoi(value), sizeof set->seed);
  else if (begins(text, "dial", &value)) set_dial(set, value);
  else if (begins(text, "tls", &value)) set->config.tls = tls_mode(value);
  else if (begins(text, "claim", &value)) add_claim(set, value);
  else if (begins(text, "limit", &value)) return set_limit(set, value);
  else return false;
  return true;
}

/* Takes one `=` line; false if it is unknown. */
static inline bool set_setting(settings *set, const char *text) {
  xmpp_config *config = &set->config;
  if (!strcmp(text, "anonymous")) config->anonymous = XMPP_YES;
  else if (!strcmp(text, "allow-plain")) set->sasl.allow_plain = XMPP_YES;
  else if (!strcmp(text, "require-binding")) set->sasl.require_channel_binding = XMPP_YES;
  else if (!strcmp(text, "allow-alias")) config->allow_alias = XMPP_YES;
  else if (!strcmp(text, "wire")) config->wire = XMPP_YES;
  else if (!strcmp(text, "explicit")) config->handled = XMPP_HANDLED_MODE_EXPLICIT;
  else if (!strcmp(text, "no-sm")) config->stream_management = XMPP_NO;
  else if (!strcmp(text, "no-announce")) config->announce = XMPP_NO;
  else if (!strcmp(text, "no-reconnect")) config->reconnect = XMPP_RECONNECT_NEVER;
  else if (!strcmp(text, "reconnect-once-online")) config->reconnect = XMPP_RECONNECT_ONCE_ONLINE;
  else if (!strcmp(text, "resend")) config->unacked = XMPP_UNACKED_POLICY_RESEND;
  else if (!strcmp(text, "manual")) set->manual = true;
  else if (!strcmp(text, "whole")) set->whole = true;
  else return set_value(set, text);
  return true;
}

#endif

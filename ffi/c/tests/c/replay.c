/* Replays transcripts through the border: every file, with reads of at most so many octets. What
 * the engine says is made into lines here, from the fields that came across, and compared with the
 * lines in the files, as tests/transcripts/README.md says.
 *
 *     replay FILE ..      each whole and octet by octet
 *
 * Prints how many lines were compared in all plays together; fails if one was another. The test
 * transcripts.rs compiles it once more with what damages one field (CORRUPTED), for whole plays. */
#include "verbs.h"

#ifdef CORRUPTED
#define PLAYING(path) (playing = (path))
enum { OCTETS = false };
#else
enum { OCTETS = true };
#define PLAYING(path) ((void)(path))
#endif

static void begin(stage *stage, settings *set, const script *script, size_t most) {
  static const char why[] = "a setting is unknown";
  xmpp_error_info error = XMPP_ERROR_INFO_INIT;
  size_t i;
  begin_settings(set);
  for (i = 0; i < script->count; i++) {
    const line *line = &script->lines[i];
    if (line->sign == '=' && !set_setting(set, line->text.text)) {
      fprintf(stderr, "%s: %s\n", why, line->text.text);
      exit(1);
    }
  }
  memset(stage, 0, sizeof *stage);
  stage->now.mono_ms = 1000;
  stage->now.unix_ms = 1790000000000;
  stage->manual = set->manual;
  stage->most = set->whole ? SIZE_MAX : most;
  stage->engine = xmpp_engine_new(&set->config, set->seed, sizeof set->seed, NULL, &error);
  if (!stage->engine) fprintf(stderr, "%s\n", error.text);
  CHECK(stage->engine);
  poll_engine(stage);
}

/* `+30s`, `+250ms`. */
static void pass(stage *stage, const char *text) {
  char *unit;
  uint64_t ms = strtoull(text, &unit, 10);
  CHECK(!strcmp(unit, "ms") || !strcmp(unit, "s"));
  if (!strcmp(unit, "s")) ms *= 1000;
  stage->now.mono_ms += ms;
  stage->now.unix_ms += ms;
}

/* The lines from `first` to before `end`, all of one act. */
static void act(stage *stage, const script *script, size_t first, size_t end) {
  canonical read = {NULL, 0, 0};
  size_t at;
  for (at = first; at < end; at++) {
    const line *line = &script->lines[at];
    const struct line *next = at + 1 < end ? line + 1 : NULL;
    bool goes_on = next && next->sign == '<' && next->has_conn == line->has_conn && next->conn == line->conn;
    switch (line->sign) {
    case '<':
      put_all(&read, line->text.text, line->text.len);
      if (goes_on) break;
      receive(stage, line->has_conn ? line->conn : stage->newest, &read);
      read.len = 0;
      break;
    case '+':
      pass(stage, line->text.text);
      break;
    case '-':
      if (!call(stage, line->text.text)) put(&stage->said.outputs, "* an unknown verb\n");
      break;
    default:
      break;
    }
  }
  free(read.text);
  poll_engine(stage);
  for (at = first; at < end; at++)
    if (is_engines(&script->lines[at])) expect_line(stage, &script->lines[at]);
}

/* Plays a file; false if the engine says something else than the file. */
static bool play(const char *path, size_t most, tally *sum) {
  static stage stage;
  script script = {NULL, 0, 0, 0};
  settings set;
  size_t at = 0, end;
  bool same = true;
  PLAYING(path);
  read_script(&script, path);
  begin(&stage, &set, &script, most);
  for (; same && at < script.count; at = end) {
    end = at + 1;
    while (end < script.count && is_one_act(&script.lines[end - 1], &script.lines[end])) end++;
    act(&stage, &script, at, end);
    same = compare(&stage);
    if (!same)
      fprintf(stderr, "^ %s, reads of %s, at line %d\n\n", path, most == 1 ? "an octet" : "any size",
              script.lines[at].number);
  }
  sum->events += stage.tally.events;
  sum->outputs += stage.tally.outputs;
  sum->octets += stage.tally.octets;
  xmpp_engine_free(stage.engine);
  free(stage.wait.text);
  free_said(&stage.said);
  free_said(&stage.expected);
  free_script(&script);
  return same;
}

int main(int count, char **paths) {
  tally sum = {0, 0, 0};
  int i, failed = 0;
  for (i = 1; i < count; i++)
    failed += !play(paths[i], SIZE_MAX, &sum) || (OCTETS && !play(paths[i], 1, &sum));
  printf("files=%d failed=%d events=%u outputs=%u octets=%lu\n", count - 1, failed, sum.events, sum.outputs,
         (unsigned long)sum.octets);
  return failed > 0;
}

/* A transcript as read from its file, with all that it includes; tests/transcripts/README.md tells
 * the grammar. */
#ifndef SCRIPT_H
#define SCRIPT_H

#include <ctype.h>

#include "canonical.h"
#include "check.h"

/* One line with a meaning. */
typedef struct line {
  char sign;       /* '=', '<', '>', '!', '*', '+' or '-' */
  bool has_conn;   /* of octets: whether the connection is named */
  uint64_t conn;
  canonical text;  /* octets as they are, without escapes; else the line behind its sign */
  int file;        /* each included piece has a number of its own */
  int number;      /* of the line, from one */
} line;

typedef struct script {
  line *lines;
  size_t count, room;
  int files;
} script;

/* Adds one octet. */
static inline void put_octet(canonical *out, int octet) {
  char c = (char)octet;
  put_all(out, &c, 1);
}

/* What stands behind a backslash; gives what is behind that. */
static inline const char *unescape_one(canonical *out, const char *text) {
  static const char letters[] = "n\nr\rt\t\\\\";
  const char *found = *text ? strchr(letters, *text) : NULL;
  char *end;
  unsigned long count;
  if (*text == 'x') {
    char digits[3] = {0};
    memcpy(digits, text + 1, 2);
    CHECK(isxdigit((unsigned char)digits[0]) && isxdigit((unsigned char)digits[1]));
    put_octet(out, (int)strtol(digits, NULL, 16));
    return text + 3;
  }
  if (*text == '{') {
    count = strtoul(text + 1, &end, 10);
    CHECK(*end == '*' && strchr(end, '}'));
    for (text = strchr(end, '}') + 1; count > 0; count--)
      put_all(out, end + 1, (size_t)(text - end - 2));
    return text;
  }
  CHECK(found && (found - letters) % 2 == 0);
  put_octet(out, found[1]);
  return text + 1;
}

/* `2 octets` or ` octets`. */
static inline void read_octets(line *line, const char *text) {
  char *end = (char *)text;
  line->has_conn = isdigit((unsigned char)*text) != 0;
  if (line->has_conn) line->conn = strtoull(text, &end, 10);
  text = *end == ' ' ? end + 1 : end;
  while (*text) {
    size_t plain = strcspn(text, "\\");
    put_all(&line->text, text, plain);
    text += plain;
    if (*text) text = unescape_one(&line->text, text + 1);
  }
}

static inline line *add_line(script *script) {
  if (script->count == script->room) {
    script->room = 2 * script->room + 64;
    script->lines = (line *)realloc(script->lines, script->room * sizeof(line));
    CHECK(script->lines);
  }
  memset(&script->lines[script->count], 0, sizeof(line));
  return &script->lines[script->count++];
}

/* A whole file as a text of C. */
static inline char *read_file(const char *path) {
  canonical text = {NULL, 0, 0};
  char piece[4096];
  size_t count;
  FILE *file = fopen(path, "rb");
  if (!file) fprintf(stderr, "%s cannot be read\n", path);
  CHECK(file);
  put(&text, "");
  while ((count = fread(piece, 1, sizeof piece, file)) > 0) put_all(&text, piece, count);
  fclose(file);
  return text.text;
}

static inline void read_script(script *script, const char *path);

/* The lines of another file of the folder of all transcripts, above `path`. */
static inline void include(script *script, const char *path, const char *name) {
  static const char folder[] = "/transcripts/";
  const char *at = strstr(path, folder);
  canonical other = {NULL, 0, 0};
  CHECK(at);
  put_all(&other, path, (size_t)(at - path) + sizeof folder - 1);
  put(&other, name);
  read_script(script, other.text);
  free(other.text);
}

static inline void read_line(script *script, const char *path, const char *text, int number, int file) {
  const char *rest = text + (*text ? 1 : 0);
  line *line;
  if (!*text || *text == '#') return;
  while (isspace((unsigned char)*rest)) rest++;
  if (*text == '&') {
    include(script, path, rest);
    return;
  }
  if (!strchr("=<>!*+-", *text)) fprintf(stderr, "%s:%d: no such line\n", path, number);
  CHECK(strchr("=<>!*+-", *text));
  line = add_line(script);
  line->sign = *text;
  line->file = file;
  line->number = number;
  put(&line->text, "");
  if (*text == '<' || *text == '>')
    read_octets(line, text + 1);
  else
    put(&line->text, rest);
}

static inline void read_script(script *script, const char *path) {
  char *text = read_file(path), *at = text, *end;
  int number = 1, file = ++script->files;
  for (; at && *at; at = end, number++) {
    end = strchr(at, '\n');
    if (end) *end++ = 0;
    read_line(script, path, at, number, file);
  }
  free(text);
}

static inline void free_script(script *script) {
  size_t i;
  for (i = 0; i < script->count; i++) free(script->lines[i].text.text);
  free(script->lines);
  memset(script, 0, sizeof *script);
}

/* Whether the engine says it. */
static inline bool is_engines(const line *line) { return strchr(">!*", line->sign) != NULL; }

/* Whether `b`, which follows `a`, belongs to the same act: a read is all the lines that follow one
 * another in one file, and what the engine says belongs to what caused it. */
static inline bool is_one_act(const line *a, const line *b) {
  bool one_read = a->sign == '<' && b->sign == '<' && a->file == b->file;
  return b->sign == '=' || is_engines(b) || one_read;
}

#endif

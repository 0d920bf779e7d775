
/* The value of a field in a sentence, which ends where `behind` begins or at the end of both. */
static inline const char *put_found(canonical *out, char sign, const char *at, const char *end,
                                    const char *behind, size_t len) {
  xmpp_str found;
  const char *stop = len == 0 ? end : at;
  while (stop < end && ((size_t)(end - stop) < len || memcmp(stop, behind, len) != 0)) stop++;
  found.ptr = at;
  found.len = (size_t)(stop - at);
  if (sign == '"') put_text(out, found);
  if (sign == '#') put_all(out, at, found.len);
  if (sign == '?') put(out, "?");
  return stop;
}

/* The canonical form of a refusal: its code's name and what its sentence tells of fields. */
CANONICAL_PART static inline void put_refusal(canonical *out, int32_t code, xmpp_str told) {
  const refusal *it = refusals, *last = refusals + sizeof refusals / sizeof *refusals;
  const char *pattern, *at = told.ptr, *end = told.ptr + told.len;
  while (it < last && it->code != code) it++;
  put(out, it < last ? it->name : "?");
  pattern = it < last ? it->sentence : "";
  if (!*pattern || !told.ptr) return;
  put(out, "{");
  for (pattern += strcspn(pattern, "{"), at += pattern - it->sentence; *pattern && at <= end;) {
    size_t name = strcspn(pattern, "}") - 2, behind = strcspn(pattern + name + 3, "{");
    if (out->text[out->len - 1] != '{') put(out, " ");
    put_all(out, pattern + 1, name);
    put(out, "=");
    at = put_found(out, pattern[name + 1], at, end, pattern + name + 3, behind) + behind;
    pattern += name + 3 + behind;
  }
  put(out, "}");
}

#endif

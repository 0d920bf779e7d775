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

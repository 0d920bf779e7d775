/* What the tests in C share: a check that says where it failed and ends the program. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>

#include "xmpp.h"

#define CHECK(condition)                                                    \
  do {                                                                      \
    if (!(condition)) {                                                     \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
      exit(1);                                                              \
    }                                                                       \
  } while (0)

/* A text that is the same as a string of C; the string NULL stands for an absent one. */
#define CHECK_TEXT(text, string)                                                         \
  do {                                                                                   \
    xmpp_str checked = (text);                                                           \
    const char *wanted = (string);                                                       \
    if (wanted ? !xmpp_is(checked, wanted) : checked.ptr != NULL) {                      \
      fprintf(stderr, "%s:%d: %s is '%.*s'\n", __FILE__, __LINE__, #text, (int)checked.len, \
              checked.ptr ? checked.ptr : "(absent)");                                   \
      exit(1);                                                                           \
    }                                                                                    \
  } while (0)

#endif

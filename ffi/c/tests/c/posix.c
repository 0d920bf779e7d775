/* The helper for POSIX systems: what it says where the system lacks something, and a connection that
 * takes more than a socket does at once. It is compiled as a part of this program. */
#include "../../posix/xmpp_posix.c"

#include "check.h"

static xmpp_config account(void) {
  xmpp_config config;
  xmpp_config_init(&config, sizeof config);
  config.account = xmpp_text("romeo@example.org");
  config.password = xmpp_text("secret");
  return config;
}

/* Without the system's certificates an engine would trust nobody: that is said, not left to it. */
static void no_certificates(void) {
  xmpp_posix *posix = xmpp_posix_new();
  xmpp_config config = account();
  xmpp_error_info why = XMPP_ERROR_INFO_INIT;
  setenv("SSL_CERT_FILE", "no/such/file", 1);
  CHECK(xmpp_posix_ca_bundle(posix).ptr == NULL);
  CHECK(xmpp_posix_engine(posix, &config, &why) == NULL);
  CHECK(why.code == XMPP_ERR_PEM);
  CHECK(strstr(why.text, "SSL_CERT_FILE") != NULL);
  CHECK(xmpp_posix_engine(posix, &config, NULL) == NULL);
  config.tls = XMPP_TLS_MODE_HOST; /* then nobody asks for them */
  xmpp_engine *engine = xmpp_posix_engine(posix, &config, &why);
  CHECK(engine != NULL);
  xmpp_engine_free(engine);
  xmpp_posix_free(posix);
}

static void seeds_differ(void) {
  uint8_t one[32] = {0}, other[32] = {0};
  CHECK(xmpp_posix_seed(one) && xmpp_posix_seed(other));
  CHECK(memcmp(one, other, sizeof one) != 0);
}

/* What a socket does not take at once is kept, comes in order, and all of it before the end. */
static void writes_all(void) {
  enum { LEN = 700 * 1000 };
  static uint8_t octets[LEN], got[2 * LEN];
  size_t len = 0;
  int ends[2];
  struct pollfd fds[XMPP_POSIX_FDS];
  xmpp_output out = {0};
  xmpp_posix *posix = xmpp_posix_new();
  CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  posix->links[0].fd = ends[0];
  posix->links[0].conn = out.conn = 7;
  for (size_t i = 0; i < LEN; i++) octets[i] = (uint8_t)(i % 251);
  out.bytes.ptr = octets, out.bytes.len = LEN;
  xmpp_posix_transmit(posix, NULL, &out); /* the engine is only told how much was written */
  CHECK(posix->links[0].written > 0 && posix->links[0].written < LEN);
  xmpp_posix_transmit(posix, NULL, &out);
  xmpp_posix_disconnect(posix, &out);
  CHECK(xmpp_posix_busy(posix) && xmpp_posix_timeout(posix, &out) >= 0);
  for (ssize_t more = 1; more > 0; len += (size_t)more) {
    xmpp_posix_fds(posix, &out, fds);
    CHECK(poll(fds, XMPP_POSIX_FDS, 0) >= 0);
    xmpp_posix_ready(posix, NULL, fds);
    more = recv(ends[1], got + len, sizeof got - len, 0);
    CHECK(more >= 0);
  }
  CHECK(len == 2 * LEN && !xmpp_posix_busy(posix));
  CHECK(memcmp(got, octets, LEN) == 0 && memcmp(got + LEN, octets, LEN) == 0);
  close(ends[1]);
  xmpp_posix_free(posix);
}

int main(void) {
  no_certificates();
  writes_all();
  seeds_differ();
  printf("posix: ok\n");
  return 0;
}

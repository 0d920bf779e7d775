# Interop with Prosody as Debian ships it (0.12 in Debian 12).
needs() { need_command prosodyctl prosody; }
install() { apt_install prosody; }
run() { interop prosody; }

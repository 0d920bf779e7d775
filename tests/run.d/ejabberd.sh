# Interop with ejabberd as Debian ships it (23.01 in Debian 12).
needs() { need_command ejabberdctl ejabberd; }
install() { apt_install ejabberd; }
run() { interop ejabberd; }

// What stands for the names of the README's pieces.
package org.libxmpp.here

import org.libxmpp.Config
import org.libxmpp.Dial
import org.libxmpp.Jid

/** As `org.libxmpp.Client`, but the server is ours, on the port that the environment tells. */
@Suppress("ktlint:standard:function-naming")
fun Client(account: Jid, password: String, configure: Config.() -> Unit = {}) = org.libxmpp.Client(account, password) {
    dial = Dial.Host("127.0.0.1", System.getenv("XMPP_PORT").toUShort(), false)
    configure()
}

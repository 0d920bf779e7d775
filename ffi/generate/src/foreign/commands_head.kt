// What an app can ask of extensions, by the name of each.
// Written by `UPDATE=1 cargo test -p xmpp-generate` from the engine's declarations.

package org.libxmpp

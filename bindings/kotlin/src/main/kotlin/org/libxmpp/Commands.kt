// What an app can ask of extensions, by the name of each.
// Written by `UPDATE=1 cargo test -p xmpp-generate` from the engine's declarations.

package org.libxmpp

/** What an app can ask of XEP-0030. */
class Disco internal constructor(private val commands: Commands) {
    /** Asks what an entity is and can do. */
    fun info(to: Jid? = null, node: String? = null): CommandId =
        commands.command(Command.Disco(DiscoCommand.Info(to, node)))

    /** Asks what belongs to an entity. */
    fun items(to: Jid? = null, node: String? = null): CommandId =
        commands.command(Command.Disco(DiscoCommand.Items(to, node)))
}

/** What an app can ask of XEP-0199. */
class Ping internal constructor(private val commands: Commands) {
    /** Pings somebody; the answer is a `PingEvent`. */
    fun send(to: Jid? = null): CommandId =
        commands.command(Command.Ping(PingCommand.Send(to)))
}

/** What an app can ask about its contacts. */
class Roster internal constructor(private val commands: Commands) {
    /** Fetches the whole list. */
    fun fetch(): CommandId =
        commands.command(Command.Roster(RosterCommand.Fetch))

    /** Adds a contact, or changes its name and groups. */
    fun set(jid: Jid, name: String? = null, groups: List<String> = emptyList()): CommandId =
        commands.command(Command.Roster(RosterCommand.Set(jid, name, groups)))

    /** Removes a contact, and both subscriptions with it. */
    fun remove(jid: Jid): CommandId =
        commands.command(Command.Roster(RosterCommand.Remove(jid)))

    /** Asks to see a contact's presence. */
    fun subscribe(jid: Jid): CommandId =
        commands.command(Command.Roster(RosterCommand.Subscribe(jid)))

    /** Lets a contact see our presence. */
    fun approve(jid: Jid): CommandId =
        commands.command(Command.Roster(RosterCommand.Approve(jid)))

    /** Refuses a contact, or stops letting it see our presence. */
    fun deny(jid: Jid): CommandId =
        commands.command(Command.Roster(RosterCommand.Deny(jid)))

    /** Stops seeing a contact's presence. */
    fun unsubscribe(jid: Jid): CommandId =
        commands.command(Command.Roster(RosterCommand.Unsubscribe(jid)))
}

/** What an app can ask of extensions; the id that comes back stands in the events about it. */
interface Commands {
    fun command(asked: Command): CommandId

    val disco: Disco get() = Disco(this)
    val ping: Ping get() = Ping(this)
    val roster: Roster get() = Roster(this)
}

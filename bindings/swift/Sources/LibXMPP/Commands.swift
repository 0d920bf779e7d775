// What an app can ask of extensions, by the name of each.
// Written by `UPDATE=1 cargo test -p xmpp-generate` from the engine's declarations.

/// What an app can ask of XEP-0030.
public struct Disco: Sendable {
  let commands: any Commands

  /// Asks what an entity is and can do.
  @discardableResult
  public func info(to: Jid? = nil, node: String? = nil) throws -> CommandId {
    try commands.command(.disco(command: .info(to: to, node: node)))
  }

  /// Asks what belongs to an entity.
  @discardableResult
  public func items(to: Jid? = nil, node: String? = nil) throws -> CommandId {
    try commands.command(.disco(command: .items(to: to, node: node)))
  }
}

/// What an app can ask of XEP-0199.
public struct Ping: Sendable {
  let commands: any Commands

  /// Pings somebody; the answer is a `PingEvent`.
  @discardableResult
  public func send(to: Jid? = nil) throws -> CommandId {
    try commands.command(.ping(command: .send(to: to)))
  }
}

/// What an app can ask about its contacts.
public struct Roster: Sendable {
  let commands: any Commands

  /// Fetches the whole list.
  @discardableResult
  public func fetch() throws -> CommandId {
    try commands.command(.roster(command: .fetch))
  }

  /// Adds a contact, or changes its name and groups.
  @discardableResult
  public func set(_ jid: Jid, name: String? = nil, groups: [String] = []) throws -> CommandId {
    try commands.command(.roster(command: .set(jid: jid, name: name, groups: groups)))
  }

  /// Removes a contact, and both subscriptions with it.
  @discardableResult
  public func remove(_ jid: Jid) throws -> CommandId {
    try commands.command(.roster(command: .remove(jid: jid)))
  }

  /// Asks to see a contact's presence.
  @discardableResult
  public func subscribe(_ jid: Jid) throws -> CommandId {
    try commands.command(.roster(command: .subscribe(jid: jid)))
  }

  /// Lets a contact see our presence.
  @discardableResult
  public func approve(_ jid: Jid) throws -> CommandId {
    try commands.command(.roster(command: .approve(jid: jid)))
  }

  /// Refuses a contact, or stops letting it see our presence.
  @discardableResult
  public func deny(_ jid: Jid) throws -> CommandId {
    try commands.command(.roster(command: .deny(jid: jid)))
  }

  /// Stops seeing a contact's presence.
  @discardableResult
  public func unsubscribe(_ jid: Jid) throws -> CommandId {
    try commands.command(.roster(command: .unsubscribe(jid: jid)))
  }
}

/// What an app can ask of extensions; the id that comes back stands in the events about it.
public protocol Commands: Sendable {
  @discardableResult
  func command(_ asked: Command) throws -> CommandId
}

extension Commands {
  public var disco: Disco { Disco(commands: self) }
  public var ping: Ping { Ping(commands: self) }
  public var roster: Roster { Roster(commands: self) }
}

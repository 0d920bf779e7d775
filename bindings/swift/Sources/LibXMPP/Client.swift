import Foundation

/// A client that drives itself: an actor on a thread of its own carries octets and time to the engine.
///
/// ```swift
/// let client = try Client(account: "romeo@example.org", password: "secret")
/// for try await event in client.events {
///   if case .message(_, let message) = event { try client.reply(to: message, "I hear you") }
/// }
/// ```
///
/// No call waits but `ask`, which is why this is no actor itself. When the last reference to the client
/// and its events is gone, it closes as by `close()`, and its thread ends behind it.
public final class Client: Commands {
  private let driver: Driver

  /// A client with the usual settings: see `Config.init(account:password:dial:trust:)`.
  ///
  /// Throws a `CallError` for a bad account, and `NoCertificates` if there is nobody to trust.
  public convenience init(account: String, password: String?, dial: Dial = .names) throws {
    try self.init(config: Config(account: account, password: password, dial: dial))
  }

  /// A client. If `config.trust` is `.ask`, `judge` decides on certificates; without one the app
  /// does, which answers `verifyCertificate` by `trust(_:_:)`. Clients with the same `shared` have
  /// its trust, read and kept once, in place of `config.trust`, which may then be `.ask`.
  public init(config: Config, shared: Shared? = nil, judge: Judge? = platformJudge) throws {
    driver = try Driver(config: config, shared: shared, judge: judge)
    Task { [driver] in await driver.run() }
  }

  var inbox: Inbox { driver.inbox }

  deinit { Task { [driver] in await driver.abandon() } }

  /// What happens, for one consumer at a time.
  public var events: Events { Events(client: self) }

  /// Sends a message. Events name it by the token.
  @discardableResult
  public func send(_ message: Message) throws -> Token { try send(Stanza.message(stanza: message)) }

  /// Sends a presence, or any stanza as XML.
  @discardableResult
  public func send(_ stanza: Stanza) throws -> Token {
    try driver.call { try $0.send(stanza: stanza) }
  }

  /// Sends a chat message.
  @discardableResult
  public func say(_ body: String, to recipient: Jid) throws -> Token {
    try send(Message(recipient: recipient, kind: .chat, body: body))
  }

  /// Answers a message. Absent, and nothing is sent, where an answer would do harm: to errors, to
  /// what was delayed, and to what the own account has sent.
  @discardableResult
  public func reply(to message: Message, _ body: String) throws -> Token? {
    try LibXMPP.reply(message: message, body: body).map { try send($0) }
  }

  /// Asks, and waits for the payload of the answer. Throws `AskFailed` if there is none, and
  /// `CancellationError` if the task is cancelled: then the request is given up.
  ///
  /// The answer does not come by `events` as well. While requests wait, as many events may wait
  /// beside them as `config.limits` lets the engine hold.
  @discardableResult
  public func ask(_ request: Iq) async throws -> Element? {
    let result = try await driver.ask(request)
    guard case .result(let payload) = result else { throw AskFailed(result: result) }
    return payload
  }

  /// Answers a `request` with a result.
  public func answer(_ request: IncomingId, _ payload: Element? = nil) throws {
    try driver.call { try $0.answer(id: request, payload: payload) }
  }

  /// Answers a `request` with an error; `stanzaError` makes one.
  public func answer(_ request: IncomingId, error: StanzaError) throws {
    try driver.call { try $0.answerError(id: request, error: error) }
  }

  /// Asks something of an extension; `roster`, `disco` and so on are the pleasant way.
  @discardableResult
  public func command(_ asked: Command) throws -> CommandId {
    try driver.call { try $0.command(asked: asked) }
  }

  /// The stanza of the event that was taken last, whole, until the next one is taken.
  public func element() -> ElementView? {
    driver.call { $0.element(seq: inbox.takenLast) }
  }

  /// Takes back a stanza that is not written yet; `false` if it is too late.
  @discardableResult
  public func cancel(_ token: Token) -> Bool { driver.call { $0.cancel(token: token) } }

  /// Answers a `verifyCertificate`.
  public func trust(_ conn: ConnId, _ verdict: Verdict) {
    driver.call { $0.trust(conn: conn, verdict: verdict) }
  }

  /// Answers a `needCredentials`, or replaces the password for the next login.
  public func provide(password: String) {
    driver.call { $0.provide(secret: .password(password: SecretText(text: password))) }
  }

  /// Ends everything in good order: what was sent is still written. The events end behind it.
  public func close() { driver.call { $0.closeStream() } }

  /// Ends everything at once.
  public func abort() { driver.call { $0.abort() } }

  /// Ends the program in words, with exit code 1: for the end of a script.
  public static func exit(withError error: any Error) -> Never {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    Foundation.exit(1)
  }
}

/// A request was not granted.
public struct AskFailed: Error, Told {
  /// What came instead.
  public let result: AnswerResult

  public var description: String {
    switch result {
    case .error(let error): (try? stanzaErrorText(error: error)) ?? "the request was refused"
    case .timeout: "no answer came in time"
    case .offline: "the stream ended before an answer came"
    default: "the request was given up"
    }
  }
}

extension Config {
  /// The usual settings: the system is trusted, if `trust` names nobody else; what is wrong before the
  /// first session ends the client, and from then on it comes back by itself.
  ///
  /// Throws a `CallError` if the account is no address, and `NoCertificates` if the system's are read
  /// and there are none.
  public init(
    account: String, password: String? = nil, dial: Dial = .names, trust: Trust? = nil
  ) throws {
    self = try clientConfig(account: account)
    credentials = password.map { .password(password: SecretText(text: $0)) }
    self.dial = dial
    reconnect = .onceOnline
    self.trust = try trust ?? .system()
  }
}

extension Dial {
  /// At a given place, by STARTTLS.
  public static func host(_ host: String, _ port: UInt16) -> Dial {
    .host(host: host, port: port, directTls: false)
  }
}

/// An error whose description is what a person is shown, too.
protocol Told: LocalizedError, CustomStringConvertible {}

extension Told {
  public var errorDescription: String? { description }
}

extension CallError: CustomStringConvertible {}

extension Reason: CustomStringConvertible {
  /// Why, in one sentence.
  public var description: String { (try? reasonText(reason: self)) ?? "closed" }
}

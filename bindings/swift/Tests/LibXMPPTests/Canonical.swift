// The canonical lines of transcripts (core/src/declare.rs tells their form), made from what has
// crossed the border.
// Written by `UPDATE=1 cargo test -p xmpp-generate` from the engine's declarations.

import Foundation

@testable import LibXMPP

/// Hands every field on; damages the one that is chosen, and notes which were there to damage, and
/// while what was played.
final class Glue {
  let chosen: String?
  var reached: [String: String] = [:]
  var playing = ""

  init(chosen: String? = nil) {
    self.chosen = chosen
  }

  func handOn<T>(_ path: String, _ value: T?) -> T? {
    guard let value, value is Bool || !isAbsent(value) else { return value }
    reached[path] = reached[path] ?? playing
    return path == chosen ? damaged(value) as? T : value
  }

  /// Another value of the type; absent where there is none to be made up.
  private func damaged(_ value: Any) -> Any? {
    switch value {
    case let value as Bool: !value
    case let value as UInt16: value + 1
    case let value as UInt32: value + 1
    case let value as UInt64: value + 1
    case let value as Int32: value + 1
    case let value as Int64: value + 1
    case let value as String: value + "x"
    case let value as Data: value.dropLast()
    default: nil
    }
  }
}

private func isAbsent(_ value: Any) -> Bool {
  switch value {
  case let value as Bool: !value
  case let value as Data: value.isEmpty
  case let value as [Any]: value.isEmpty
  default: false
  }
}

struct Canonical {
  let glue: Glue

  func braces(_ name: String, _ fields: String?...) -> String {
    name + "{" + fields.compactMap { $0 }.joined(separator: " ") + "}"
  }

  func option<T>(_ path: String, _ value: T?, _ write: (T) -> String) -> String? {
    glue.handOn(path, value).map { named(path, write($0)) }
  }

  func field<T>(_ path: String, _ value: T, _ write: (T) -> String) -> String? {
    guard let value = glue.handOn(path, value), !isAbsent(value) else { return nil }
    return named(path, write(value))
  }

  private func named(_ path: String, _ value: String) -> String {
    path.split(separator: ".").last! + "=" + value
  }

  func many<T>(_ write: @escaping (T) -> String) -> ([T]) -> String {
    { "[" + $0.map(write).joined(separator: " ") + "]" }
  }

  func flag(_ value: Bool) -> String { value ? "true" : "false" }

  func number(_ value: some BinaryInteger) -> String { String(value) }

  func octets(_ value: Data) -> String {
    "x\"" + value.map { String(format: "%02x", $0) }.joined() + "\""
  }

  func secret(_ value: HiddenText) -> String { "\"***\"" }

  func text(_ value: String) -> String {
    "\"" + value.unicodeScalars.map(escaped).joined() + "\""
  }

  private func escaped(_ character: Unicode.Scalar) -> String {
    switch character {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case _ where character.value < 0x20: String(format: "\\u%04x", character.value)
    default: String(character)
    }
  }

  func sessionKind(_ it: SessionKind) -> String {
    switch it {
    case .fresh: "Fresh"
    }
  }

  func messageOrigin(_ it: MessageOrigin) -> String {
    switch it {
    case .live: "Live"
    }
  }

  func wireDirection(_ it: WireDirection) -> String {
    switch it {
    case .received: "Received"
    case .sent: "Sent"
    }
  }

  func jidPart(_ it: JidPart) -> String {
    switch it {
    case .node: "Node"
    case .domain: "Domain"
    case .resource: "Resource"
    }
  }

  func credentialsWhy(_ it: CredentialsWhy) -> String {
    switch it {
    case .missing: "Missing"
    case .refused: "Refused"
    }
  }

  func sendFailure(_ it: SendFailure) -> String {
    switch it {
    case .tooLarge: "TooLarge"
    case .poison: "Poison"
    case .closed: "Closed"
    }
  }

  func stanzaErrorKind(_ it: StanzaErrorKind) -> String {
    switch it {
    case .auth: "Auth"
    case .cancel: "Cancel"
    case .continue: "Continue"
    case .modify: "Modify"
    case .wait: "Wait"
    }
  }

  func loginStep(_ it: LoginStep) -> String {
    switch it {
    case .connect: "Connect"
    case .header: "Header"
    case .features: "Features"
    case .startTls: "StartTls"
    case .tls: "Tls"
    case .trust: "Trust"
    case .credentials: "Credentials"
    case .login: "Login"
    case .bind: "Bind"
    case .ack: "Ack"
    case .write: "Write"
    case .close: "Close"
    }
  }

  func tlsStart(_ it: TlsStart) -> String {
    switch it {
    case .direct: "Direct"
    case .startTls: "StartTls"
    }
  }

  func rosterSubscription(_ it: RosterSubscription) -> String {
    switch it {
    case .neither: "Neither"
    case .to: "To"
    case .from: "From"
    case .both: "Both"
    case .remove: "Remove"
    }
  }

  func target(_ it: Target) -> String {
    braces(
      "",
      field("Target.host", it.host, self.text),
      field("Target.port", it.port, self.number),
      field("Target.tls", it.tls, self.tlsStart),
      option("Target.alpn", it.alpn, self.text)
    )
  }

  func output(_ it: Output) -> String {
    switch it {
    case .connect(let conn, let target):
      braces(
        "Connect",
        field("Output.Connect.conn", conn, self.number),
        field("Output.Connect.target", target, self.target)
      )
    case .startTls(let conn, let domain):
      braces(
        "StartTls",
        field("Output.StartTls.conn", conn, self.number),
        field("Output.StartTls.domain", domain, self.text)
      )
    case .disconnect(let conn):
      braces(
        "Disconnect",
        field("Output.Disconnect.conn", conn, self.number)
      )
    default: "?"
    }
  }

  func inputError(_ it: InputError) -> String {
    switch it {
    case .Full:
      "Full"
    case .NeverGiven:
      "NeverGiven"
    case .NeverHappened:
      "NeverHappened"
    }
  }

  func event(_ it: Event, _ stanza: String) -> String {
    switch it {
    case .online(let jid, let session):
      braces(
        "Online",
        field("Event.Online.jid", jid, self.text),
        field("Event.Online.session", session, self.sessionKind)
      )
    case .offline(let reason, let retryAt):
      braces(
        "Offline",
        field("Event.Offline.reason", reason, self.reason),
        option("Event.Offline.retry_at", retryAt, self.number)
      )
    case .closed(let reason):
      braces(
        "Closed",
        field("Event.Closed.reason", reason, self.reason)
      )
    case .message(let origin, _):
      braces(
        "Message",
        field("Event.Message.origin", origin, self.messageOrigin),
        field("Event.Message.stanza", stanza, self.text)
      )
    case .presence:
      braces(
        "Presence",
        field("Event.Presence.stanza", stanza, self.text)
      )
    case .request(let id, _):
      braces(
        "Request",
        field("Event.Request.id", id, self.number),
        field("Event.Request.stanza", stanza, self.text)
      )
    case .answer(let request, let result):
      braces(
        "Answer",
        field("Event.Answer.request", request, self.number),
        field("Event.Answer.result", result, self.answerResult)
      )
    case .written(let token):
      braces(
        "Written",
        field("Event.Written.token", token, self.number)
      )
    case .acked(let token):
      braces(
        "Acked",
        field("Event.Acked.token", token, self.number)
      )
    case .unsure(let token):
      braces(
        "Unsure",
        field("Event.Unsure.token", token, self.number)
      )
    case .failed(let token, let failure):
      braces(
        "Failed",
        field("Event.Failed.token", token, self.number),
        field("Event.Failed.failure", failure, self.sendFailure)
      )
    case .writable:
      "Writable"
    case .dropped(let name, let sender, let id, let what):
      braces(
        "Dropped",
        field("Event.Dropped.name", name, self.text),
        option("Event.Dropped.sender", sender, self.text),
        option("Event.Dropped.id", id, self.text),
        field("Event.Dropped.what", what, self.text)
      )
    case .verifyCertificate(let conn, let domain, let chain, let nameMatches):
      braces(
        "VerifyCertificate",
        field("Event.VerifyCertificate.conn", conn, self.number),
        field("Event.VerifyCertificate.domain", domain, self.text),
        field("Event.VerifyCertificate.chain", chain, many(self.octets)),
        field("Event.VerifyCertificate.name_matches", nameMatches, self.flag)
      )
    case .needCredentials(let mechanisms, let why):
      braces(
        "NeedCredentials",
        field("Event.NeedCredentials.mechanisms", mechanisms, many(self.text)),
        field("Event.NeedCredentials.why", why, self.credentialsWhy)
      )
    case .wire(let conn, let direction, let xml):
      braces(
        "Wire",
        field("Event.Wire.conn", conn, self.number),
        field("Event.Wire.direction", direction, self.wireDirection),
        field("Event.Wire.xml", xml, self.text)
      )
    case .disco(let event):
      braces(
        "Disco",
        field("Event.Disco.event", event, self.discoEvent)
      )
    case .ping(let event):
      braces(
        "Ping",
        field("Event.Ping.event", event, self.pingEvent)
      )
    case .roster(let event):
      braces(
        "Roster",
        field("Event.Roster.event", event, self.rosterEvent)
      )
    }
  }

  func jidError(_ it: JidError) -> String {
    switch it {
    case .Empty(let part):
      braces(
        "Empty",
        field("JidError.Empty.part", part, self.jidPart)
      )
    case .TooLong(let part, let bytes):
      braces(
        "TooLong",
        field("JidError.TooLong.part", part, self.jidPart),
        field("JidError.TooLong.bytes", bytes, self.number)
      )
    case .Refused(let part, let character):
      braces(
        "Refused",
        field("JidError.Refused.part", part, self.jidPart),
        field("JidError.Refused.character", character, self.text)
      )
    case .MixedDirections:
      "MixedDirections"
    case .BadDomain:
      "BadDomain"
    }
  }

  func discoIdentity(_ it: DiscoIdentity) -> String {
    braces(
      "",
      field("DiscoIdentity.category", it.category, self.text),
      field("DiscoIdentity.kind", it.kind, self.text),
      option("DiscoIdentity.name", it.name, self.text)
    )
  }

  func discoFeature(_ it: DiscoFeature) -> String {
    braces(
      "",
      field("DiscoFeature.name", it.name, self.text)
    )
  }

  func discoInfo(_ it: DiscoInfo) -> String {
    braces(
      "",
      option("DiscoInfo.node", it.node, self.text),
      field("DiscoInfo.identities", it.identities, many(self.discoIdentity)),
      field("DiscoInfo.features", it.features, many(self.discoFeature))
    )
  }

  func discoItem(_ it: DiscoItem) -> String {
    braces(
      "",
      field("DiscoItem.jid", it.jid, self.text),
      option("DiscoItem.node", it.node, self.text),
      option("DiscoItem.name", it.name, self.text)
    )
  }

  func discoItems(_ it: DiscoItems) -> String {
    braces(
      "",
      option("DiscoItems.node", it.node, self.text),
      field("DiscoItems.items", it.items, many(self.discoItem))
    )
  }

  func saslError(_ it: SaslError) -> String {
    switch it {
    case .NotOffered(let offered):
      braces(
        "NotOffered",
        field("SaslError.NotOffered.offered", offered, many(self.text))
      )
    case .PlainNotAllowed:
      "PlainNotAllowed"
    case .NoChannelBinding:
      "NoChannelBinding"
    case .BadUserName:
      "BadUserName"
    case .BadPassword:
      "BadPassword"
    case .KeysOutdated:
      "KeysOutdated"
    case .Malformed(let what):
      braces(
        "Malformed",
        field("SaslError.Malformed.what", what, self.text)
      )
    case .MessageTooLarge(let limit):
      braces(
        "MessageTooLarge",
        field("SaslError.MessageTooLarge.limit", limit, self.number)
      )
    case .BadNonce:
      "BadNonce"
    case .ExtensionRequired:
      "ExtensionRequired"
    case .IterationsOutOfRange(let rounds, let highest):
      braces(
        "IterationsOutOfRange",
        field("SaslError.IterationsOutOfRange.rounds", rounds, self.number),
        field("SaslError.IterationsOutOfRange.highest", highest, self.number)
      )
    case .Downgraded:
      "Downgraded"
    case .BadServerSignature:
      "BadServerSignature"
    case .SuccessWithoutProof:
      "SuccessWithoutProof"
    case .OutOfStep:
      "OutOfStep"
    case .ScramRefused(let fault):
      braces(
        "ScramRefused",
        field("SaslError.ScramRefused.fault", fault, self.scramFault)
      )
    case .Refused(let condition, let text):
      braces(
        "Refused",
        field("SaslError.Refused.condition", condition, self.saslCondition),
        option("SaslError.Refused.text", text, self.text)
      )
    }
  }

  func saslCondition(_ it: SaslCondition) -> String {
    switch it {
    case .aborted:
      "Aborted"
    case .accountDisabled:
      "AccountDisabled"
    case .credentialsExpired:
      "CredentialsExpired"
    case .encryptionRequired:
      "EncryptionRequired"
    case .incorrectEncoding:
      "IncorrectEncoding"
    case .invalidAuthzid:
      "InvalidAuthzid"
    case .invalidMechanism:
      "InvalidMechanism"
    case .malformedRequest:
      "MalformedRequest"
    case .mechanismTooWeak:
      "MechanismTooWeak"
    case .notAuthorized:
      "NotAuthorized"
    case .temporaryAuthFailure:
      "TemporaryAuthFailure"
    case .undefined(let name):
      braces(
        "Undefined",
        field("SaslCondition.Undefined.name", name, self.text)
      )
    }
  }

  func scramFault(_ it: ScramFault) -> String {
    switch it {
    case .invalidEncoding:
      "InvalidEncoding"
    case .extensionsNotSupported:
      "ExtensionsNotSupported"
    case .invalidProof:
      "InvalidProof"
    case .channelBindingsDontMatch:
      "ChannelBindingsDontMatch"
    case .serverDoesSupportChannelBinding:
      "ServerDoesSupportChannelBinding"
    case .channelBindingNotSupported:
      "ChannelBindingNotSupported"
    case .unsupportedChannelBindingType:
      "UnsupportedChannelBindingType"
    case .unknownUser:
      "UnknownUser"
    case .invalidUsernameEncoding:
      "InvalidUsernameEncoding"
    case .noResources:
      "NoResources"
    case .otherError:
      "OtherError"
    case .undefined(let name):
      braces(
        "Undefined",
        field("ScramFault.Undefined.name", name, self.text)
      )
    }
  }

  func sendError(_ it: SendError) -> String {
    switch it {
    case .Full:
      "Full"
    case .TooManyRequests:
      "TooManyRequests"
    case .TooLarge(let bytes, let limit):
      braces(
        "TooLarge",
        field("SendError.TooLarge.bytes", bytes, self.number),
        field("SendError.TooLarge.limit", limit, self.number)
      )
    case .Invalid(let what):
      braces(
        "Invalid",
        field("SendError.Invalid.what", what, self.text)
      )
    case .DuplicateId:
      "DuplicateId"
    case .Closing:
      "Closing"
    }
  }

  func answerError(_ it: AnswerError) -> String {
    switch it {
    case .Unknown:
      "Unknown"
    case .NotSent(let reason):
      braces(
        "NotSent",
        field("AnswerError.NotSent.reason", reason, self.sendError)
      )
    }
  }

  func answerResult(_ it: AnswerResult) -> String {
    switch it {
    case .result(let payload):
      braces(
        "Result",
        option("AnswerResult.Result.payload", payload, self.text)
      )
    case .error(let error):
      braces(
        "Error",
        field("AnswerResult.Error.error", error, self.stanzaError)
      )
    case .timeout:
      "Timeout"
    case .offline:
      "Offline"
    case .cancelled:
      "Cancelled"
    }
  }

  func stanzaFault(_ it: StanzaFault) -> String {
    switch it {
    case .NoStanza(let name):
      braces(
        "NoStanza",
        field("StanzaFault.NoStanza.name", name, self.text)
      )
    case .BadAddress(let attribute):
      braces(
        "BadAddress",
        field("StanzaFault.BadAddress.attribute", attribute, self.text)
      )
    case .BadType:
      "BadType"
    case .BadIq:
      "BadIq"
    }
  }

  func stanzaCondition(_ it: StanzaCondition) -> String {
    switch it {
    case .badRequest:
      "BadRequest"
    case .conflict:
      "Conflict"
    case .featureNotImplemented:
      "FeatureNotImplemented"
    case .forbidden:
      "Forbidden"
    case .gone:
      "Gone"
    case .internalServerError:
      "InternalServerError"
    case .itemNotFound:
      "ItemNotFound"
    case .jidMalformed:
      "JidMalformed"
    case .notAcceptable:
      "NotAcceptable"
    case .notAllowed:
      "NotAllowed"
    case .notAuthorized:
      "NotAuthorized"
    case .policyViolation:
      "PolicyViolation"
    case .recipientUnavailable:
      "RecipientUnavailable"
    case .redirect:
      "Redirect"
    case .registrationRequired:
      "RegistrationRequired"
    case .remoteServerNotFound:
      "RemoteServerNotFound"
    case .remoteServerTimeout:
      "RemoteServerTimeout"
    case .resourceConstraint:
      "ResourceConstraint"
    case .serviceUnavailable:
      "ServiceUnavailable"
    case .subscriptionRequired:
      "SubscriptionRequired"
    case .undefinedCondition:
      "UndefinedCondition"
    case .unexpectedRequest:
      "UnexpectedRequest"
    case .unknown(let name):
      braces(
        "Unknown",
        field("StanzaCondition.Unknown.name", name, self.text)
      )
    }
  }

  func stanzaError(_ it: StanzaError) -> String {
    braces(
      "",
      field("StanzaError.kind", it.kind, self.stanzaErrorKind),
      field("StanzaError.condition", it.condition, self.stanzaCondition),
      option("StanzaError.text", it.text, self.text),
      option("StanzaError.by", it.by, self.text),
      option("StanzaError.new_address", it.newAddress, self.text),
      option("StanzaError.application", it.application, self.text)
    )
  }

  func payloadError(_ it: PayloadError) -> String {
    switch it {
    case .Unexpected(let element):
      braces(
        "Unexpected",
        field("PayloadError.Unexpected.element", element, self.text)
      )
    case .Missing(let part):
      braces(
        "Missing",
        field("PayloadError.Missing.part", part, self.text)
      )
    case .Invalid(let part):
      braces(
        "Invalid",
        field("PayloadError.Invalid.part", part, self.text)
      )
    }
  }

  func streamCondition(_ it: StreamCondition) -> String {
    switch it {
    case .badFormat:
      "BadFormat"
    case .badNamespacePrefix:
      "BadNamespacePrefix"
    case .conflict:
      "Conflict"
    case .connectionTimeout:
      "ConnectionTimeout"
    case .hostGone:
      "HostGone"
    case .hostUnknown:
      "HostUnknown"
    case .improperAddressing:
      "ImproperAddressing"
    case .internalServerError:
      "InternalServerError"
    case .invalidFrom:
      "InvalidFrom"
    case .invalidNamespace:
      "InvalidNamespace"
    case .invalidXml:
      "InvalidXml"
    case .notAuthorized:
      "NotAuthorized"
    case .notWellFormed:
      "NotWellFormed"
    case .policyViolation:
      "PolicyViolation"
    case .remoteConnectionFailed:
      "RemoteConnectionFailed"
    case .reset:
      "Reset"
    case .resourceConstraint:
      "ResourceConstraint"
    case .restrictedXml:
      "RestrictedXml"
    case .seeOtherHost:
      "SeeOtherHost"
    case .systemShutdown:
      "SystemShutdown"
    case .undefinedCondition:
      "UndefinedCondition"
    case .unsupportedEncoding:
      "UnsupportedEncoding"
    case .unsupportedFeature:
      "UnsupportedFeature"
    case .unsupportedStanzaType:
      "UnsupportedStanzaType"
    case .unsupportedVersion:
      "UnsupportedVersion"
    case .other(let name):
      braces(
        "Other",
        field("StreamCondition.Other.name", name, self.text)
      )
    }
  }

  func streamError(_ it: StreamError) -> String {
    braces(
      "",
      field("StreamError.condition", it.condition, self.streamCondition),
      option("StreamError.text", it.text, self.text),
      option("StreamError.other_host", it.otherHost, self.text),
      option("StreamError.application", it.application, self.text)
    )
  }

  func reason(_ it: Reason) -> String {
    switch it {
    case .Requested:
      "Requested"
    case .Aborted:
      "Aborted"
    case .DriverGone:
      "DriverGone"
    case .ConnectFailed(let failure):
      braces(
        "ConnectFailed",
        field("Reason.ConnectFailed.failure", failure, self.connectFailure)
      )
    case .TlsRequired:
      "TlsRequired"
    case .TlsFailed(let fault):
      braces(
        "TlsFailed",
        field("Reason.TlsFailed.fault", fault, self.tlsFault)
      )
    case .ConnectionLost:
      "ConnectionLost"
    case .StreamClosed:
      "StreamClosed"
    case .StreamError(let error):
      braces(
        "StreamError",
        field("Reason.StreamError.error", error, self.streamError)
      )
    case .PeerFault(let condition, let what):
      braces(
        "PeerFault",
        field("Reason.PeerFault.condition", condition, self.streamCondition),
        field("Reason.PeerFault.what", what, self.text)
      )
    case .LoginFailed(let error):
      braces(
        "LoginFailed",
        field("Reason.LoginFailed.error", error, self.saslError)
      )
    case .BindRefused(let error):
      braces(
        "BindRefused",
        field("Reason.BindRefused.error", error, self.stanzaError)
      )
    case .WrongIdentity(let jid):
      braces(
        "WrongIdentity",
        field("Reason.WrongIdentity.jid", jid, self.text)
      )
    case .TimedOut(let step):
      braces(
        "TimedOut",
        field("Reason.TimedOut.step", step, self.loginStep)
      )
    }
  }

  func connectFailure(_ it: ConnectFailure) -> String {
    switch it {
    case .NoAddress:
      "NoAddress"
    case .Refused:
      "Refused"
    case .Unreachable:
      "Unreachable"
    case .TimedOut:
      "TimedOut"
    case .Reset:
      "Reset"
    case .Tls(let reason):
      braces(
        "Tls",
        field("ConnectFailure.Tls.reason", reason, self.text)
      )
    case .Other(let reason):
      braces(
        "Other",
        field("ConnectFailure.Other.reason", reason, self.text)
      )
    }
  }

  func tlsFault(_ it: TlsFault) -> String {
    switch it {
    case .UnknownIssuer:
      "UnknownIssuer"
    case .Expired:
      "Expired"
    case .NotYetValid:
      "NotYetValid"
    case .NotValidForName(let domain):
      braces(
        "NotValidForName",
        field("TlsFault.NotValidForName.domain", domain, self.text)
      )
    case .Revoked:
      "Revoked"
    case .BadCertificate(let reason):
      braces(
        "BadCertificate",
        field("TlsFault.BadCertificate.reason", reason, self.text)
      )
    case .NoCertificate:
      "NoCertificate"
    case .Refused:
      "Refused"
    case .NotTls:
      "NotTls"
    case .Incompatible(let reason):
      braces(
        "Incompatible",
        field("TlsFault.Incompatible.reason", reason, self.text)
      )
    case .Alert(let description):
      braces(
        "Alert",
        field("TlsFault.Alert.description", description, self.text)
      )
    case .Protocol(let reason):
      braces(
        "Protocol",
        field("TlsFault.Protocol.reason", reason, self.text)
      )
    case .BadDomain(let domain):
      braces(
        "BadDomain",
        field("TlsFault.BadDomain.domain", domain, self.text)
      )
    case .NotBuiltIn:
      "NotBuiltIn"
    }
  }

  func sharedError(_ it: SharedError) -> String {
    switch it {
    case .NoUsableRoots(let given):
      braces(
        "NoUsableRoots",
        field("SharedError.NoUsableRoots.given", given, self.number)
      )
    case .BadIdentity(let reason):
      braces(
        "BadIdentity",
        field("SharedError.BadIdentity.reason", reason, self.text)
      )
    case .NoTls:
      "NoTls"
    }
  }

  func discoEvent(_ it: DiscoEvent) -> String {
    switch it {
    case .info(let command, let info):
      braces(
        "Info",
        field("DiscoEvent.Info.command", command, self.number),
        field("DiscoEvent.Info.info", info, self.discoInfo)
      )
    case .items(let command, let items):
      braces(
        "Items",
        field("DiscoEvent.Items.command", command, self.number),
        field("DiscoEvent.Items.items", items, self.discoItems)
      )
    case .failed(let command, let result):
      braces(
        "Failed",
        field("DiscoEvent.Failed.command", command, self.number),
        field("DiscoEvent.Failed.result", result, self.answerResult)
      )
    }
  }

  func commandError(_ it: CommandError) -> String {
    switch it {
    case .Full:
      "Full"
    case .Closing:
      "Closing"
    case .Invalid(let what):
      braces(
        "Invalid",
        field("CommandError.Invalid.what", what, self.text)
      )
    }
  }

  func pingEvent(_ it: PingEvent) -> String {
    switch it {
    case .pong(let command, let target, let error):
      braces(
        "Pong",
        field("PingEvent.Pong.command", command, self.number),
        option("PingEvent.Pong.target", target, self.text),
        option("PingEvent.Pong.error", error, self.stanzaError)
      )
    case .lost(let command, let target):
      braces(
        "Lost",
        field("PingEvent.Lost.command", command, self.number),
        option("PingEvent.Lost.target", target, self.text)
      )
    }
  }

  func rosterGroup(_ it: RosterGroup) -> String {
    braces(
      "",
      field("RosterGroup.name", it.name, self.text)
    )
  }

  func rosterItem(_ it: RosterItem) -> String {
    braces(
      "",
      field("RosterItem.jid", it.jid, self.text),
      option("RosterItem.name", it.name, self.text),
      option("RosterItem.subscription", it.subscription, self.rosterSubscription),
      option("RosterItem.pending", it.pending, self.text),
      field("RosterItem.groups", it.groups, many(self.rosterGroup))
    )
  }

  func rosterEvent(_ it: RosterEvent) -> String {
    switch it {
    case .received(let command, let items, let version):
      braces(
        "Received",
        option("RosterEvent.Received.command", command, self.number),
        field("RosterEvent.Received.items", items, many(self.rosterItem)),
        option("RosterEvent.Received.version", version, self.text)
      )
    case .changed(let item):
      braces(
        "Changed",
        field("RosterEvent.Changed.item", item, self.rosterItem)
      )
    case .removed(let jid):
      braces(
        "Removed",
        field("RosterEvent.Removed.jid", jid, self.text)
      )
    case .done(let command):
      braces(
        "Done",
        field("RosterEvent.Done.command", command, self.number)
      )
    case .failed(let command, let result):
      braces(
        "Failed",
        option("RosterEvent.Failed.command", command, self.number),
        field("RosterEvent.Failed.result", result, self.answerResult)
      )
    }
  }

  func xmlError(_ it: XmlError) -> String {
    switch it {
    case .NotWellFormed(let what):
      braces(
        "NotWellFormed",
        field("XmlError.NotWellFormed.what", what, self.text)
      )
    case .RestrictedXml(let what):
      braces(
        "RestrictedXml",
        field("XmlError.RestrictedXml.what", what, self.text)
      )
    case .UnsupportedEncoding:
      "UnsupportedEncoding"
    case .InvalidUtf8:
      "InvalidUtf8"
    case .BadNamespacePrefix(let what):
      braces(
        "BadNamespacePrefix",
        field("XmlError.BadNamespacePrefix.what", what, self.text)
      )
    case .UnexpectedText:
      "UnexpectedText"
    case .SecondHeader:
      "SecondHeader"
    case .TooLarge(let limit):
      braces(
        "TooLarge",
        field("XmlError.TooLarge.limit", limit, self.text)
      )
    }
  }

  func buildError(_ it: BuildError) -> String {
    switch it {
    case .InvalidName(let name):
      braces(
        "InvalidName",
        field("BuildError.InvalidName.name", name, self.text)
      )
    case .InvalidCharacter:
      "InvalidCharacter"
    case .InvalidNamespace(let namespace):
      braces(
        "InvalidNamespace",
        field("BuildError.InvalidNamespace.namespace", namespace, self.text)
      )
    case .DuplicateAttribute(let name):
      braces(
        "DuplicateAttribute",
        field("BuildError.DuplicateAttribute.name", name, self.text)
      )
    case .Misplaced(let what):
      braces(
        "Misplaced",
        field("BuildError.Misplaced.what", what, self.text)
      )
    case .Oversized:
      "Oversized"
    }
  }

  /// What a call was refused for: the engine's own failure.
  func refusal(_ refused: CallError) -> String {
    switch refused {
    case .Input(let error): inputError(error)
    case .Address(let error): jidError(error)
    case .Xml(let error): xmlError(error)
    case .Text(let error): buildError(error)
    case .Stanza(let error): stanzaFault(error)
    case .Send(let error): sendError(error)
    case .Answer(let error): answerError(error)
    case .Command(let error): commandError(error)
    case .Roots(let error): sharedError(error)
    case .Pem, .NoElement, .NoRecipient, .BadSeed: "?"
    }
  }
}

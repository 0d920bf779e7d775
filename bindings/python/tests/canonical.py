"""The canonical lines of transcripts (`core/src/declare.rs` tells their form), made from what has
crossed the border.

Written by `UPDATE=1 cargo test -p xmpp-generate` from the engine's declarations."""

from libxmpp import engine


class Glue:
    """Hands every field on; damages the one that is chosen, and notes which were there to damage,
    and while what was played."""

    def __init__(self):
        self.reached = {}
        self.chosen = self.playing = None

    def hand_on(self, path, value):
        if value is None or (not isinstance(value, bool) and is_absent(value)):
            return value
        self.reached.setdefault(path, self.playing)
        return damaged(value) if path == self.chosen else value


glue = Glue()


def damaged(value):
    """Another value of the type; absent where there is none to be made up."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return value + "x"
    return value[:-1] if isinstance(value, bytes) else None


def is_absent(value):
    return value is False or value in ([], b"")


def braces(name, *fields):
    return name + "{" + " ".join(filter(None, fields)) + "}"


def option(path, value, write):
    value = glue.hand_on(path, value)
    return None if value is None else f"{path.rpartition('.')[2]}={write(value)}"


def field(path, value, write):
    value = glue.hand_on(path, value)
    return (
        None if value is None or is_absent(value) else f"{path.rpartition('.')[2]}={write(value)}"
    )


def many(write):
    return lambda values: "[" + " ".join(map(write, values)) + "]"


def flag(value):
    return "true" if value else "false"


number = str


def octets(value):
    return f'x"{value.hex()}"'


def secret(value):
    return '"***"'


ESCAPES = {code: f"\\u{code:04x}" for code in range(32)}
ESCAPES.update({9: "\\t", 10: "\\n", 13: "\\r", 34: '\\"', 92: "\\\\"})


def text(value):
    return f'"{value.translate(ESCAPES)}"'


session_kind = {
    engine.SessionKind.FRESH: "Fresh",
}.__getitem__


message_origin = {
    engine.MessageOrigin.LIVE: "Live",
}.__getitem__


wire_direction = {
    engine.WireDirection.RECEIVED: "Received",
    engine.WireDirection.SENT: "Sent",
}.__getitem__


jid_part = {
    engine.JidPart.NODE: "Node",
    engine.JidPart.DOMAIN: "Domain",
    engine.JidPart.RESOURCE: "Resource",
}.__getitem__


credentials_why = {
    engine.CredentialsWhy.MISSING: "Missing",
    engine.CredentialsWhy.REFUSED: "Refused",
}.__getitem__


send_failure = {
    engine.SendFailure.TOO_LARGE: "TooLarge",
    engine.SendFailure.POISON: "Poison",
    engine.SendFailure.CLOSED: "Closed",
}.__getitem__


stanza_error_kind = {
    engine.StanzaErrorKind.AUTH: "Auth",
    engine.StanzaErrorKind.CANCEL: "Cancel",
    engine.StanzaErrorKind.CONTINUE: "Continue",
    engine.StanzaErrorKind.MODIFY: "Modify",
    engine.StanzaErrorKind.WAIT: "Wait",
}.__getitem__


login_step = {
    engine.LoginStep.CONNECT: "Connect",
    engine.LoginStep.HEADER: "Header",
    engine.LoginStep.FEATURES: "Features",
    engine.LoginStep.START_TLS: "StartTls",
    engine.LoginStep.TLS: "Tls",
    engine.LoginStep.TRUST: "Trust",
    engine.LoginStep.CREDENTIALS: "Credentials",
    engine.LoginStep.LOGIN: "Login",
    engine.LoginStep.BIND: "Bind",
    engine.LoginStep.ACK: "Ack",
    engine.LoginStep.WRITE: "Write",
    engine.LoginStep.CLOSE: "Close",
}.__getitem__


tls_start = {
    engine.TlsStart.DIRECT: "Direct",
    engine.TlsStart.START_TLS: "StartTls",
}.__getitem__


roster_subscription = {
    engine.RosterSubscription.NEITHER: "Neither",
    engine.RosterSubscription.TO: "To",
    engine.RosterSubscription.FROM: "From",
    engine.RosterSubscription.BOTH: "Both",
    engine.RosterSubscription.REMOVE: "Remove",
}.__getitem__


def target(it):
    return braces(
        "",
        field("Target.host", it.host, text),
        field("Target.port", it.port, number),
        field("Target.tls", it.tls, tls_start),
        option("Target.alpn", it.alpn, text),
    )


def output(it):
    if isinstance(it, engine.Output.Connect):
        return braces(
            "Connect",
            field("Output.Connect.conn", it.conn, number),
            field("Output.Connect.target", it.target, target),
        )
    if isinstance(it, engine.Output.StartTls):
        return braces(
            "StartTls",
            field("Output.StartTls.conn", it.conn, number),
            field("Output.StartTls.domain", it.domain, text),
        )
    if isinstance(it, engine.Output.Disconnect):
        return braces(
            "Disconnect",
            field("Output.Disconnect.conn", it.conn, number),
        )
    return "?"


def input_error(it):
    if isinstance(it, engine.InputError.Full):
        return "Full"
    if isinstance(it, engine.InputError.NeverGiven):
        return "NeverGiven"
    if isinstance(it, engine.InputError.NeverHappened):
        return "NeverHappened"
    return "?"


def event(it, stanza):
    if isinstance(it, engine.Event.Online):
        return braces(
            "Online",
            field("Event.Online.jid", it.jid, text),
            field("Event.Online.session", it.session, session_kind),
        )
    if isinstance(it, engine.Event.Offline):
        return braces(
            "Offline",
            field("Event.Offline.reason", it.reason, reason),
            option("Event.Offline.retry_at", it.retry_at, number),
        )
    if isinstance(it, engine.Event.Closed):
        return braces(
            "Closed",
            field("Event.Closed.reason", it.reason, reason),
        )
    if isinstance(it, engine.Event.Message):
        return braces(
            "Message",
            field("Event.Message.origin", it.origin, message_origin),
            field("Event.Message.stanza", stanza, text),
        )
    if isinstance(it, engine.Event.Presence):
        return braces(
            "Presence",
            field("Event.Presence.stanza", stanza, text),
        )
    if isinstance(it, engine.Event.Request):
        return braces(
            "Request",
            field("Event.Request.id", it.id, number),
            field("Event.Request.stanza", stanza, text),
        )
    if isinstance(it, engine.Event.Answer):
        return braces(
            "Answer",
            field("Event.Answer.request", it.request, number),
            field("Event.Answer.result", it.result, answer_result),
        )
    if isinstance(it, engine.Event.Written):
        return braces(
            "Written",
            field("Event.Written.token", it.token, number),
        )
    if isinstance(it, engine.Event.Acked):
        return braces(
            "Acked",
            field("Event.Acked.token", it.token, number),
        )
    if isinstance(it, engine.Event.Unsure):
        return braces(
            "Unsure",
            field("Event.Unsure.token", it.token, number),
        )
    if isinstance(it, engine.Event.Failed):
        return braces(
            "Failed",
            field("Event.Failed.token", it.token, number),
            field("Event.Failed.failure", it.failure, send_failure),
        )
    if isinstance(it, engine.Event.Writable):
        return "Writable"
    if isinstance(it, engine.Event.Dropped):
        return braces(
            "Dropped",
            field("Event.Dropped.name", it.name, text),
            option("Event.Dropped.sender", it.sender, text),
            option("Event.Dropped.id", it.id, text),
            field("Event.Dropped.what", it.what, text),
        )
    if isinstance(it, engine.Event.VerifyCertificate):
        return braces(
            "VerifyCertificate",
            field("Event.VerifyCertificate.conn", it.conn, number),
            field("Event.VerifyCertificate.domain", it.domain, text),
            field("Event.VerifyCertificate.chain", it.chain, many(octets)),
            field("Event.VerifyCertificate.name_matches", it.name_matches, flag),
        )
    if isinstance(it, engine.Event.NeedCredentials):
        return braces(
            "NeedCredentials",
            field("Event.NeedCredentials.mechanisms", it.mechanisms, many(text)),
            field("Event.NeedCredentials.why", it.why, credentials_why),
        )
    if isinstance(it, engine.Event.Wire):
        return braces(
            "Wire",
            field("Event.Wire.conn", it.conn, number),
            field("Event.Wire.direction", it.direction, wire_direction),
            field("Event.Wire.xml", it.xml, text),
        )
    if isinstance(it, engine.Event.Disco):
        return braces(
            "Disco",
            field("Event.Disco.event", it.event, disco_event),
        )
    if isinstance(it, engine.Event.Ping):
        return braces(
            "Ping",
            field("Event.Ping.event", it.event, ping_event),
        )
    if isinstance(it, engine.Event.Roster):
        return braces(
            "Roster",
            field("Event.Roster.event", it.event, roster_event),
        )
    return "?"


def jid_error(it):
    if isinstance(it, engine.JidError.Empty):
        return braces(
            "Empty",
            field("JidError.Empty.part", it.part, jid_part),
        )
    if isinstance(it, engine.JidError.TooLong):
        return braces(
            "TooLong",
            field("JidError.TooLong.part", it.part, jid_part),
            field("JidError.TooLong.bytes", it.bytes, number),
        )
    if isinstance(it, engine.JidError.Refused):
        return braces(
            "Refused",
            field("JidError.Refused.part", it.part, jid_part),
            field("JidError.Refused.character", it.character, text),
        )
    if isinstance(it, engine.JidError.MixedDirections):
        return "MixedDirections"
    if isinstance(it, engine.JidError.BadDomain):
        return "BadDomain"
    return "?"


def disco_identity(it):
    return braces(
        "",
        field("DiscoIdentity.category", it.category, text),
        field("DiscoIdentity.kind", it.kind, text),
        option("DiscoIdentity.name", it.name, text),
    )


def disco_feature(it):
    return braces(
        "",
        field("DiscoFeature.name", it.name, text),
    )


def disco_info(it):
    return braces(
        "",
        option("DiscoInfo.node", it.node, text),
        field("DiscoInfo.identities", it.identities, many(disco_identity)),
        field("DiscoInfo.features", it.features, many(disco_feature)),
    )


def disco_item(it):
    return braces(
        "",
        field("DiscoItem.jid", it.jid, text),
        option("DiscoItem.node", it.node, text),
        option("DiscoItem.name", it.name, text),
    )


def disco_items(it):
    return braces(
        "",
        option("DiscoItems.node", it.node, text),
        field("DiscoItems.items", it.items, many(disco_item)),
    )


def sasl_error(it):
    if isinstance(it, engine.SaslError.NotOffered):
        return braces(
            "NotOffered",
            field("SaslError.NotOffered.offered", it.offered, many(text)),
        )
    if isinstance(it, engine.SaslError.PlainNotAllowed):
        return "PlainNotAllowed"
    if isinstance(it, engine.SaslError.NoChannelBinding):
        return "NoChannelBinding"
    if isinstance(it, engine.SaslError.BadUserName):
        return "BadUserName"
    if isinstance(it, engine.SaslError.BadPassword):
        return "BadPassword"
    if isinstance(it, engine.SaslError.KeysOutdated):
        return "KeysOutdated"
    if isinstance(it, engine.SaslError.Malformed):
        return braces(
            "Malformed",
            field("SaslError.Malformed.what", it.what, text),
        )
    if isinstance(it, engine.SaslError.MessageTooLarge):
        return braces(
            "MessageTooLarge",
            field("SaslError.MessageTooLarge.limit", it.limit, number),
        )
    if isinstance(it, engine.SaslError.BadNonce):
        return "BadNonce"
    if isinstance(it, engine.SaslError.ExtensionRequired):
        return "ExtensionRequired"
    if isinstance(it, engine.SaslError.IterationsOutOfRange):
        return braces(
            "IterationsOutOfRange",
            field("SaslError.IterationsOutOfRange.rounds", it.rounds, number),
            field("SaslError.IterationsOutOfRange.highest", it.highest, number),
        )
    if isinstance(it, engine.SaslError.Downgraded):
        return "Downgraded"
    if isinstance(it, engine.SaslError.BadServerSignature):
        return "BadServerSignature"
    if isinstance(it, engine.SaslError.SuccessWithoutProof):
        return "SuccessWithoutProof"
    if isinstance(it, engine.SaslError.OutOfStep):
        return "OutOfStep"
    if isinstance(it, engine.SaslError.ScramRefused):
        return braces(
            "ScramRefused",
            field("SaslError.ScramRefused.fault", it.fault, scram_fault),
        )
    if isinstance(it, engine.SaslError.Refused):
        return braces(
            "Refused",
            field("SaslError.Refused.condition", it.condition, sasl_condition),
            option("SaslError.Refused.text", it.text, text),
        )
    return "?"


def sasl_condition(it):
    if isinstance(it, engine.SaslCondition.Aborted):
        return "Aborted"
    if isinstance(it, engine.SaslCondition.AccountDisabled):
        return "AccountDisabled"
    if isinstance(it, engine.SaslCondition.CredentialsExpired):
        return "CredentialsExpired"
    if isinstance(it, engine.SaslCondition.EncryptionRequired):
        return "EncryptionRequired"
    if isinstance(it, engine.SaslCondition.IncorrectEncoding):
        return "IncorrectEncoding"
    if isinstance(it, engine.SaslCondition.InvalidAuthzid):
        return "InvalidAuthzid"
    if isinstance(it, engine.SaslCondition.InvalidMechanism):
        return "InvalidMechanism"
    if isinstance(it, engine.SaslCondition.MalformedRequest):
        return "MalformedRequest"
    if isinstance(it, engine.SaslCondition.MechanismTooWeak):
        return "MechanismTooWeak"
    if isinstance(it, engine.SaslCondition.NotAuthorized):
        return "NotAuthorized"
    if isinstance(it, engine.SaslCondition.TemporaryAuthFailure):
        return "TemporaryAuthFailure"
    if isinstance(it, engine.SaslCondition.Undefined):
        return braces(
            "Undefined",
            field("SaslCondition.Undefined.name", it.name, text),
        )
    return "?"


def scram_fault(it):
    if isinstance(it, engine.ScramFault.InvalidEncoding):
        return "InvalidEncoding"
    if isinstance(it, engine.ScramFault.ExtensionsNotSupported):
        return "ExtensionsNotSupported"
    if isinstance(it, engine.ScramFault.InvalidProof):
        return "InvalidProof"
    if isinstance(it, engine.ScramFault.ChannelBindingsDontMatch):
        return "ChannelBindingsDontMatch"
    if isinstance(it, engine.ScramFault.ServerDoesSupportChannelBinding):
        return "ServerDoesSupportChannelBinding"
    if isinstance(it, engine.ScramFault.ChannelBindingNotSupported):
        return "ChannelBindingNotSupported"
    if isinstance(it, engine.ScramFault.UnsupportedChannelBindingType):
        return "UnsupportedChannelBindingType"
    if isinstance(it, engine.ScramFault.UnknownUser):
        return "UnknownUser"
    if isinstance(it, engine.ScramFault.InvalidUsernameEncoding):
        return "InvalidUsernameEncoding"
    if isinstance(it, engine.ScramFault.NoResources):
        return "NoResources"
    if isinstance(it, engine.ScramFault.OtherError):
        return "OtherError"
    if isinstance(it, engine.ScramFault.Undefined):
        return braces(
            "Undefined",
            field("ScramFault.Undefined.name", it.name, text),
        )
    return "?"


def send_error(it):
    if isinstance(it, engine.SendError.Full):
        return "Full"
    if isinstance(it, engine.SendError.TooManyRequests):
        return "TooManyRequests"
    if isinstance(it, engine.SendError.TooLarge):
        return braces(
            "TooLarge",
            field("SendError.TooLarge.bytes", it.bytes, number),
            field("SendError.TooLarge.limit", it.limit, number),
        )
    if isinstance(it, engine.SendError.Invalid):
        return braces(
            "Invalid",
            field("SendError.Invalid.what", it.what, text),
        )
    if isinstance(it, engine.SendError.DuplicateId):
        return "DuplicateId"
    if isinstance(it, engine.SendError.Closing):
        return "Closing"
    return "?"


def answer_error(it):
    if isinstance(it, engine.AnswerError.Unknown):
        return "Unknown"
    if isinstance(it, engine.AnswerError.NotSent):
        return braces(
            "NotSent",
            field("AnswerError.NotSent.reason", it.reason, send_error),
        )
    return "?"


def answer_result(it):
    if isinstance(it, engine.AnswerResult.Result):
        return braces(
            "Result",
            option("AnswerResult.Result.payload", it.payload, text),
        )
    if isinstance(it, engine.AnswerResult.Error):
        return braces(
            "Error",
            field("AnswerResult.Error.error", it.error, stanza_error),
        )
    if isinstance(it, engine.AnswerResult.Timeout):
        return "Timeout"
    if isinstance(it, engine.AnswerResult.Offline):
        return "Offline"
    if isinstance(it, engine.AnswerResult.Cancelled):
        return "Cancelled"
    return "?"


def stanza_fault(it):
    if isinstance(it, engine.StanzaFault.NoStanza):
        return braces(
            "NoStanza",
            field("StanzaFault.NoStanza.name", it.name, text),
        )
    if isinstance(it, engine.StanzaFault.BadAddress):
        return braces(
            "BadAddress",
            field("StanzaFault.BadAddress.attribute", it.attribute, text),
        )
    if isinstance(it, engine.StanzaFault.BadType):
        return "BadType"
    if isinstance(it, engine.StanzaFault.BadIq):
        return "BadIq"
    return "?"


def stanza_condition(it):
    if isinstance(it, engine.StanzaCondition.BadRequest):
        return "BadRequest"
    if isinstance(it, engine.StanzaCondition.Conflict):
        return "Conflict"
    if isinstance(it, engine.StanzaCondition.FeatureNotImplemented):
        return "FeatureNotImplemented"
    if isinstance(it, engine.StanzaCondition.Forbidden):
        return "Forbidden"
    if isinstance(it, engine.StanzaCondition.Gone):
        return "Gone"
    if isinstance(it, engine.StanzaCondition.InternalServerError):
        return "InternalServerError"
    if isinstance(it, engine.StanzaCondition.ItemNotFound):
        return "ItemNotFound"
    if isinstance(it, engine.StanzaCondition.JidMalformed):
        return "JidMalformed"
    if isinstance(it, engine.StanzaCondition.NotAcceptable):
        return "NotAcceptable"
    if isinstance(it, engine.StanzaCondition.NotAllowed):
        return "NotAllowed"
    if isinstance(it, engine.StanzaCondition.NotAuthorized):
        return "NotAuthorized"
    if isinstance(it, engine.StanzaCondition.PolicyViolation):
        return "PolicyViolation"
    if isinstance(it, engine.StanzaCondition.RecipientUnavailable):
        return "RecipientUnavailable"
    if isinstance(it, engine.StanzaCondition.Redirect):
        return "Redirect"
    if isinstance(it, engine.StanzaCondition.RegistrationRequired):
        return "RegistrationRequired"
    if isinstance(it, engine.StanzaCondition.RemoteServerNotFound):
        return "RemoteServerNotFound"
    if isinstance(it, engine.StanzaCondition.RemoteServerTimeout):
        return "RemoteServerTimeout"
    if isinstance(it, engine.StanzaCondition.ResourceConstraint):
        return "ResourceConstraint"
    if isinstance(it, engine.StanzaCondition.ServiceUnavailable):
        return "ServiceUnavailable"
    if isinstance(it, engine.StanzaCondition.SubscriptionRequired):
        return "SubscriptionRequired"
    if isinstance(it, engine.StanzaCondition.UndefinedCondition):
        return "UndefinedCondition"
    if isinstance(it, engine.StanzaCondition.UnexpectedRequest):
        return "UnexpectedRequest"
    if isinstance(it, engine.StanzaCondition.Unknown):
        return braces(
            "Unknown",
            field("StanzaCondition.Unknown.name", it.name, text),
        )
    return "?"


def stanza_error(it):
    return braces(
        "",
        field("StanzaError.kind", it.kind, stanza_error_kind),
        field("StanzaError.condition", it.condition, stanza_condition),
        option("StanzaError.text", it.text, text),
        option("StanzaError.by", it.by, text),
        option("StanzaError.new_address", it.new_address, text),
        option("StanzaError.application", it.application, text),
    )


def payload_error(it):
    if isinstance(it, engine.PayloadError.Unexpected):
        return braces(
            "Unexpected",
            field("PayloadError.Unexpected.element", it.element, text),
        )
    if isinstance(it, engine.PayloadError.Missing):
        return braces(
            "Missing",
            field("PayloadError.Missing.part", it.part, text),
        )
    if isinstance(it, engine.PayloadError.Invalid):
        return braces(
            "Invalid",
            field("PayloadError.Invalid.part", it.part, text),
        )
    return "?"


def stream_condition(it):
    if isinstance(it, engine.StreamCondition.BadFormat):
        return "BadFormat"
    if isinstance(it, engine.StreamCondition.BadNamespacePrefix):
        return "BadNamespacePrefix"
    if isinstance(it, engine.StreamCondition.Conflict):
        return "Conflict"
    if isinstance(it, engine.StreamCondition.ConnectionTimeout):
        return "ConnectionTimeout"
    if isinstance(it, engine.StreamCondition.HostGone):
        return "HostGone"
    if isinstance(it, engine.StreamCondition.HostUnknown):
        return "HostUnknown"
    if isinstance(it, engine.StreamCondition.ImproperAddressing):
        return "ImproperAddressing"
    if isinstance(it, engine.StreamCondition.InternalServerError):
        return "InternalServerError"
    if isinstance(it, engine.StreamCondition.InvalidFrom):
        return "InvalidFrom"
    if isinstance(it, engine.StreamCondition.InvalidNamespace):
        return "InvalidNamespace"
    if isinstance(it, engine.StreamCondition.InvalidXml):
        return "InvalidXml"
    if isinstance(it, engine.StreamCondition.NotAuthorized):
        return "NotAuthorized"
    if isinstance(it, engine.StreamCondition.NotWellFormed):
        return "NotWellFormed"
    if isinstance(it, engine.StreamCondition.PolicyViolation):
        return "PolicyViolation"
    if isinstance(it, engine.StreamCondition.RemoteConnectionFailed):
        return "RemoteConnectionFailed"
    if isinstance(it, engine.StreamCondition.Reset):
        return "Reset"
    if isinstance(it, engine.StreamCondition.ResourceConstraint):
        return "ResourceConstraint"
    if isinstance(it, engine.StreamCondition.RestrictedXml):
        return "RestrictedXml"
    if isinstance(it, engine.StreamCondition.SeeOtherHost):
        return "SeeOtherHost"
    if isinstance(it, engine.StreamCondition.SystemShutdown):
        return "SystemShutdown"
    if isinstance(it, engine.StreamCondition.UndefinedCondition):
        return "UndefinedCondition"
    if isinstance(it, engine.StreamCondition.UnsupportedEncoding):
        return "UnsupportedEncoding"
    if isinstance(it, engine.StreamCondition.UnsupportedFeature):
        return "UnsupportedFeature"
    if isinstance(it, engine.StreamCondition.UnsupportedStanzaType):
        return "UnsupportedStanzaType"
    if isinstance(it, engine.StreamCondition.UnsupportedVersion):
        return "UnsupportedVersion"
    if isinstance(it, engine.StreamCondition.Other):
        return braces(
            "Other",
            field("StreamCondition.Other.name", it.name, text),
        )
    return "?"


def stream_error(it):
    return braces(
        "",
        field("StreamError.condition", it.condition, stream_condition),
        option("StreamError.text", it.text, text),
        option("StreamError.other_host", it.other_host, text),
        option("StreamError.application", it.application, text),
    )


def reason(it):
    if isinstance(it, engine.Reason.Requested):
        return "Requested"
    if isinstance(it, engine.Reason.Aborted):
        return "Aborted"
    if isinstance(it, engine.Reason.DriverGone):
        return "DriverGone"
    if isinstance(it, engine.Reason.ConnectFailed):
        return braces(
            "ConnectFailed",
            field("Reason.ConnectFailed.failure", it.failure, connect_failure),
        )
    if isinstance(it, engine.Reason.TlsRequired):
        return "TlsRequired"
    if isinstance(it, engine.Reason.TlsFailed):
        return braces(
            "TlsFailed",
            field("Reason.TlsFailed.fault", it.fault, tls_fault),
        )
    if isinstance(it, engine.Reason.ConnectionLost):
        return "ConnectionLost"
    if isinstance(it, engine.Reason.StreamClosed):
        return "StreamClosed"
    if isinstance(it, engine.Reason.StreamError):
        return braces(
            "StreamError",
            field("Reason.StreamError.error", it.error, stream_error),
        )
    if isinstance(it, engine.Reason.PeerFault):
        return braces(
            "PeerFault",
            field("Reason.PeerFault.condition", it.condition, stream_condition),
            field("Reason.PeerFault.what", it.what, text),
        )
    if isinstance(it, engine.Reason.LoginFailed):
        return braces(
            "LoginFailed",
            field("Reason.LoginFailed.error", it.error, sasl_error),
        )
    if isinstance(it, engine.Reason.BindRefused):
        return braces(
            "BindRefused",
            field("Reason.BindRefused.error", it.error, stanza_error),
        )
    if isinstance(it, engine.Reason.WrongIdentity):
        return braces(
            "WrongIdentity",
            field("Reason.WrongIdentity.jid", it.jid, text),
        )
    if isinstance(it, engine.Reason.TimedOut):
        return braces(
            "TimedOut",
            field("Reason.TimedOut.step", it.step, login_step),
        )
    return "?"


def connect_failure(it):
    if isinstance(it, engine.ConnectFailure.NoAddress):
        return "NoAddress"
    if isinstance(it, engine.ConnectFailure.Refused):
        return "Refused"
    if isinstance(it, engine.ConnectFailure.Unreachable):
        return "Unreachable"
    if isinstance(it, engine.ConnectFailure.TimedOut):
        return "TimedOut"
    if isinstance(it, engine.ConnectFailure.Reset):
        return "Reset"
    if isinstance(it, engine.ConnectFailure.Tls):
        return braces(
            "Tls",
            field("ConnectFailure.Tls.reason", it.reason, text),
        )
    if isinstance(it, engine.ConnectFailure.Other):
        return braces(
            "Other",
            field("ConnectFailure.Other.reason", it.reason, text),
        )
    return "?"


def tls_fault(it):
    if isinstance(it, engine.TlsFault.UnknownIssuer):
        return "UnknownIssuer"
    if isinstance(it, engine.TlsFault.Expired):
        return "Expired"
    if isinstance(it, engine.TlsFault.NotYetValid):
        return "NotYetValid"
    if isinstance(it, engine.TlsFault.NotValidForName):
        return braces(
            "NotValidForName",
            field("TlsFault.NotValidForName.domain", it.domain, text),
        )
    if isinstance(it, engine.TlsFault.Revoked):
        return "Revoked"
    if isinstance(it, engine.TlsFault.BadCertificate):
        return braces(
            "BadCertificate",
            field("TlsFault.BadCertificate.reason", it.reason, text),
        )
    if isinstance(it, engine.TlsFault.NoCertificate):
        return "NoCertificate"
    if isinstance(it, engine.TlsFault.Refused):
        return "Refused"
    if isinstance(it, engine.TlsFault.NotTls):
        return "NotTls"
    if isinstance(it, engine.TlsFault.Incompatible):
        return braces(
            "Incompatible",
            field("TlsFault.Incompatible.reason", it.reason, text),
        )
    if isinstance(it, engine.TlsFault.Alert):
        return braces(
            "Alert",
            field("TlsFault.Alert.description", it.description, text),
        )
    if isinstance(it, engine.TlsFault.Protocol):
        return braces(
            "Protocol",
            field("TlsFault.Protocol.reason", it.reason, text),
        )
    if isinstance(it, engine.TlsFault.BadDomain):
        return braces(
            "BadDomain",
            field("TlsFault.BadDomain.domain", it.domain, text),
        )
    if isinstance(it, engine.TlsFault.NotBuiltIn):
        return "NotBuiltIn"
    return "?"


def shared_error(it):
    if isinstance(it, engine.SharedError.NoUsableRoots):
        return braces(
            "NoUsableRoots",
            field("SharedError.NoUsableRoots.given", it.given, number),
        )
    if isinstance(it, engine.SharedError.BadIdentity):
        return braces(
            "BadIdentity",
            field("SharedError.BadIdentity.reason", it.reason, text),
        )
    if isinstance(it, engine.SharedError.NoTls):
        return "NoTls"
    return "?"


def disco_event(it):
    if isinstance(it, engine.DiscoEvent.Info):
        return braces(
            "Info",
            field("DiscoEvent.Info.command", it.command, number),
            field("DiscoEvent.Info.info", it.info, disco_info),
        )
    if isinstance(it, engine.DiscoEvent.Items):
        return braces(
            "Items",
            field("DiscoEvent.Items.command", it.command, number),
            field("DiscoEvent.Items.items", it.items, disco_items),
        )
    if isinstance(it, engine.DiscoEvent.Failed):
        return braces(
            "Failed",
            field("DiscoEvent.Failed.command", it.command, number),
            field("DiscoEvent.Failed.result", it.result, answer_result),
        )
    return "?"


def command_error(it):
    if isinstance(it, engine.CommandError.Full):
        return "Full"
    if isinstance(it, engine.CommandError.Closing):
        return "Closing"
    if isinstance(it, engine.CommandError.Invalid):
        return braces(
            "Invalid",
            field("CommandError.Invalid.what", it.what, text),
        )
    return "?"


def ping_event(it):
    if isinstance(it, engine.PingEvent.Pong):
        return braces(
            "Pong",
            field("PingEvent.Pong.command", it.command, number),
            option("PingEvent.Pong.target", it.target, text),
            option("PingEvent.Pong.error", it.error, stanza_error),
        )
    if isinstance(it, engine.PingEvent.Lost):
        return braces(
            "Lost",
            field("PingEvent.Lost.command", it.command, number),
            option("PingEvent.Lost.target", it.target, text),
        )
    return "?"


def roster_group(it):
    return braces(
        "",
        field("RosterGroup.name", it.name, text),
    )


def roster_item(it):
    return braces(
        "",
        field("RosterItem.jid", it.jid, text),
        option("RosterItem.name", it.name, text),
        option("RosterItem.subscription", it.subscription, roster_subscription),
        option("RosterItem.pending", it.pending, text),
        field("RosterItem.groups", it.groups, many(roster_group)),
    )


def roster_event(it):
    if isinstance(it, engine.RosterEvent.Received):
        return braces(
            "Received",
            option("RosterEvent.Received.command", it.command, number),
            field("RosterEvent.Received.items", it.items, many(roster_item)),
            option("RosterEvent.Received.version", it.version, text),
        )
    if isinstance(it, engine.RosterEvent.Changed):
        return braces(
            "Changed",
            field("RosterEvent.Changed.item", it.item, roster_item),
        )
    if isinstance(it, engine.RosterEvent.Removed):
        return braces(
            "Removed",
            field("RosterEvent.Removed.jid", it.jid, text),
        )
    if isinstance(it, engine.RosterEvent.Done):
        return braces(
            "Done",
            field("RosterEvent.Done.command", it.command, number),
        )
    if isinstance(it, engine.RosterEvent.Failed):
        return braces(
            "Failed",
            option("RosterEvent.Failed.command", it.command, number),
            field("RosterEvent.Failed.result", it.result, answer_result),
        )
    return "?"


def xml_error(it):
    if isinstance(it, engine.XmlError.NotWellFormed):
        return braces(
            "NotWellFormed",
            field("XmlError.NotWellFormed.what", it.what, text),
        )
    if isinstance(it, engine.XmlError.RestrictedXml):
        return braces(
            "RestrictedXml",
            field("XmlError.RestrictedXml.what", it.what, text),
        )
    if isinstance(it, engine.XmlError.UnsupportedEncoding):
        return "UnsupportedEncoding"
    if isinstance(it, engine.XmlError.InvalidUtf8):
        return "InvalidUtf8"
    if isinstance(it, engine.XmlError.BadNamespacePrefix):
        return braces(
            "BadNamespacePrefix",
            field("XmlError.BadNamespacePrefix.what", it.what, text),
        )
    if isinstance(it, engine.XmlError.UnexpectedText):
        return "UnexpectedText"
    if isinstance(it, engine.XmlError.SecondHeader):
        return "SecondHeader"
    if isinstance(it, engine.XmlError.TooLarge):
        return braces(
            "TooLarge",
            field("XmlError.TooLarge.limit", it.limit, text),
        )
    return "?"


def build_error(it):
    if isinstance(it, engine.BuildError.InvalidName):
        return braces(
            "InvalidName",
            field("BuildError.InvalidName.name", it.name, text),
        )
    if isinstance(it, engine.BuildError.InvalidCharacter):
        return "InvalidCharacter"
    if isinstance(it, engine.BuildError.InvalidNamespace):
        return braces(
            "InvalidNamespace",
            field("BuildError.InvalidNamespace.namespace", it.namespace, text),
        )
    if isinstance(it, engine.BuildError.DuplicateAttribute):
        return braces(
            "DuplicateAttribute",
            field("BuildError.DuplicateAttribute.name", it.name, text),
        )
    if isinstance(it, engine.BuildError.Misplaced):
        return braces(
            "Misplaced",
            field("BuildError.Misplaced.what", it.what, text),
        )
    if isinstance(it, engine.BuildError.Oversized):
        return "Oversized"
    return "?"


def refusal(error):
    """What a call was refused for: the engine's own failure."""
    cause = error.error
    name = type(cause).__mro__[1].__name__
    return globals()["".join("_" * c.isupper() + c.lower() for c in name).strip("_")](cause)

// The canonical lines of transcripts (core/src/declare.rs tells their form), made from what has
// crossed the border.
// Written by `UPDATE=1 cargo test -p xmpp-generate` from the engine's declarations.

package org.libxmpp

/**
 * Hands every field on; damages the one that is chosen, and notes which were there to damage, and
 * while what was played.
 */
class Glue(private val chosen: String? = null) {
    val reached = linkedMapOf<String, String>()
    var playing = ""

    fun <T : Any> handOn(path: String, value: T?): T? {
        if (value == null || (value !is Boolean && isAbsent(value))) return value
        reached.putIfAbsent(path, playing)
        return if (path == chosen) damaged(value) else value
    }

    /** Another value of the type; absent where there is none to be made up. */
    @Suppress("UNCHECKED_CAST")
    private fun <T : Any> damaged(value: T): T? = when (value) {
        is Boolean -> !value
        is UShort -> (value + 1u).toUShort()
        is UInt -> value + 1u
        is ULong -> value + 1uL
        is Int -> value + 1
        is Long -> value + 1
        is String -> value + "x"
        is ByteArray -> value.copyOf(value.size - 1)
        else -> null
    } as T?
}

private fun isAbsent(value: Any): Boolean =
    value == false || value is Collection<*> && value.isEmpty() || value is ByteArray && value.isEmpty()

class Canonical(private val glue: Glue) {
    private fun braces(name: String, vararg fields: String?): String =
        fields.filterNotNull().joinToString(" ", "$name{", "}")

    private fun <T : Any> option(path: String, value: T?, write: (T) -> String): String? =
        glue.handOn(path, value)?.let { "${path.substringAfterLast('.')}=${write(it)}" }

    private fun <T : Any> field(path: String, value: T, write: (T) -> String): String? =
        glue.handOn(path, value)?.takeUnless(::isAbsent)
            ?.let { "${path.substringAfterLast('.')}=${write(it)}" }

    private fun <T> many(write: (T) -> String): (List<T>) -> String =
        { values -> values.joinToString(" ", "[", "]", transform = write) }

    private fun flag(value: Boolean): String = value.toString()

    private fun number(value: Any): String = value.toString()

    private fun octets(value: ByteArray): String =
        value.joinToString("", "x\"", "\"") { "%02x".format(it) }

    @Suppress("UNUSED_PARAMETER")
    private fun secret(value: Any): String = "\"***\""

    private fun text(value: String): String = buildString {
        append('"')
        for (character in value) append(ESCAPES[character] ?: plain(character))
        append('"')
    }

    private fun plain(character: Char): String =
        if (character < ' ') "\\u%04x".format(character.code) else character.toString()

    private fun sessionKind(it: SessionKind): String = when (it) {
        SessionKind.FRESH -> "Fresh"
    }

    private fun messageOrigin(it: MessageOrigin): String = when (it) {
        MessageOrigin.LIVE -> "Live"
    }

    private fun wireDirection(it: WireDirection): String = when (it) {
        WireDirection.RECEIVED -> "Received"
        WireDirection.SENT -> "Sent"
    }

    private fun jidPart(it: JidPart): String = when (it) {
        JidPart.NODE -> "Node"
        JidPart.DOMAIN -> "Domain"
        JidPart.RESOURCE -> "Resource"
    }

    private fun credentialsWhy(it: CredentialsWhy): String = when (it) {
        CredentialsWhy.MISSING -> "Missing"
        CredentialsWhy.REFUSED -> "Refused"
    }

    private fun sendFailure(it: SendFailure): String = when (it) {
        SendFailure.TOO_LARGE -> "TooLarge"
        SendFailure.POISON -> "Poison"
        SendFailure.CLOSED -> "Closed"
    }

    private fun stanzaErrorKind(it: StanzaErrorKind): String = when (it) {
        StanzaErrorKind.AUTH -> "Auth"
        StanzaErrorKind.CANCEL -> "Cancel"
        StanzaErrorKind.CONTINUE -> "Continue"
        StanzaErrorKind.MODIFY -> "Modify"
        StanzaErrorKind.WAIT -> "Wait"
    }

    private fun loginStep(it: LoginStep): String = when (it) {
        LoginStep.CONNECT -> "Connect"
        LoginStep.HEADER -> "Header"
        LoginStep.FEATURES -> "Features"
        LoginStep.START_TLS -> "StartTls"
        LoginStep.TLS -> "Tls"
        LoginStep.TRUST -> "Trust"
        LoginStep.CREDENTIALS -> "Credentials"
        LoginStep.LOGIN -> "Login"
        LoginStep.BIND -> "Bind"
        LoginStep.ACK -> "Ack"
        LoginStep.WRITE -> "Write"
        LoginStep.CLOSE -> "Close"
    }

    private fun tlsStart(it: TlsStart): String = when (it) {
        TlsStart.DIRECT -> "Direct"
        TlsStart.START_TLS -> "StartTls"
    }

    private fun rosterSubscription(it: RosterSubscription): String = when (it) {
        RosterSubscription.NEITHER -> "Neither"
        RosterSubscription.TO -> "To"
        RosterSubscription.FROM -> "From"
        RosterSubscription.BOTH -> "Both"
        RosterSubscription.REMOVE -> "Remove"
    }

    private fun target(it: Target): String = braces(
        "",
        field("Target.host", it.host, ::text),
        field("Target.port", it.port, ::number),
        field("Target.tls", it.tls, ::tlsStart),
        option("Target.alpn", it.alpn, ::text),
    )

    fun output(it: Output): String = when (it) {
        is Output.Connect -> braces(
            "Connect",
            field("Output.Connect.conn", it.conn, ::number),
            field("Output.Connect.target", it.target, ::target),
        )
        is Output.StartTls -> braces(
            "StartTls",
            field("Output.StartTls.conn", it.conn, ::number),
            field("Output.StartTls.domain", it.domain, ::text),
        )
        is Output.Disconnect -> braces(
            "Disconnect",
            field("Output.Disconnect.conn", it.conn, ::number),
        )
        else -> "?"
    }

    fun inputError(it: InputException): String = when (it) {
        is InputException.Full -> "Full"
        is InputException.NeverGiven -> "NeverGiven"
        is InputException.NeverHappened -> "NeverHappened"
    }

    fun event(it: Event, stanza: String): String = when (it) {
        is Event.Online -> braces(
            "Online",
            field("Event.Online.jid", it.jid, ::text),
            field("Event.Online.session", it.session, ::sessionKind),
        )
        is Event.Offline -> braces(
            "Offline",
            field("Event.Offline.reason", it.reason, ::reason),
            option("Event.Offline.retry_at", it.retryAt, ::number),
        )
        is Event.Closed -> braces(
            "Closed",
            field("Event.Closed.reason", it.reason, ::reason),
        )
        is Event.Message -> braces(
            "Message",
            field("Event.Message.origin", it.origin, ::messageOrigin),
            field("Event.Message.stanza", stanza, ::text),
        )
        is Event.Presence -> braces(
            "Presence",
            field("Event.Presence.stanza", stanza, ::text),
        )
        is Event.Request -> braces(
            "Request",
            field("Event.Request.id", it.id, ::number),
            field("Event.Request.stanza", stanza, ::text),
        )
        is Event.Answer -> braces(
            "Answer",
            field("Event.Answer.request", it.request, ::number),
            field("Event.Answer.result", it.result, ::answerResult),
        )
        is Event.Written -> braces(
            "Written",
            field("Event.Written.token", it.token, ::number),
        )
        is Event.Acked -> braces(
            "Acked",
            field("Event.Acked.token", it.token, ::number),
        )
        is Event.Unsure -> braces(
            "Unsure",
            field("Event.Unsure.token", it.token, ::number),
        )
        is Event.Failed -> braces(
            "Failed",
            field("Event.Failed.token", it.token, ::number),
            field("Event.Failed.failure", it.failure, ::sendFailure),
        )
        is Event.Writable -> "Writable"
        is Event.Dropped -> braces(
            "Dropped",
            field("Event.Dropped.name", it.name, ::text),
            option("Event.Dropped.sender", it.sender, ::text),
            option("Event.Dropped.id", it.id, ::text),
            field("Event.Dropped.what", it.what, ::text),
        )
        is Event.VerifyCertificate -> braces(
            "VerifyCertificate",
            field("Event.VerifyCertificate.conn", it.conn, ::number),
            field("Event.VerifyCertificate.domain", it.domain, ::text),
            field("Event.VerifyCertificate.chain", it.chain, many(::octets)),
            field("Event.VerifyCertificate.name_matches", it.nameMatches, ::flag),
        )
        is Event.NeedCredentials -> braces(
            "NeedCredentials",
            field("Event.NeedCredentials.mechanisms", it.mechanisms, many(::text)),
            field("Event.NeedCredentials.why", it.why, ::credentialsWhy),
        )
        is Event.Wire -> braces(
            "Wire",
            field("Event.Wire.conn", it.conn, ::number),
            field("Event.Wire.direction", it.direction, ::wireDirection),
            field("Event.Wire.xml", it.xml, ::text),
        )
        is Event.Disco -> braces(
            "Disco",
            field("Event.Disco.event", it.event, ::discoEvent),
        )
        is Event.Ping -> braces(
            "Ping",
            field("Event.Ping.event", it.event, ::pingEvent),
        )
        is Event.Roster -> braces(
            "Roster",
            field("Event.Roster.event", it.event, ::rosterEvent),
        )
    }

    fun jidError(it: JidException): String = when (it) {
        is JidException.Empty -> braces(
            "Empty",
            field("JidError.Empty.part", it.part, ::jidPart),
        )
        is JidException.TooLong -> braces(
            "TooLong",
            field("JidError.TooLong.part", it.part, ::jidPart),
            field("JidError.TooLong.bytes", it.bytes, ::number),
        )
        is JidException.Refused -> braces(
            "Refused",
            field("JidError.Refused.part", it.part, ::jidPart),
            field("JidError.Refused.character", it.character, ::text),
        )
        is JidException.MixedDirections -> "MixedDirections"
        is JidException.BadDomain -> "BadDomain"
    }

    private fun discoIdentity(it: DiscoIdentity): String = braces(
        "",
        field("DiscoIdentity.category", it.category, ::text),
        field("DiscoIdentity.kind", it.kind, ::text),
        option("DiscoIdentity.name", it.name, ::text),
    )

    private fun discoFeature(it: DiscoFeature): String = braces(
        "",
        field("DiscoFeature.name", it.name, ::text),
    )

    private fun discoInfo(it: DiscoInfo): String = braces(
        "",
        option("DiscoInfo.node", it.node, ::text),
        field("DiscoInfo.identities", it.identities, many(::discoIdentity)),
        field("DiscoInfo.features", it.features, many(::discoFeature)),
    )

    private fun discoItem(it: DiscoItem): String = braces(
        "",
        field("DiscoItem.jid", it.jid, ::text),
        option("DiscoItem.node", it.node, ::text),
        option("DiscoItem.name", it.name, ::text),
    )

    private fun discoItems(it: DiscoItems): String = braces(
        "",
        option("DiscoItems.node", it.node, ::text),
        field("DiscoItems.items", it.items, many(::discoItem)),
    )

    fun saslError(it: SaslException): String = when (it) {
        is SaslException.NotOffered -> braces(
            "NotOffered",
            field("SaslError.NotOffered.offered", it.offered, many(::text)),
        )
        is SaslException.PlainNotAllowed -> "PlainNotAllowed"
        is SaslException.NoChannelBinding -> "NoChannelBinding"
        is SaslException.BadUserName -> "BadUserName"
        is SaslException.BadPassword -> "BadPassword"
        is SaslException.KeysOutdated -> "KeysOutdated"
        is SaslException.Malformed -> braces(
            "Malformed",
            field("SaslError.Malformed.what", it.what, ::text),
        )
        is SaslException.MessageTooLarge -> braces(
            "MessageTooLarge",
            field("SaslError.MessageTooLarge.limit", it.limit, ::number),
        )
        is SaslException.BadNonce -> "BadNonce"
        is SaslException.ExtensionRequired -> "ExtensionRequired"
        is SaslException.IterationsOutOfRange -> braces(
            "IterationsOutOfRange",
            field("SaslError.IterationsOutOfRange.rounds", it.rounds, ::number),
            field("SaslError.IterationsOutOfRange.highest", it.highest, ::number),
        )
        is SaslException.Downgraded -> "Downgraded"
        is SaslException.BadServerSignature -> "BadServerSignature"
        is SaslException.SuccessWithoutProof -> "SuccessWithoutProof"
        is SaslException.OutOfStep -> "OutOfStep"
        is SaslException.ScramRefused -> braces(
            "ScramRefused",
            field("SaslError.ScramRefused.fault", it.fault, ::scramFault),
        )
        is SaslException.Refused -> braces(
            "Refused",
            field("SaslError.Refused.condition", it.condition, ::saslCondition),
            option("SaslError.Refused.text", it.text, ::text),
        )
    }

    fun saslCondition(it: SaslCondition): String = when (it) {
        is SaslCondition.Aborted -> "Aborted"
        is SaslCondition.AccountDisabled -> "AccountDisabled"
        is SaslCondition.CredentialsExpired -> "CredentialsExpired"
        is SaslCondition.EncryptionRequired -> "EncryptionRequired"
        is SaslCondition.IncorrectEncoding -> "IncorrectEncoding"
        is SaslCondition.InvalidAuthzid -> "InvalidAuthzid"
        is SaslCondition.InvalidMechanism -> "InvalidMechanism"
        is SaslCondition.MalformedRequest -> "MalformedRequest"
        is SaslCondition.MechanismTooWeak -> "MechanismTooWeak"
        is SaslCondition.NotAuthorized -> "NotAuthorized"
        is SaslCondition.TemporaryAuthFailure -> "TemporaryAuthFailure"
        is SaslCondition.Undefined -> braces(
            "Undefined",
            field("SaslCondition.Undefined.name", it.name, ::text),
        )
    }

    fun scramFault(it: ScramFault): String = when (it) {
        is ScramFault.InvalidEncoding -> "InvalidEncoding"
        is ScramFault.ExtensionsNotSupported -> "ExtensionsNotSupported"
        is ScramFault.InvalidProof -> "InvalidProof"
        is ScramFault.ChannelBindingsDontMatch -> "ChannelBindingsDontMatch"
        is ScramFault.ServerDoesSupportChannelBinding -> "ServerDoesSupportChannelBinding"
        is ScramFault.ChannelBindingNotSupported -> "ChannelBindingNotSupported"
        is ScramFault.UnsupportedChannelBindingType -> "UnsupportedChannelBindingType"
        is ScramFault.UnknownUser -> "UnknownUser"
        is ScramFault.InvalidUsernameEncoding -> "InvalidUsernameEncoding"
        is ScramFault.NoResources -> "NoResources"
        is ScramFault.OtherError -> "OtherError"
        is ScramFault.Undefined -> braces(
            "Undefined",
            field("ScramFault.Undefined.name", it.name, ::text),
        )
    }

    fun sendError(it: SendException): String = when (it) {
        is SendException.Full -> "Full"
        is SendException.TooManyRequests -> "TooManyRequests"
        is SendException.TooLarge -> braces(
            "TooLarge",
            field("SendError.TooLarge.bytes", it.bytes, ::number),
            field("SendError.TooLarge.limit", it.limit, ::number),
        )
        is SendException.Invalid -> braces(
            "Invalid",
            field("SendError.Invalid.what", it.what, ::text),
        )
        is SendException.DuplicateId -> "DuplicateId"
        is SendException.Closing -> "Closing"
    }

    fun answerError(it: AnswerException): String = when (it) {
        is AnswerException.Unknown -> "Unknown"
        is AnswerException.NotSent -> braces(
            "NotSent",
            field("AnswerError.NotSent.reason", it.reason, ::sendError),
        )
    }

    fun answerResult(it: AnswerResult): String = when (it) {
        is AnswerResult.Result -> braces(
            "Result",
            option("AnswerResult.Result.payload", it.payload, ::text),
        )
        is AnswerResult.Error -> braces(
            "Error",
            field("AnswerResult.Error.error", it.error, ::stanzaError),
        )
        is AnswerResult.Timeout -> "Timeout"
        is AnswerResult.Offline -> "Offline"
        is AnswerResult.Cancelled -> "Cancelled"
    }

    fun stanzaFault(it: StanzaFault): String = when (it) {
        is StanzaFault.NoStanza -> braces(
            "NoStanza",
            field("StanzaFault.NoStanza.name", it.name, ::text),
        )
        is StanzaFault.BadAddress -> braces(
            "BadAddress",
            field("StanzaFault.BadAddress.attribute", it.attribute, ::text),
        )
        is StanzaFault.BadType -> "BadType"
        is StanzaFault.BadIq -> "BadIq"
    }

    fun stanzaCondition(it: StanzaCondition): String = when (it) {
        is StanzaCondition.BadRequest -> "BadRequest"
        is StanzaCondition.Conflict -> "Conflict"
        is StanzaCondition.FeatureNotImplemented -> "FeatureNotImplemented"
        is StanzaCondition.Forbidden -> "Forbidden"
        is StanzaCondition.Gone -> "Gone"
        is StanzaCondition.InternalServerError -> "InternalServerError"
        is StanzaCondition.ItemNotFound -> "ItemNotFound"
        is StanzaCondition.JidMalformed -> "JidMalformed"
        is StanzaCondition.NotAcceptable -> "NotAcceptable"
        is StanzaCondition.NotAllowed -> "NotAllowed"
        is StanzaCondition.NotAuthorized -> "NotAuthorized"
        is StanzaCondition.PolicyViolation -> "PolicyViolation"
        is StanzaCondition.RecipientUnavailable -> "RecipientUnavailable"
        is StanzaCondition.Redirect -> "Redirect"
        is StanzaCondition.RegistrationRequired -> "RegistrationRequired"
        is StanzaCondition.RemoteServerNotFound -> "RemoteServerNotFound"
        is StanzaCondition.RemoteServerTimeout -> "RemoteServerTimeout"
        is StanzaCondition.ResourceConstraint -> "ResourceConstraint"
        is StanzaCondition.ServiceUnavailable -> "ServiceUnavailable"
        is StanzaCondition.SubscriptionRequired -> "SubscriptionRequired"
        is StanzaCondition.UndefinedCondition -> "UndefinedCondition"
        is StanzaCondition.UnexpectedRequest -> "UnexpectedRequest"
        is StanzaCondition.Unknown -> braces(
            "Unknown",
            field("StanzaCondition.Unknown.name", it.name, ::text),
        )
    }

    private fun stanzaError(it: StanzaError): String = braces(
        "",
        field("StanzaError.kind", it.kind, ::stanzaErrorKind),
        field("StanzaError.condition", it.condition, ::stanzaCondition),
        option("StanzaError.text", it.text, ::text),
        option("StanzaError.by", it.by, ::text),
        option("StanzaError.new_address", it.newAddress, ::text),
        option("StanzaError.application", it.application, ::text),
    )

    fun payloadError(it: PayloadException): String = when (it) {
        is PayloadException.Unexpected -> braces(
            "Unexpected",
            field("PayloadError.Unexpected.element", it.element, ::text),
        )
        is PayloadException.Missing -> braces(
            "Missing",
            field("PayloadError.Missing.part", it.part, ::text),
        )
        is PayloadException.Invalid -> braces(
            "Invalid",
            field("PayloadError.Invalid.part", it.part, ::text),
        )
    }

    fun streamCondition(it: StreamCondition): String = when (it) {
        is StreamCondition.BadFormat -> "BadFormat"
        is StreamCondition.BadNamespacePrefix -> "BadNamespacePrefix"
        is StreamCondition.Conflict -> "Conflict"
        is StreamCondition.ConnectionTimeout -> "ConnectionTimeout"
        is StreamCondition.HostGone -> "HostGone"
        is StreamCondition.HostUnknown -> "HostUnknown"
        is StreamCondition.ImproperAddressing -> "ImproperAddressing"
        is StreamCondition.InternalServerError -> "InternalServerError"
        is StreamCondition.InvalidFrom -> "InvalidFrom"
        is StreamCondition.InvalidNamespace -> "InvalidNamespace"
        is StreamCondition.InvalidXml -> "InvalidXml"
        is StreamCondition.NotAuthorized -> "NotAuthorized"
        is StreamCondition.NotWellFormed -> "NotWellFormed"
        is StreamCondition.PolicyViolation -> "PolicyViolation"
        is StreamCondition.RemoteConnectionFailed -> "RemoteConnectionFailed"
        is StreamCondition.Reset -> "Reset"
        is StreamCondition.ResourceConstraint -> "ResourceConstraint"
        is StreamCondition.RestrictedXml -> "RestrictedXml"
        is StreamCondition.SeeOtherHost -> "SeeOtherHost"
        is StreamCondition.SystemShutdown -> "SystemShutdown"
        is StreamCondition.UndefinedCondition -> "UndefinedCondition"
        is StreamCondition.UnsupportedEncoding -> "UnsupportedEncoding"
        is StreamCondition.UnsupportedFeature -> "UnsupportedFeature"
        is StreamCondition.UnsupportedStanzaType -> "UnsupportedStanzaType"
        is StreamCondition.UnsupportedVersion -> "UnsupportedVersion"
        is StreamCondition.Other -> braces(
            "Other",
            field("StreamCondition.Other.name", it.name, ::text),
        )
    }

    private fun streamError(it: StreamError): String = braces(
        "",
        field("StreamError.condition", it.condition, ::streamCondition),
        option("StreamError.text", it.text, ::text),
        option("StreamError.other_host", it.otherHost, ::text),
        option("StreamError.application", it.application, ::text),
    )

    fun reason(it: Reason): String = when (it) {
        is Reason.Requested -> "Requested"
        is Reason.Aborted -> "Aborted"
        is Reason.DriverGone -> "DriverGone"
        is Reason.ConnectFailed -> braces(
            "ConnectFailed",
            field("Reason.ConnectFailed.failure", it.failure, ::connectFailure),
        )
        is Reason.TlsRequired -> "TlsRequired"
        is Reason.TlsFailed -> braces(
            "TlsFailed",
            field("Reason.TlsFailed.fault", it.fault, ::tlsFault),
        )
        is Reason.ConnectionLost -> "ConnectionLost"
        is Reason.StreamClosed -> "StreamClosed"
        is Reason.StreamException -> braces(
            "StreamError",
            field("Reason.StreamError.error", it.error, ::streamError),
        )
        is Reason.PeerFault -> braces(
            "PeerFault",
            field("Reason.PeerFault.condition", it.condition, ::streamCondition),
            field("Reason.PeerFault.what", it.what, ::text),
        )
        is Reason.LoginFailed -> braces(
            "LoginFailed",
            field("Reason.LoginFailed.error", it.error, ::saslError),
        )
        is Reason.BindRefused -> braces(
            "BindRefused",
            field("Reason.BindRefused.error", it.error, ::stanzaError),
        )
        is Reason.WrongIdentity -> braces(
            "WrongIdentity",
            field("Reason.WrongIdentity.jid", it.jid, ::text),
        )
        is Reason.TimedOut -> braces(
            "TimedOut",
            field("Reason.TimedOut.step", it.step, ::loginStep),
        )
    }

    fun connectFailure(it: ConnectFailure): String = when (it) {
        is ConnectFailure.NoAddress -> "NoAddress"
        is ConnectFailure.Refused -> "Refused"
        is ConnectFailure.Unreachable -> "Unreachable"
        is ConnectFailure.TimedOut -> "TimedOut"
        is ConnectFailure.Reset -> "Reset"
        is ConnectFailure.Tls -> braces(
            "Tls",
            field("ConnectFailure.Tls.reason", it.reason, ::text),
        )
        is ConnectFailure.Other -> braces(
            "Other",
            field("ConnectFailure.Other.reason", it.reason, ::text),
        )
    }

    fun tlsFault(it: TlsFault): String = when (it) {
        is TlsFault.UnknownIssuer -> "UnknownIssuer"
        is TlsFault.Expired -> "Expired"
        is TlsFault.NotYetValid -> "NotYetValid"
        is TlsFault.NotValidForName -> braces(
            "NotValidForName",
            field("TlsFault.NotValidForName.domain", it.domain, ::text),
        )
        is TlsFault.Revoked -> "Revoked"
        is TlsFault.BadCertificate -> braces(
            "BadCertificate",
            field("TlsFault.BadCertificate.reason", it.reason, ::text),
        )
        is TlsFault.NoCertificate -> "NoCertificate"
        is TlsFault.Refused -> "Refused"
        is TlsFault.NotTls -> "NotTls"
        is TlsFault.Incompatible -> braces(
            "Incompatible",
            field("TlsFault.Incompatible.reason", it.reason, ::text),
        )
        is TlsFault.Alert -> braces(
            "Alert",
            field("TlsFault.Alert.description", it.description, ::text),
        )
        is TlsFault.Protocol -> braces(
            "Protocol",
            field("TlsFault.Protocol.reason", it.reason, ::text),
        )
        is TlsFault.BadDomain -> braces(
            "BadDomain",
            field("TlsFault.BadDomain.domain", it.domain, ::text),
        )
        is TlsFault.NotBuiltIn -> "NotBuiltIn"
    }

    fun sharedError(it: SharedException): String = when (it) {
        is SharedException.NoUsableRoots -> braces(
            "NoUsableRoots",
            field("SharedError.NoUsableRoots.given", it.given, ::number),
        )
        is SharedException.BadIdentity -> braces(
            "BadIdentity",
            field("SharedError.BadIdentity.reason", it.reason, ::text),
        )
        is SharedException.NoTls -> "NoTls"
    }

    fun discoEvent(it: DiscoEvent): String = when (it) {
        is DiscoEvent.Info -> braces(
            "Info",
            field("DiscoEvent.Info.command", it.command, ::number),
            field("DiscoEvent.Info.info", it.info, ::discoInfo),
        )
        is DiscoEvent.Items -> braces(
            "Items",
            field("DiscoEvent.Items.command", it.command, ::number),
            field("DiscoEvent.Items.items", it.items, ::discoItems),
        )
        is DiscoEvent.Failed -> braces(
            "Failed",
            field("DiscoEvent.Failed.command", it.command, ::number),
            field("DiscoEvent.Failed.result", it.result, ::answerResult),
        )
    }

    fun commandError(it: CommandException): String = when (it) {
        is CommandException.Full -> "Full"
        is CommandException.Closing -> "Closing"
        is CommandException.Invalid -> braces(
            "Invalid",
            field("CommandError.Invalid.what", it.what, ::text),
        )
    }

    fun pingEvent(it: PingEvent): String = when (it) {
        is PingEvent.Pong -> braces(
            "Pong",
            field("PingEvent.Pong.command", it.command, ::number),
            option("PingEvent.Pong.target", it.target, ::text),
            option("PingEvent.Pong.error", it.error, ::stanzaError),
        )
        is PingEvent.Lost -> braces(
            "Lost",
            field("PingEvent.Lost.command", it.command, ::number),
            option("PingEvent.Lost.target", it.target, ::text),
        )
    }

    private fun rosterGroup(it: RosterGroup): String = braces(
        "",
        field("RosterGroup.name", it.name, ::text),
    )

    private fun rosterItem(it: RosterItem): String = braces(
        "",
        field("RosterItem.jid", it.jid, ::text),
        option("RosterItem.name", it.name, ::text),
        option("RosterItem.subscription", it.subscription, ::rosterSubscription),
        option("RosterItem.pending", it.pending, ::text),
        field("RosterItem.groups", it.groups, many(::rosterGroup)),
    )

    fun rosterEvent(it: RosterEvent): String = when (it) {
        is RosterEvent.Received -> braces(
            "Received",
            option("RosterEvent.Received.command", it.command, ::number),
            field("RosterEvent.Received.items", it.items, many(::rosterItem)),
            option("RosterEvent.Received.version", it.version, ::text),
        )
        is RosterEvent.Changed -> braces(
            "Changed",
            field("RosterEvent.Changed.item", it.item, ::rosterItem),
        )
        is RosterEvent.Removed -> braces(
            "Removed",
            field("RosterEvent.Removed.jid", it.jid, ::text),
        )
        is RosterEvent.Done -> braces(
            "Done",
            field("RosterEvent.Done.command", it.command, ::number),
        )
        is RosterEvent.Failed -> braces(
            "Failed",
            option("RosterEvent.Failed.command", it.command, ::number),
            field("RosterEvent.Failed.result", it.result, ::answerResult),
        )
    }

    fun xmlError(it: XmlException): String = when (it) {
        is XmlException.NotWellFormed -> braces(
            "NotWellFormed",
            field("XmlError.NotWellFormed.what", it.what, ::text),
        )
        is XmlException.RestrictedXml -> braces(
            "RestrictedXml",
            field("XmlError.RestrictedXml.what", it.what, ::text),
        )
        is XmlException.UnsupportedEncoding -> "UnsupportedEncoding"
        is XmlException.InvalidUtf8 -> "InvalidUtf8"
        is XmlException.BadNamespacePrefix -> braces(
            "BadNamespacePrefix",
            field("XmlError.BadNamespacePrefix.what", it.what, ::text),
        )
        is XmlException.UnexpectedText -> "UnexpectedText"
        is XmlException.SecondHeader -> "SecondHeader"
        is XmlException.TooLarge -> braces(
            "TooLarge",
            field("XmlError.TooLarge.limit", it.limit, ::text),
        )
    }

    fun buildError(it: BuildException): String = when (it) {
        is BuildException.InvalidName -> braces(
            "InvalidName",
            field("BuildError.InvalidName.name", it.name, ::text),
        )
        is BuildException.InvalidCharacter -> "InvalidCharacter"
        is BuildException.InvalidNamespace -> braces(
            "InvalidNamespace",
            field("BuildError.InvalidNamespace.namespace", it.namespace, ::text),
        )
        is BuildException.DuplicateAttribute -> braces(
            "DuplicateAttribute",
            field("BuildError.DuplicateAttribute.name", it.name, ::text),
        )
        is BuildException.Misplaced -> braces(
            "Misplaced",
            field("BuildError.Misplaced.what", it.what, ::text),
        )
        is BuildException.Oversized -> "Oversized"
    }

    /** What a call was refused for: the engine's own failure. */
    fun refusal(refused: CallException): String = when (refused) {
        is CallException.Input -> inputError(refused.error)
        is CallException.Address -> jidError(refused.error)
        is CallException.Xml -> xmlError(refused.error)
        is CallException.Text -> buildError(refused.error)
        is CallException.Stanza -> stanzaFault(refused.error)
        is CallException.Send -> sendError(refused.error)
        is CallException.Answer -> answerError(refused.error)
        is CallException.Command -> commandError(refused.error)
        is CallException.Roots -> sharedError(refused.error)
        is CallException.Pem,
        is CallException.NoElement,
        is CallException.NoRecipient,
        is CallException.BadSeed,
        -> "?"
    }

    private companion object {
        val ESCAPES =
            mapOf('"' to "\\\"", '\\' to "\\\\", '\n' to "\\n", '\r' to "\\r", '\t' to "\\t")
    }
}

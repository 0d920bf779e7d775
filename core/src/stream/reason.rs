//! Why a stream, or the whole engine, came to its end.

use std::fmt;

use crate::declare::{choice, failure};
use crate::jid::Jid;
use crate::sasl::SaslError;
use crate::stanza::StanzaError;
use crate::stream::error::{StreamCondition, StreamError};
use crate::transport::{ConnectFailure, TlsFault};

failure! {
    /// Why we are offline or closed. The words name the cause and never a secret.
    pub enum Reason {
        /// The app called `close`.
        Requested => "closed as asked",
        /// The app called `abort`.
        Aborted => "aborted as asked",
        /// Whatever drove the engine is gone: it panicked, or its runtime ended. Said by a driver.
        DriverGone => "what drove the engine is gone, by a panic or with its runtime",
        /// No connection could be made.
        ConnectFailed {
            /// What the driver reported.
            failure: ConnectFailure,
        } => "no connection: {failure}",
        /// The server offers no TLS, or refused it, and we do not go on without.
        TlsRequired => "the server offers no TLS",
        /// TLS failed, or the certificate is not valid for the domain.
        TlsFailed {
            /// What failed.
            fault: TlsFault,
        } => "{fault}",
        /// The connection ended without a word.
        ConnectionLost => "the connection was lost",
        /// The server closed the stream.
        StreamClosed => "the server closed the stream",
        /// The server ended the stream with an error.
        StreamError {
            /// What the server said.
            error: StreamError,
        } => "the server ended the stream: {error}",
        /// The server broke the protocol; it was told so with this condition.
        PeerFault {
            /// The condition we sent.
            condition: StreamCondition,
            /// What was wrong, in words.
            what: String,
        } => "the server broke the protocol: {what} ({condition})",
        /// The login failed: the server refused it, nothing usable is offered, or the server could
        /// not prove that it knows the password.
        LoginFailed {
            /// What was wrong.
            error: SaslError,
        } => "{error}",
        /// The server refused to bind the resource.
        BindRefused {
            /// What the server said.
            error: StanzaError,
        } => "the server refused the resource: {error}",
        /// The server bound an address of another account.
        WrongIdentity {
            /// The address it bound.
            jid: Jid,
        } => "the server bound an address of another account: {jid}",
        /// The server did not answer in time.
        TimedOut {
            /// What was waited for.
            step: LoginStep,
        } => "timed out waiting for {step}",
    }
}

choice! {
    /// The steps that have a deadline of their own.
    #[derive(Copy, Eq)]
    pub enum LoginStep {
        /// The driver's connection.
        Connect,
        /// The server's stream header.
        Header,
        /// The server's stream features.
        Features,
        /// The answer to STARTTLS.
        StartTls,
        /// The TLS handshake.
        Tls,
        /// The app's verdict on a certificate.
        Trust,
        /// The app's credentials.
        Credentials,
        /// The server's next SASL message.
        Login,
        /// The server's answer to resource binding.
        Bind,
        /// The server's acknowledgement of stanzas (XEP-0198).
        Ack,
        /// The connection takes none of our octets: the other side is gone, or does not read.
        Write,
        /// The end of the stream after `close`.
        Close,
    }
}

impl fmt::Display for LoginStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LoginStep::Connect => "the connection",
            LoginStep::Header => "the server's stream header",
            LoginStep::Features => "the server's stream features",
            LoginStep::StartTls => "the answer to STARTTLS",
            LoginStep::Tls => "the TLS handshake",
            LoginStep::Trust => "the verdict on the certificate",
            LoginStep::Credentials => "the credentials",
            LoginStep::Login => "the server's answer to the login",
            LoginStep::Bind => "the server's answer to resource binding",
            LoginStep::Ack => "the server's acknowledgement",
            LoginStep::Write => "the connection, which takes no octets",
            LoginStep::Close => "the end of the stream",
        })
    }
}

/// The peer's fault: what it is told, and what the app is told.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The stream error to send before the connection is closed.
    pub error: Option<StreamError>,
    /// The end as the app sees it.
    pub reason: Reason,
}

impl Fault {
    /// The peer broke the protocol.
    pub(crate) fn peer(condition: StreamCondition, what: impl Into<String>) -> Fault {
        let reason = Reason::PeerFault { condition: condition.clone(), what: what.into() };
        Fault { error: Some(condition.into()), reason }
    }

    /// The end comes without a stream error of ours.
    pub(crate) fn quiet(reason: Reason) -> Fault {
        Fault { error: None, reason }
    }

    /// An element that has no place here (RFC 6120 section 4.9.3.24).
    pub(crate) fn unexpected(element: &crate::xml::Element, step: LoginStep) -> Fault {
        let what = format!("<{}/> instead of {step}", element.root().name());
        Fault::peer(StreamCondition::UnsupportedStanzaType, what)
    }
}

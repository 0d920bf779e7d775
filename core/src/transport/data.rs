//! What of a connection crosses the public border: ids, who brings the TLS and what it proved,
//! whom we trust, and every way in which a connection or its TLS can fail.

use crate::declare::{Octets, choice, failure, id, record};

id! {
    /// One connection, named by the engine and never used again. Input for a connection that is
    /// no more is ignored.
    pub struct ConnId;
}

choice! {
    /// Who brings the TLS.
    #[derive(Copy, Eq)]
    pub enum TlsMode {
        /// The engine does TLS itself (needs the feature `tls`).
        Engine,
        /// The host does: the engine says [`StartTls`](crate::Output::StartTls), the host answers
        /// `secured`; or the host connects with TLS and says so in `connected`.
        Host,
        /// Nobody: everything, passwords included, goes in the clear. For tests and for links
        /// that never leave the machine; never chosen by the engine itself.
        Plain,
    }
}

choice! {
    /// When TLS begins on a connection.
    #[derive(Copy, Eq)]
    pub enum TlsStart {
        /// With the first octet (XEP-0368).
        Direct,
        /// After `<proceed/>` (RFC 6120 section 5).
        StartTls,
    }
}

choice! {
    /// Whose word makes a server's certificate good. In each mode the name in the certificate is
    /// compared with the domain of our JID, never with the host that was dialled.
    #[derive(Eq)]
    pub enum Trust {
        /// The engine checks the chain itself, against these roots and by the time of `Now`.
        Roots {
            /// Trusted certificates in DER. Those that cannot be read are passed over, since every
            /// system store holds some; with none left `Shared::new` is an error.
            roots: Vec<Octets>,
        },
        /// The engine asks by [`VerifyCertificate`](crate::Event::VerifyCertificate), and nothing
        /// but the TLS handshake leaves before the verdict: for the trust managers of Apple and
        /// Android, pinning, DANE, or a question to the user.
        Ask,
    }
}

choice! {
    /// The app's word on a certificate.
    #[derive(Copy, Eq)]
    pub enum Verdict {
        /// It is the server's: go on.
        Accept,
        /// It is not: the attempt ends with [`TlsFault::Refused`].
        Refuse,
    }
}

choice! {
    /// A version of TLS that is still allowed (RFC 9325).
    #[derive(Copy, Eq)]
    pub enum TlsVersion {
        /// RFC 5246.
        Tls12,
        /// RFC 8446.
        Tls13,
    }
}

record! {
    /// What the TLS of a connection is and proved. A host that brings the TLS fills in what its
    /// library tells; each field may be absent, and an absent one only costs what it would allow.
    #[derive(Eq, Default)]
    pub struct TlsInfo {
        /// The version agreed on.
        pub version: Option<TlsVersion>,
        /// 32 octets exported under `EXPORTER-Channel-Binding` with an empty context (RFC 9266), on
        /// TLS 1.3 only. Allows SCRAM with `tls-exporter`.
        pub exporter: Option<Octets>,
        /// The server's own certificate in DER. Allows SCRAM with `tls-server-end-point`.
        pub leaf: Option<Octets>,
        /// The certificates above the leaf, in the order the server sent them, in DER; used for
        /// the question to the app only.
        pub chain: Vec<Octets>,
        /// Whether the certificate was checked, chain and name. If a host does not say so, the app
        /// is asked as with [`Trust::Ask`].
        pub verified: bool,
        /// The application protocol agreed on (`xmpp-client` on direct TLS).
        pub alpn: Option<String>,
    }
}

failure! {
    /// Why a connection could not be made or was lost, as the driver saw it.
    #[derive(Eq)]
    pub enum ConnectFailure {
        /// The host name has no address.
        NoAddress => "the host has no address",
        /// Nobody listens there.
        Refused => "connection refused",
        /// The network has no way to the host.
        Unreachable => "host unreachable",
        /// No answer in time.
        TimedOut => "the connection timed out",
        /// The peer, or something between, cut the connection without a word.
        Reset => "connection reset",
        /// The host's own TLS failed.
        Tls {
            /// What its library says.
            reason: String,
        } => "TLS failed: {reason}",
        /// Anything else.
        Other {
            /// What the system says.
            reason: String,
        } => "connection failed: {reason}",
    }
}

failure! {
    /// Why the TLS of a connection failed.
    #[derive(Eq)]
    pub enum TlsFault {
        /// No trusted root stands above the certificate.
        UnknownIssuer => "the server's certificate is not issued by a trusted authority",
        /// The certificate, or one above it, is out of date by the time of `Now`.
        Expired => "the server's certificate has expired",
        /// The certificate, or one above it, is of the future by the time of `Now`.
        NotYetValid => "the server's certificate is not valid yet",
        /// The certificate is somebody else's.
        NotValidForName {
            /// The domain of our JID.
            domain: String,
        } => "the server's certificate is not valid for {domain}",
        /// The certificate was called back.
        Revoked => "the server's certificate has been revoked",
        /// The certificate cannot be used for another reason: damaged, an authority's own, a bad
        /// signature, an unknown critical extension.
        BadCertificate {
            /// What is wrong with it.
            reason: String,
        } => "the server's certificate cannot be used: {reason}",
        /// The peer showed no certificate.
        NoCertificate => "the server showed no certificate",
        /// The app did not accept the certificate.
        Refused => "the server's certificate was refused",
        /// What came is not TLS.
        NotTls => "the peer does not speak TLS",
        /// No version, cipher or key exchange in common.
        Incompatible {
            /// What is missing.
            reason: String,
        } => "no TLS parameters in common with the peer: {reason}",
        /// The peer ended TLS by an alert.
        Alert {
            /// Its name (RFC 8446 section 6), as in `HandshakeFailure`.
            description: String,
        } => "the peer ended TLS: {description}",
        /// The peer broke the rules of TLS, or an octet was changed on the way.
        Protocol {
            /// Which rule.
            reason: String,
        } => "TLS broke: {reason}",
        /// The domain cannot stand in a certificate.
        BadDomain {
            /// The domain.
            domain: String,
        } => "{domain} is not a name that a certificate can carry",
        /// The engine was built without the feature `tls`.
        NotBuiltIn => "this build has no TLS of its own",
    }
}

failure! {
    /// Why a connection cannot be used any more.
    #[derive(Eq)]
    pub enum TransportFault {
        /// Octets in the clear stood behind `<proceed/>` or in front of `secured`: somebody on the
        /// way put them there to be taken for the server's.
        Injection => "plaintext was injected in front of TLS",
        /// TLS failed.
        Tls {
            /// How.
            fault: TlsFault,
        } => "{fault}",
    }
}

impl From<TlsFault> for TransportFault {
    fn from(fault: TlsFault) -> TransportFault {
        TransportFault::Tls { fault }
    }
}

failure! {
    /// Why `receive` took nothing.
    #[derive(Copy, Eq)]
    pub enum ReceiveError {
        /// More would be kept than `Limits::received_bytes`: the driver went on reading while
        /// `Wait` said `read: false`. Nothing was taken; give the same octets again later.
        Full => "too many received octets wait; nothing was taken",
    }
}

failure! {
    /// Why `transmitted` changed nothing.
    #[derive(Copy, Eq)]
    pub enum TransmittedError {
        /// The running total exceeds what was handed out on this connection.
        MoreThanSent {
            /// Octets handed out so far.
            sent: u64,
        } => "only {sent} octets have been handed out",
    }
}

failure! {
    /// Why an answer about TLS changed nothing.
    #[derive(Copy, Eq)]
    pub enum TlsAnswerError {
        /// The question was not asked on this connection, or is answered already.
        NotAsked => "this connection did not ask",
    }
}

failure! {
    /// Why a [`Shared`](crate::transport::Shared) cannot be made.
    #[derive(Eq)]
    pub enum SharedError {
        /// Not one root could be used: no server could ever be trusted.
        NoUsableRoots {
            /// How many were given.
            given: u64,
        } => "none of the {given} given roots can be used",
        /// The chain or key of a server's identity cannot be used.
        BadIdentity {
            /// What is wrong with it.
            reason: String,
        } => "the identity cannot be used: {reason}",
        /// The engine was built without the feature `tls`.
        NoTls => "this build has no TLS of its own",
    }
}

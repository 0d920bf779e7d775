//! Where to connect, and when to try again: plain data. A plan lists the targets of one
//! attempt in their order; the back-off says how long to wait between attempts. RFC 6120 section
//! 3, XEP-0368.
//!
//! Left out: SRV records, racing of addresses.

mod backoff;
pub(crate) mod fate;

pub(crate) use backoff::Backoff;

use crate::declare::{choice, record};
use crate::transport::{TlsMode, TlsStart};

choice! {
    /// How the server is found. Whatever is dialled, certificates are checked for the domain of
    /// the JID.
    #[derive(Eq)]
    pub enum Dial {
        /// By the domain of the JID itself: its port 5222, by STARTTLS.
        Names,
        /// At a given place.
        Host {
            /// A host name or an IP address.
            host: String,
            /// The TCP port.
            port: u16,
            /// Whether TLS begins with the first octet (XEP-0368; usually port 5223).
            direct_tls: bool,
        },
    }
}

record! {
    /// Where the driver shall connect to.
    #[derive(Eq)]
    pub struct Target {
        /// A host name in its ASCII form, or an IP address without brackets.
        pub host: String,
        /// The TCP port.
        pub port: u16,
        /// When TLS begins. Of meaning to a host that brings the TLS: with `Direct` it may begin
        /// at once and say so in `connected`.
        pub tls: TlsStart,
        /// The application protocol that a host which brings the TLS offers in it.
        pub alpn: Option<String>,
    }
}

/// The application protocol of XMPP clients (XEP-0368).
const ALPN: &str = "xmpp-client";

/// The port of clients (RFC 6120 section 14.7).
const CLIENT_PORT: u16 = 5222;

/// The targets of one attempt, best first.
pub(crate) struct Plan(std::vec::IntoIter<Target>);

impl Plan {
    /// `domain_ascii` is the domain of our JID, with A-labels.
    pub(crate) fn new(dial: &Dial, domain_ascii: &str, mode: TlsMode) -> Plan {
        let target = match dial {
            Dial::Names => target(domain_ascii, CLIENT_PORT, TlsStart::StartTls),
            Dial::Host { host, port, direct_tls } => {
                let direct = *direct_tls && mode != TlsMode::Plain;
                target(host, *port, if direct { TlsStart::Direct } else { TlsStart::StartTls })
            }
        };
        Plan(vec![target].into_iter())
    }
}

impl Iterator for Plan {
    type Item = Target;

    fn next(&mut self) -> Option<Target> {
        self.0.next()
    }
}

fn target(host: &str, port: u16, tls: TlsStart) -> Target {
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let alpn = (tls == TlsStart::Direct).then(|| ALPN.to_owned());
    Target { host, port, tls, alpn }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_give_the_domain_and_a_host_gives_itself() {
        let names: Vec<_> = Plan::new(&Dial::Names, "example.org", TlsMode::Engine).collect();
        assert_eq!(names, [target("example.org", 5222, TlsStart::StartTls)]);
        assert_eq!(names[0].alpn, None);

        let dial = Dial::Host { host: "[::1]".into(), port: 5223, direct_tls: true };
        let host: Vec<_> = Plan::new(&dial, "example.org", TlsMode::Host).collect();
        assert_eq!(host.len(), 1);
        assert_eq!((host[0].host.as_str(), host[0].port), ("::1", 5223));
        assert_eq!((host[0].tls, host[0].alpn.as_deref()), (TlsStart::Direct, Some("xmpp-client")));

        let plain: Vec<_> = Plan::new(&dial, "example.org", TlsMode::Plain).collect();
        assert_eq!((plain[0].tls, plain[0].alpn.as_deref()), (TlsStart::StartTls, None));
    }
}

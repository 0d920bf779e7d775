//! Drives the negotiation: hands it what it may see, carries out what it wants.

use super::link::{Link, Stage};
use super::{Engine, end};
use crate::event::{Event, SessionKind, WireDirection};
use crate::jid::Jid;
use crate::negotiate::features::Features;
use crate::negotiate::{Effect, Negotiation, Setting};
use crate::outbox::Outbox;
use crate::sasl::ChannelBindings;
use crate::stream::header::{Header, PeerHeader};
use crate::stream::reason::Fault;
use crate::transport::{TlsMode, Transport};
use crate::xml::{Element, ElementRef, ns};

impl Engine {
    /// The transport is ready for XML: the stream is opened.
    pub(super) fn begin_login(&mut self) -> Result<(), Fault> {
        let mut out = Outbox::default();
        self.stage(Stage::Negotiating(Negotiation::start(&mut out)));
        self.carry_out(out)
    }

    /// TLS is up.
    pub(super) fn secured_now(&mut self) -> Result<(), Fault> {
        let Some(link) = &mut self.link else { return Ok(()) };
        if matches!(link.stage, Stage::DirectTls) {
            return self.begin_login();
        }
        self.negotiate(|negotiation, _, out| Ok(negotiation.secured(out)))
    }

    pub(super) fn login_header(&mut self, header: PeerHeader) -> Result<(), Fault> {
        self.negotiate(|negotiation, _, _| negotiation.header(header))
    }

    pub(super) fn login_element(&mut self, element: Element) -> Result<(), Fault> {
        self.negotiate(|negotiation, setting, out| negotiation.element(element, setting, out))
    }

    /// The app gave credentials.
    pub(super) fn login_credentials(&mut self) -> Result<(), Fault> {
        self.negotiate(|negotiation, setting, out| negotiation.credentials(setting, out))
    }

    /// One slice of a key's derivation; `false` if there is none to do.
    pub(super) fn derive(&mut self) -> Result<bool, Fault> {
        let mut out = Outbox::default();
        let Some(Link { stage: Stage::Negotiating(negotiation), .. }) = &mut self.link else {
            return Ok(false);
        };
        let derived = negotiation.derive(&mut out)?;
        self.carry_out(out)?;
        Ok(derived)
    }

    /// One step of the negotiation, and what it wants done.
    fn negotiate(
        &mut self,
        step: impl FnOnce(
            Negotiation,
            &mut Setting<'_>,
            &mut Outbox<Effect>,
        ) -> Result<Negotiation, Fault>,
    ) -> Result<(), Fault> {
        let mut out = Outbox::default();
        let Some(link) = &mut self.link else { return Ok(()) };
        let Some(negotiation) = link.take_negotiation() else { return Ok(()) };
        let mut setting = Setting {
            account: &self.config.account,
            tls_required: self.config.tls != TlsMode::Plain,
            secured: link.transport.is_secured(),
            secret: self.secret.as_ref(),
            keys: self.keys.as_ref(),
            ask_again: self.secret_was_asked,
            policy: &self.config.sasl,
            bindings: bindings(&link.transport),
            limits: &self.config.limits,
            allow_alias: self.config.allow_alias,
            chance: &mut self.chance,
        };
        link.stage = Stage::Negotiating(step(negotiation, &mut setting, &mut out)?);
        self.carry_out(out)
    }

    fn carry_out(&mut self, mut out: Outbox<Effect>) -> Result<(), Fault> {
        while let Some(effect) = out.pop() {
            match effect {
                Effect::Send(element) => self.write(&element),
                Effect::Open => self.open_stream(),
                Effect::StartTls => self.start_tls()?,
                Effect::NeedCredentials { mechanisms, why } => {
                    self.secret = None;
                    self.keys = None;
                    self.asks_for_secret = true;
                    self.events.push(Event::NeedCredentials { mechanisms, why });
                }
                Effect::Authenticated { keys } => {
                    self.authenticated = true;
                    self.keys = keys.or(self.keys.take());
                }
                Effect::Bound { jid, features } => self.bound(jid, &features),
            }
        }
        Ok(())
    }

    /// Our address is said inside TLS only (RFC 6120 section 4.7.1).
    fn open_stream(&mut self) {
        let Some(link) = &mut self.link else { return };
        let sender = self.config.account.bare();
        let known = self.config.account.node().is_some() && link.transport.is_secured();
        let header = Header {
            to: self.config.account.domain(),
            sender: known.then_some(sender.as_str()),
            lang: self.config.lang.as_deref(),
        };
        let limits = match self.authenticated {
            true => self.config.limits.xml,
            false => self.config.limits.xml_before_login,
        };
        link.stream.open(&header, limits, &mut link.transport);
        if self.authenticated {
            link.stream.skip_oversized();
        }
    }

    fn start_tls(&mut self) -> Result<(), Fault> {
        let mut out = Outbox::default();
        let Some(link) = &mut self.link else { return Ok(()) };
        let started = link.transport.start_tls(self.now, &mut out);
        self.carry(out)?;
        started.map_err(end::transport_fault)
    }

    fn bound(&mut self, jid: Jid, features: &Features) {
        self.stage(Stage::Session);
        self.own.jid = jid.clone();
        self.online_since = Some(self.now.mono_ms);
        self.was_online = true;
        self.events.push(Event::Online { jid: jid.clone(), session: SessionKind::Fresh });
        self.begin_session(jid, features.management && self.config.stream_management);
    }

    /// Writes one element, and shows it to the app if it wants to see the wire.
    pub(super) fn write(&mut self, element: &Element) {
        self.show(WireDirection::Sent, element);
        if let Some(link) = &mut self.link {
            link.stream.send(element, &mut link.transport);
        }
    }

    /// The wire as an event. What SASL says is left out: it can be a password.
    pub(super) fn show(&mut self, direction: WireDirection, element: &Element) {
        let root = element.root();
        self.show_xml(direction, || match root.namespace() {
            ns::SASL => without_secret(root),
            _ => element.to_string(),
        });
    }

    /// What a session writes.
    pub(super) fn show_written(&mut self, written: &[u8]) {
        self.show_xml(WireDirection::Sent, || String::from_utf8_lossy(written).into_owned());
    }

    fn show_xml(&mut self, direction: WireDirection, xml: impl FnOnce() -> String) {
        let Some(conn) = self.link.as_ref().map(|link| link.conn) else { return };
        if self.config.wire {
            self.events.push(Event::Wire { conn, direction, xml: xml() });
        }
    }
}

/// An element of SASL without what it says; the mechanism's name is no secret.
fn without_secret(root: ElementRef<'_>) -> String {
    let mut out = Element::builder(root.name(), ns::SASL);
    out.attr_opt("mechanism", root.attr("mechanism")).text("(left out)");
    out.build().map_or_else(|_| String::new(), |element| element.to_string())
}

fn bindings(transport: &Transport) -> ChannelBindings {
    let (exporter, end_point) = transport.channel_bindings();
    ChannelBindings { exporter, end_point, offered: None }
}

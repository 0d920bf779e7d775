//! From the client's header to its bound address, as a server sees it (RFC 6120 sections 4 to 7).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::data::Answer;
use super::features::{self, Offer};
use super::{AcceptEvent, AcceptTls, Acceptor, Fault, Step};
use crate::declare::Octets;
use crate::jid::Jid;
use crate::stream::header::PeerHeader;
use crate::stream::{StreamCondition, StreamError};
use crate::xml::{BuildError, Element, ns};

impl Acceptor {
    /// The client's header: ours and the features follow.
    pub(super) fn opened(&mut self, header: PeerHeader) -> Result<(), Fault> {
        self.open_ours(header.sender.as_deref());
        let wanted = header.to.as_deref().map(Jid::received);
        if let Some(to) = wanted
            && to.is_ok_and(|to| to.as_str() != self.config.domain)
        {
            return Err(StreamCondition::HostUnknown.into());
        }
        let features = match self.account {
            Some(_) => features::after_login(self.config.session, self.config.stream_management),
            None => self.offer(),
        };
        self.write(features)?;
        self.expect(Step::Choice);
        Ok(())
    }

    /// Sends our header, unless it was.
    pub(super) fn open_ours(&mut self, to: Option<&str>) {
        if !self.stream.is_unopened() {
            return;
        }
        let id = self.chance.stanza_id();
        // Only an address can be repeated; what else the client put there is not ours to echo.
        let to = to.filter(|to| Jid::received(to).is_ok());
        // A domain that no header can carry serves nobody; the stream then ends without one.
        let header = features::header(&self.config.domain, to, &id).unwrap_or_default();
        self.stream.answer(&header, &mut self.transport);
    }

    fn offer(&mut self) -> Result<Element, BuildError> {
        let (exporter, end_point) = self.transport.channel_bindings();
        let mut bindings = Vec::new();
        bindings.extend(exporter.map(|_| "tls-exporter"));
        bindings.extend(end_point.map(|_| "tls-server-end-point"));
        let starttls = self.offers_starttls();
        let unsafe_yet = starttls && self.config.tls == AcceptTls::Required;
        self.offered = match unsafe_yet {
            true => Vec::new(),
            false => self.config.mechanisms.clone(),
        };
        self.offered.retain(|name| !bindings.is_empty() || !name.ends_with("-PLUS"));
        let announced = self.config.announce_bindings && self.offers_plus();
        Offer {
            starttls: starttls.then_some(unsafe_yet),
            mechanisms: &self.offered,
            bindings: if announced { &bindings } else { &[] },
        }
        .element()
    }

    fn offers_starttls(&self) -> bool {
        matches!(self.config.tls, AcceptTls::Required | AcceptTls::Optional)
            && !self.transport.is_secured()
    }

    /// What the client made of the features.
    pub(super) fn chosen(&mut self, element: Element) -> Result<(), Fault> {
        let root = element.root();
        match (root.namespace(), root.name(), self.account.is_some()) {
            (ns::TLS, "starttls", false) => self.start_tls(),
            (ns::SASL, "auth", false) => self.authenticate(&element),
            (ns::CLIENT, "iq", true) => self.bind_request(&element),
            (ns::CLIENT, ..) => Err(StreamCondition::NotAuthorized.into()),
            _ => Err(StreamCondition::UnsupportedStanzaType.into()),
        }
    }

    fn start_tls(&mut self) -> Result<(), Fault> {
        if !self.offers_starttls() {
            self.write(Element::builder("failure", ns::TLS).build())?;
            return Err(StreamCondition::PolicyViolation.into());
        }
        self.write(Element::builder("proceed", ns::TLS).build())?;
        self.stream.expect(self.config.limits.xml_before_login);
        self.expect(Step::Handshake);
        self.transport.start_tls(self.now, &mut self.effects)?;
        Ok(())
    }

    fn authenticate(&mut self, element: &Element) -> Result<(), Fault> {
        let root = element.root();
        let mechanism = root.attr("mechanism").unwrap_or_default().to_owned();
        if !self.offered.contains(&mechanism) {
            let unsafe_yet = self.offered.is_empty() && self.offers_starttls();
            return self.login_failed(if unsafe_yet {
                "encryption-required"
            } else {
                "invalid-mechanism"
            });
        }
        let initial = match root.text().trim() {
            "" => None,
            text => match self.decode(text) {
                Ok(data) => Some(Octets(data)),
                Err(condition) => return self.login_failed(condition),
            },
        };
        self.expect(Step::LoginAsked);
        self.emit(AcceptEvent::Authenticate { mechanism, initial });
        Ok(())
    }

    /// The client's answer to a challenge.
    pub(super) fn responded(&mut self, element: Element) -> Result<(), Fault> {
        let root = element.root();
        match (root.namespace(), root.name()) {
            (ns::SASL, "response") => match self.decode(root.text().trim()) {
                Ok(data) => {
                    self.expect(Step::LoginAsked);
                    self.emit(AcceptEvent::Response { data: Octets(data) });
                    Ok(())
                }
                Err(condition) => self.login_failed(condition),
            },
            (ns::SASL, "abort") => {
                self.emit(AcceptEvent::Aborted);
                self.login_failed("aborted")
            }
            _ => Err(StreamCondition::NotAuthorized.into()),
        }
    }

    fn decode(&self, text: &str) -> Result<Vec<u8>, &'static str> {
        if text.len() as u64 > u64::from(self.config.limits.sasl_message_bytes) * 4 / 3 {
            return Err("malformed-request");
        }
        match text {
            "=" => Ok(Vec::new()),
            text => STANDARD.decode(text).map_err(|_| "incorrect-encoding"),
        }
    }

    /// Tells the failure; the client may try again, but not for ever.
    fn login_failed(&mut self, condition: &str) -> Result<(), Fault> {
        let element = features::sasl_failure(condition);
        self.write(element.or_else(|_| features::sasl_failure("not-authorized")))?;
        self.failed_logins += 1;
        if self.failed_logins >= self.config.login_attempts {
            return Err(StreamCondition::PolicyViolation.into());
        }
        self.expect(Step::Choice);
        Ok(())
    }

    fn bind_request(&mut self, element: &Element) -> Result<(), Fault> {
        let root = element.root();
        let (Some(bind), Some(id)) = (root.child("bind", ns::BIND), root.attr("id")) else {
            return Err(StreamCondition::NotAuthorized.into());
        };
        let resource =
            bind.child("resource", ns::BIND).map(|resource| resource.text().into_owned());
        let resource = resource.filter(|resource| !resource.is_empty());
        self.expect(Step::BindAsked { id: id.to_owned() });
        self.emit(AcceptEvent::Bind { resource });
        Ok(())
    }

    /// Carries out the server's answer to the open question.
    pub(super) fn take_answer(&mut self) -> Result<bool, Fault> {
        match self.answer.take() {
            None => return Ok(false),
            Some(Answer::Challenge(data)) => {
                self.write(features::sasl("challenge", &STANDARD.encode(data)))?;
                self.expect(Step::Response);
            }
            Some(Answer::Succeed { account, additional }) => self.succeeded(account, additional)?,
            Some(Answer::Refuse(condition)) => self.login_failed(&condition)?,
            Some(Answer::Bind(jid)) => self.bind_answered(Ok(jid))?,
            Some(Answer::RefuseBind(error)) => self.bind_answered(Err(error))?,
        }
        Ok(true)
    }

    fn succeeded(&mut self, account: Jid, additional: Option<Vec<u8>>) -> Result<(), Fault> {
        let text = match additional {
            Some(data) if data.is_empty() => "=".to_owned(),
            data => STANDARD.encode(data.unwrap_or_default()),
        };
        self.write(features::sasl("success", &text))?;
        self.account = Some(account);
        self.stream.expect(self.config.limits.xml);
        self.expect(Step::Header);
        Ok(())
    }

    fn bind_answered(
        &mut self,
        answer: Result<Jid, crate::stanza::StanzaError>,
    ) -> Result<(), Fault> {
        let Step::BindAsked { id } = &self.step else { return Ok(()) };
        match answer {
            Ok(jid) => {
                let result = features::iq_result(id, Some(jid.as_str()));
                self.write(result)?;
                self.step = Step::Bound { jid };
                self.deadline = None;
            }
            Err(error) => {
                let refusal = features::iq_error(id, &error);
                self.write(refusal)?;
                self.expect(Step::Choice);
            }
        }
        Ok(())
    }

    /// Writes an element of ours. What cannot be built is our own fault.
    pub(super) fn write(&mut self, element: Result<Element, BuildError>) -> Result<(), Fault> {
        let Ok(element) = element else {
            return Err(Fault::Stream(StreamError::new(StreamCondition::InternalServerError)));
        };
        self.stream.send(&element, &mut self.transport);
        Ok(())
    }
}

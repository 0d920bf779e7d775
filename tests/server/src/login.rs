//! Logging in: what the server says to the questions of a stream that is being negotiated.

use xmpp_engine::accept::StreamCondition;
use xmpp_engine::jid::Jid;
use xmpp_engine::stanza::{StanzaCondition, StanzaError};

use crate::config::Conflict;
use crate::sasl::{Bindings, Exchange, SaslStep};
use crate::server::{ConnectionId, Server};
use crate::sessions::Session;

// An answer can be refused only if the question is gone with its stream; then nobody waits for it.
impl Server {
    pub(crate) fn authenticate(
        &mut self,
        conn: ConnectionId,
        mechanism: &str,
        initial: Option<Vec<u8>>,
    ) {
        let (accounts, domain) = (self.accounts.clone(), self.domain.to_string());
        let Some(connection) = self.connection(conn) else { return };
        let (exporter, end_point) = connection.acceptor.channel_bindings();
        let bindings = Bindings { exporter, end_point };
        let plus = connection.acceptor.offers_plus();
        connection.exchange = Exchange::start(mechanism, &accounts, &domain, plus, bindings);
        match (&connection.exchange, initial) {
            (None, _) => {
                let _ = connection.acceptor.refuse("invalid-mechanism");
            }
            // Each mechanism here begins with the client, which is asked to by an empty challenge.
            (Some(_), None) => {
                let _ = connection.acceptor.challenge(b"");
            }
            (Some(_), Some(message)) => self.login_step(conn, &message),
        }
    }

    pub(crate) fn login_step(&mut self, conn: ConnectionId, message: &[u8]) {
        let Some(connection) = self.connection(conn) else { return };
        let Some(exchange) = &mut connection.exchange else { return };
        match exchange.step(message) {
            SaslStep::Challenge(data) => {
                let _ = connection.acceptor.challenge(&data);
            }
            SaslStep::Failure(condition) => {
                connection.exchange = None;
                let _ = connection.acceptor.refuse(condition);
            }
            SaslStep::Success { node, additional } => self.logged_in(conn, node, additional),
        }
    }

    fn logged_in(&mut self, conn: ConnectionId, node: Option<String>, additional: Option<Vec<u8>>) {
        let node = node.unwrap_or_else(|| self.draw_name());
        let account = self.domain.with_node(&node);
        let Some(connection) = self.connection(conn) else { return };
        connection.exchange = None;
        let Ok(account) = account else {
            let _ = connection.acceptor.refuse("not-authorized");
            return;
        };
        let _ = connection.acceptor.succeed(&account, additional.as_deref());
        connection.account = Some(account);
    }

    pub(crate) fn abort_login(&mut self, conn: ConnectionId) {
        if let Some(connection) = self.connection(conn) {
            connection.exchange = None;
        }
    }

    pub(crate) fn bind(&mut self, conn: ConnectionId, wanted: Option<&str>) {
        let answer = self.choose_address(conn, wanted);
        let Some(connection) = self.connection(conn) else { return };
        match answer {
            Ok(jid) => {
                let _ = connection.acceptor.bind(&jid);
                connection.session = Some(Session::new(jid));
            }
            Err(condition) => {
                let _ = connection.acceptor.refuse_bind(StanzaError::new(condition));
            }
        }
    }

    /// The full address for a client, made free for it if need be.
    fn choose_address(
        &mut self,
        conn: ConnectionId,
        wanted: Option<&str>,
    ) -> Result<Jid, StanzaCondition> {
        let account = self.connections.get(&conn).and_then(|connection| connection.account.clone());
        let account = account.ok_or(StanzaCondition::NotAuthorized)?;
        let own_name = self.draw_name();
        let jid = account
            .with_resource(wanted.unwrap_or(&own_name))
            .map_err(|_| StanzaCondition::BadRequest)?;
        let Some(holder) = self.session_at(&jid) else { return Ok(jid) };
        match self.config.conflict {
            Conflict::Refuse => Err(StanzaCondition::Conflict),
            Conflict::Rename => {
                let other = format!("{}-{own_name}", jid.resource().unwrap_or_default());
                account.with_resource(&other).map_err(|_| StanzaCondition::Conflict)
            }
            Conflict::Replace => {
                self.fail(holder, StreamCondition::Conflict);
                self.end_session(holder);
                Ok(jid)
            }
        }
    }
}

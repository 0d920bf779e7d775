//! The servers that bots are tried with: the one of our own, in this process, and real ones.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;

use xmpp_test_server::{Ports, RunningServer, ServerConfig};

use crate::Outcome;
use crate::probe::Tls;
use crate::server::{Product, Server};
use crate::site::{JULIET, NURSE, PASSWORD, ROMEO, STRANGER};

/// Where a bot is sent, and what it is told to trust.
pub struct Place {
    /// The bot's account.
    pub account: String,
    /// Where it connects, by STARTTLS.
    pub address: SocketAddr,
    /// The certificates it trusts, in PEM.
    pub ca_file: PathBuf,
}

/// A server for bots. Romeo, Juliet and the nurse have accounts on it.
pub enum Host {
    /// Our own test server.
    Embedded {
        /// It serves the domain; absent only while it starts again.
        server: Option<RunningServer>,
        /// Its certificate is for another name than the domain it serves.
        stranger: RunningServer,
    },
    /// A server program.
    Real(Server),
}

/// The domain of our own server.
const DOMAIN: &str = "localhost";

impl Host {
    /// Starts our own server.
    pub fn embedded() -> Outcome<Host> {
        Host::of_our_own(accounts(DOMAIN))
    }

    /// Starts our own server; it lets nobody in who does not bind the login to the TLS connection.
    pub fn binding() -> Outcome<Host> {
        let mut config = accounts(DOMAIN);
        config.mechanisms.retain(|name| name.ends_with("-PLUS"));
        Host::of_our_own(config)
    }

    fn of_our_own(config: ServerConfig) -> Outcome<Host> {
        let server = RunningServer::start(config)?;
        let name = Some("elsewhere.example".to_owned());
        let stranger = ServerConfig { certificate_name: name, ..accounts(STRANGER.domain) };
        Ok(Host::Embedded { server: Some(server), stranger: RunningServer::start(stranger)? })
    }

    /// Starts a server program.
    pub fn real(product: &'static Product) -> Outcome<Host> {
        Ok(Host::Real(Server::start(product)?))
    }

    /// The name in the table.
    pub fn name(&self) -> &'static str {
        match self {
            Host::Embedded { .. } => "embedded",
            Host::Real(server) => server.product.name,
        }
    }

    /// Where Romeo can log in.
    pub fn place(&self) -> Outcome<Place> {
        match self {
            Host::Embedded { server, .. } => {
                place_on(server.as_ref().ok_or("the server is not running")?, DOMAIN)
            }
            Host::Real(server) => Ok(Place {
                account: format!("{ROMEO}@{}", server.product.mixed.domain),
                address: server.address(Tls::Start),
                ca_file: server.setting.home.join("ca.pem"),
            }),
        }
    }

    /// Where Romeo finds a certificate that is not the domain's.
    pub fn stranger(&self) -> Outcome<Place> {
        match self {
            Host::Embedded { stranger, .. } => place_on(stranger, STRANGER.domain),
            Host::Real(_) => {
                Ok(Place { account: format!("{ROMEO}@{}", STRANGER.domain), ..self.place()? })
            }
        }
    }

    /// Where nobody listens.
    pub fn nobody(&self) -> Outcome<Place> {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        Ok(Place { address: free.local_addr()?, ..self.place()? })
    }

    /// The CA of the server in DER.
    pub fn ca(&self) -> Outcome<Vec<u8>> {
        match self {
            Host::Embedded { server, .. } => {
                Ok(server.as_ref().ok_or("the server is not running")?.ca_der().to_vec())
            }
            Host::Real(server) => Ok(server.ca.clone()),
        }
    }

    /// Kills it and starts it again at the same place, with the same accounts.
    pub fn restart(&mut self) -> Outcome<()> {
        match self {
            Host::Embedded { server, .. } => {
                let running = server.take().ok_or("the server is not running")?;
                let ports = running.ports();
                *server = Some(RunningServer::run(running.stop(), ports)?);
                Ok(())
            }
            Host::Real(server) => server.resume(),
        }
    }
}

fn accounts(domain: &str) -> ServerConfig {
    let people = ServerConfig::with_account(ROMEO, PASSWORD).account(JULIET, PASSWORD);
    let config = people.account(NURSE, PASSWORD);
    ServerConfig { domain: domain.to_owned(), ..config }
}

fn place_on(server: &RunningServer, domain: &str) -> Outcome<Place> {
    let Ports { starttls, .. } = server.ports();
    Ok(Place {
        account: format!("{ROMEO}@{domain}"),
        address: (Ipv4Addr::LOCALHOST, starttls).into(),
        ca_file: server.ca_file().to_owned(),
    })
}

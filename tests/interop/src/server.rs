//! A real server as a child process: started on free loopback ports with its own data and a
//! throw-away CA, stopped, killed, frozen and started again. It leaves nothing behind.

use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::probe::Tls;
use crate::site::Site;
use crate::{Outcome, authority, probe};

/// How long a server may take until it answers. Erlang on a busy machine needs a while.
const START_LIMIT: Duration = Duration::from_secs(60);
/// How long a server may take to stop when asked.
const STOP_LIMIT: Duration = Duration::from_secs(15);
/// How often a condition that nobody announces is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// What there is to know about a server program.
pub struct Product {
    /// Its name, as `--server` takes it.
    pub name: &'static str,
    /// The domains it serves.
    pub sites: &'static [&'static Site],
    /// The site of [`Product::sites`] that offers all it can; chats take place there.
    pub mixed: &'static Site,
    /// Writes its configuration and, where that works without the server, its accounts.
    pub prepare: fn(&Setting, &[&Site]) -> Outcome<()>,
    /// The command that runs it in the foreground.
    pub command: fn(&Setting, &[&Site]) -> Outcome<Command>,
    /// Whether it has finished what precedes its first login (a busy port is checked besides).
    pub is_prepared: fn(&Setting) -> bool,
}

/// Where one server process lives.
pub struct Setting {
    /// Its folder: configuration, data, log, `ca.pem`, `cert.pem`, `key.pem`.
    pub home: PathBuf,
    /// The port for STARTTLS.
    pub starttls_port: u16,
    /// The port for direct TLS.
    pub direct_port: u16,
}

impl Setting {
    /// The path of a file in the server's folder, for its configuration.
    pub fn path(&self, name: &str) -> String {
        self.home.join(name).display().to_string()
    }
}

/// A server, running or not. Dropping it kills it and removes its folder.
pub struct Server {
    /// Which program it is.
    pub product: &'static Product,
    /// Where it lives.
    pub setting: Setting,
    /// The CA that signed its certificate, in DER.
    pub ca: Vec<u8>,
    child: Option<Child>,
}

impl Server {
    /// Starts a server with fresh accounts and waits until it answers.
    pub fn start(product: &'static Product) -> Outcome<Server> {
        let home =
            std::env::temp_dir().join(format!("interop-{}-{}", product.name, std::process::id()));
        fs::create_dir_all(&home)?;
        let certified = product.sites.iter().filter(|site| site.is_certified());
        let names: Vec<&str> = certified.map(|site| site.domain).collect();
        let ca = authority::issue(&home, &names)?;
        let (starttls_port, direct_port) = free_ports()?;
        let setting = Setting { home, starttls_port, direct_port };
        let mut server = Server { product, setting, ca, child: None };
        (product.prepare)(&server.setting, product.sites)?;
        server.resume()?;
        Ok(server)
    }

    /// Starts it again on the same ports, with the accounts it had.
    pub fn resume(&mut self) -> Outcome<()> {
        self.kill();
        let log =
            File::options().create(true).append(true).open(self.setting.home.join("output.log"))?;
        let command = (self.product.command)(&self.setting, self.product.sites)?;
        let mut child = dying_with_us(&command);
        child.current_dir(&self.setting.home).stdin(Stdio::null());
        child.stdout(log.try_clone()?).stderr(log);
        self.child = Some(child.spawn()?);
        self.wait_until_ready().map_err(|fault| format!("{fault}\n{}", self.log_tail()).into())
    }

    /// Ends it at once, as a crash would: connections break, nothing is said.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself; either way nobody is left after `wait`.
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Asks it to stop (SIGTERM) and waits for its end: it closes its streams in order.
    pub fn stop(&mut self) -> Outcome<()> {
        self.signal("TERM")?;
        let Some(child) = &mut self.child else { return Ok(()) };
        wait_for("its end", STOP_LIMIT, || Ok(child.try_wait()?.is_some()))?;
        self.child = None;
        Ok(())
    }

    /// Stops it in its tracks: the kernel goes on accepting connections, nobody answers them.
    pub fn freeze(&self) -> Outcome<()> {
        self.signal("STOP")
    }

    /// Lets a frozen server go on.
    pub fn thaw(&self) -> Outcome<()> {
        self.signal("CONT")
    }

    /// Makes it answer again after whatever was done to it.
    pub fn recover(&mut self) -> Outcome<()> {
        match self.child {
            Some(_) => self.thaw(),
            None => self.resume(),
        }
    }

    /// Where it listens for one way to begin TLS.
    pub fn address(&self, tls: Tls) -> SocketAddr {
        let port = match tls {
            Tls::Start => self.setting.starttls_port,
            Tls::Direct => self.setting.direct_port,
        };
        (Ipv4Addr::LOCALHOST, port).into()
    }

    /// The last lines of what the server printed and logged, to explain a failure.
    pub fn log_tail(&self) -> String {
        let logs = ["output.log", "server.log"].map(|name| self.setting.home.join(name));
        logs.iter().map(|log| last_lines(log, 15)).collect::<Vec<_>>().join("\n")
    }

    fn signal(&self, name: &str) -> Outcome<()> {
        let pid = self.child.as_ref().ok_or("the server is not running")?.id().to_string();
        let status = Command::new("kill").args(["-s", name, &pid]).status()?;
        if status.success() { Ok(()) } else { Err(format!("kill -s {name}: {status}").into()) }
    }

    /// Ready means: both ports are open and a stream header is answered with features inside TLS.
    fn wait_until_ready(&mut self) -> Outcome<()> {
        let addresses = [Tls::Start, Tls::Direct].map(|tls| self.address(tls));
        let child = self.child.as_mut().ok_or("the server is not running")?;
        let (setting, is_prepared) = (&self.setting, self.product.is_prepared);
        wait_for("the server's start", START_LIMIT, || {
            if let Some(status) = child.try_wait()? {
                return Err(format!("the server ended at once: {status}").into());
            }
            Ok(is_prepared(setting) && addresses.iter().all(|address| probe::is_open(*address)))
        })?;
        let domain = self.product.mixed.domain;
        probe::features(addresses[0], Tls::Start, domain, &self.ca).map(|_| ())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        let _ = fs::remove_dir_all(&self.setting.home);
    }
}

/// Two ports that were free a moment ago.
fn free_ports() -> Outcome<(u16, u16)> {
    let first = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let second = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok((first.local_addr()?.port(), second.local_addr()?.port()))
}

/// The same command, killed by the kernel when this process ends, however it ends.
pub fn dying_with_us(command: &Command) -> Command {
    let mut wrapped = Command::new("setpriv");
    wrapped.args(["--pdeathsig", "KILL", "--"]).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        wrapped.env(name, value.unwrap_or_default());
    }
    wrapped
}

/// Looks again and again until `holds`; an error ends it early.
pub fn wait_for(
    what: &str,
    limit: Duration,
    mut holds: impl FnMut() -> Outcome<bool>,
) -> Outcome<()> {
    let began = Instant::now();
    while !holds()? {
        if began.elapsed() > limit {
            return Err(format!("{what}: nothing within {} s", limit.as_secs()).into());
        }
        thread::sleep(LOOK_EVERY);
    }
    Ok(())
}

fn last_lines(file: &Path, count: usize) -> String {
    let text = fs::read(file).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

//! `xmpp-test-server`: the test server as a program. It prints one line of JSON when it listens.

use std::io::{Read, Write};
use std::process::ExitCode;

use xmpp_test_server::{Conflict, Ports, RunningServer, ServerConfig};

const HELP: &str = "\
An in-memory XMPP server. FOR DEVELOPMENT AND TESTS ONLY: it listens on 127.0.0.1 alone, forgets
everything when it ends, and makes faults on purpose.

When it listens it prints one line of JSON:
  {\"domain\":\"..\",\"port\":N,\"direct_tls_port\":N,\"ca_file\":\"/path/to/ca.pem\"}

Usage: xmpp-test-server [OPTIONS]

  --account NAME:PASSWORD   an account; repeatable
  --domain DOMAIN           the domain served (localhost)
  --certificate-name NAME   the name in the certificate (the domain)
  --port N                  port for STARTTLS; 0 takes a free one (0)
  --direct-tls-port N       port for direct TLS, XEP-0368 (0)
  --mechanisms A,B,..       SASL mechanisms, in the order they are offered; known are
                            SCRAM-SHA-512, -256, -1, each with and without -PLUS, PLAIN, ANONYMOUS
                            (all of SCRAM)
  --no-plus                 no mechanisms with channel binding
  --no-binding-types        do not announce types of channel binding (XEP-0440)
  --iterations N            rounds of SCRAM (4096)
  --tls-optional            offer the login without TLS too
  --no-sm                   no stream management
  --conflict WHAT           replace (the old client goes), refuse or rename (replace)
  --until-stdin-closes      end when standard input does, so that no child outlives its parent

Faults on purpose:
  --drop-every N            lose each N-th message that has a body
  --cut-after N             cut a connection behind its N-th stanza in either direction
  --mute                    accept connections and never say a word
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help" || argument == "-h") {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    match Options::parse(arguments).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("xmpp-test-server: {what}");
            ExitCode::from(2)
        }
    }
}

fn run(options: Options) -> Result<(), String> {
    let domain = options.config.domain.clone();
    let running =
        RunningServer::start_on(options.config, options.ports).map_err(|e| e.to_string())?;
    let ports = running.ports();
    let ca_file =
        running.ca_file().display().to_string().replace('\\', "\\\\").replace('"', "\\\"");
    println!(
        "{{\"domain\":\"{domain}\",\"port\":{},\"direct_tls_port\":{},\"ca_file\":\"{ca_file}\"}}",
        ports.starttls, ports.direct_tls
    );
    std::io::stdout().flush().map_err(|error| error.to_string())?;
    if options.until_stdin_closes {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        return Ok(());
    }
    loop {
        std::thread::park();
    }
}

/// The command line.
struct Options {
    config: ServerConfig,
    ports: Ports,
    until_stdin_closes: bool,
}

impl Options {
    fn parse(arguments: Vec<String>) -> Result<Options, String> {
        let config = ServerConfig::default();
        let mut options = Options { config, ports: Ports::default(), until_stdin_closes: false };
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let (name, inline) = match argument.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                None => (argument, None),
            };
            if !options.flag(&name) {
                let value = inline.or_else(|| arguments.next());
                let value = value.ok_or_else(|| format!("{name} wants a value"))?;
                options.option(&name, &value)?;
            }
        }
        Ok(options)
    }

    /// Takes an option without a value; `false` if there is none of that name.
    fn flag(&mut self, name: &str) -> bool {
        let config = &mut self.config;
        match name {
            "--no-plus" => config.mechanisms.retain(|name| !name.ends_with("-PLUS")),
            "--no-binding-types" => config.announce_bindings = false,
            "--tls-optional" => config.tls_optional = true,
            "--no-sm" => config.stream_management = false,
            "--mute" => config.faults.mute = true,
            "--until-stdin-closes" => self.until_stdin_closes = true,
            _ => return false,
        }
        true
    }

    fn option(&mut self, name: &str, value: &str) -> Result<(), String> {
        let config = &mut self.config;
        match name {
            "--account" => {
                let (node, password) = value.split_once(':').ok_or("--account NAME:PASSWORD")?;
                config.accounts.push((node.to_owned(), password.to_owned()));
            }
            "--domain" => config.domain = value.to_owned(),
            "--certificate-name" => config.certificate_name = Some(value.to_owned()),
            "--port" => self.ports.starttls = number(name, value)?,
            "--direct-tls-port" => self.ports.direct_tls = number(name, value)?,
            "--mechanisms" => config.mechanisms = value.split(',').map(str::to_owned).collect(),
            "--iterations" => config.scram_iterations = number(name, value)?,
            "--conflict" => config.conflict = conflict(value)?,
            "--drop-every" => config.faults.drop_every = Some(number(name, value)?),
            "--cut-after" => config.faults.cut_after = Some(number(name, value)?),
            _ => return Err(format!("unknown option {name}; see --help")),
        }
        Ok(())
    }
}

fn number<T: std::str::FromStr>(name: &str, value: &str) -> Result<T, String> {
    value.parse().map_err(|_| format!("{name} wants a number, not {value}"))
}

fn conflict(value: &str) -> Result<Conflict, String> {
    match value {
        "replace" => Ok(Conflict::Replace),
        "refuse" => Ok(Conflict::Refuse),
        "rename" => Ok(Conflict::Rename),
        _ => Err("--conflict replace, refuse or rename".to_owned()),
    }
}

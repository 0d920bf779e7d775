//! A server that says what clients want to hear, to one client: no login is checked, nothing is
//! parsed but by a search for what is expected next.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread::JoinHandle;
use std::time::Duration;

/// What the client does.
#[derive(Clone, Copy, PartialEq)]
pub enum Way {
    /// It receives messages.
    Receive,
    /// It sends messages.
    Send,
}

impl Way {
    /// As the client is told.
    pub fn name(self) -> &'static str {
        match self {
            Way::Receive => "receive",
            Way::Send => "send",
        }
    }
}

/// The server, for one client.
pub struct Canned {
    /// Where it listens.
    pub port: u16,
    thread: JoinHandle<std::io::Result<()>>,
}

/// Longer than any run.
const PATIENCE: Duration = Duration::from_secs(60);
const HEADER: &str = "<?xml version='1.0'?><stream:stream id='1' from='localhost' version='1.0' \
    xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
const MECHANISMS: &str = "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>\
    <mechanism>PLAIN</mechanism><mechanism>ANONYMOUS</mechanism></mechanisms></stream:features>";
const BIND: &str = "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>\
    </stream:features>";
const END: &[u8] = b"</stream:stream>";

impl Canned {
    /// Listens for one client on a free port.
    pub fn start(way: Way, messages: u64) -> std::io::Result<Canned> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let thread = std::thread::spawn(move || serve(listener.accept()?.0, way, messages));
        Ok(Canned { port, thread })
    }

    /// Waits until the client is served.
    pub fn end(self) -> Result<(), Box<dyn std::error::Error>> {
        self.thread.join().map_err(|_| "the server panicked")??;
        Ok(())
    }
}

fn serve(mut stream: TcpStream, way: Way, messages: u64) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let mut heard = Heard::default();
    heard.until(&mut stream, "<stream:stream")?;
    stream.write_all([HEADER, MECHANISMS].concat().as_bytes())?;
    heard.until(&mut stream, "<auth")?;
    stream.write_all(b"<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")?;
    heard.until(&mut stream, "<stream:stream")?;
    stream.write_all([HEADER, BIND].concat().as_bytes())?;
    loop {
        let tag = heard.next_tag(&mut stream)?;
        if tag.starts_with("<iq") {
            let bind = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>romeo@localhost/a</jid></bind>";
            let answer = format!("<iq type='result' id='{}'>{bind}</iq>", id(&tag));
            stream.write_all(answer.as_bytes())?;
        }
        if tag.starts_with("<presence") {
            break;
        }
    }
    match way {
        Way::Receive => give(&mut stream, messages)?,
        Way::Send => heard.count(&mut stream, messages)?,
    }
    stream.write_all(END)?;
    // The client says goodbye, or just goes.
    while stream.read(&mut [0; 4096]).is_ok_and(|count| count > 0) {}
    Ok(())
}

fn give(stream: &mut TcpStream, messages: u64) -> std::io::Result<()> {
    let mut pieces = Vec::new();
    for number in 0..messages {
        pieces.extend_from_slice(message(number).as_bytes());
        if pieces.len() > 64 * 1024 || number + 1 == messages {
            stream.write_all(&pieces)?;
            pieces.clear();
        }
    }
    Ok(())
}

/// A chat message of 417 octets, as servers pass them on.
pub fn message(number: u64) -> String {
    let text = "But soft, what light through yonder window breaks? It is the east, and Juliet is the sun.";
    let start = format!(
        "<message xmlns='jabber:client' from='juliet@capulet.example/balcony' to='romeo@localhost/a' \
         type='chat' id='m{number:07}' xml:lang='en'><body>{text}</body>\
         <request xmlns='urn:xmpp:receipts'/><active xmlns='http://jabber.org/protocol/chatstates'/>\
         <origin-id xmlns='urn:xmpp:sid:0' id='"
    );
    let end = "'/></message>";
    let filler = "0123456789abcdef".repeat(8);
    format!("{start}{}{end}", &filler[..417 - start.len() - end.len()])
}

/// The value of the id of a start tag.
fn id(tag: &str) -> &str {
    let quoted = |quote| tag.split(&format!(" id={quote}")).nth(1)?.split(quote).next();
    quoted('\'').or_else(|| quoted('"')).unwrap_or_default()
}

/// What came and was not looked at.
#[derive(Default)]
struct Heard(Vec<u8>);

impl Heard {
    fn more(&mut self, stream: &mut TcpStream) -> std::io::Result<()> {
        let mut piece = [0; 64 * 1024];
        match stream.read(&mut piece)? {
            0 => Err(std::io::ErrorKind::UnexpectedEof.into()),
            count => {
                self.0.extend_from_slice(&piece[..count]);
                Ok(())
            }
        }
    }

    /// The next tag.
    fn next_tag(&mut self, stream: &mut TcpStream) -> std::io::Result<String> {
        loop {
            let start = self.0.iter().position(|&byte| byte == b'<');
            let end = self.0.iter().position(|&byte| byte == b'>');
            if let (Some(start), Some(end)) = (start, end) {
                let tag = self.0.drain(..=end).skip(start).collect();
                return String::from_utf8(tag).map_err(|_| std::io::ErrorKind::InvalidData.into());
            }
            self.more(stream)?;
        }
    }

    fn until(&mut self, stream: &mut TcpStream, start: &str) -> std::io::Result<()> {
        while !self.next_tag(stream)?.starts_with(start) {}
        Ok(())
    }

    /// Counts the ends of messages.
    fn count(&mut self, stream: &mut TcpStream, messages: u64) -> std::io::Result<()> {
        const END: &[u8] = b"</message>";
        let mut left = messages;
        while left > 0 {
            let mut at = 0;
            while let Some(next) = find(&self.0[at..], END) {
                at += next + END.len();
                left = left.saturating_sub(1);
            }
            self.0.drain(..at.max(self.0.len().saturating_sub(END.len() - 1)));
            if left > 0 {
                self.more(stream)?;
            }
        }
        Ok(())
    }
}

fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += text.get(at..)?.iter().position(|&byte| byte == word[0])?;
        if text[at..].starts_with(word) {
            return Some(at);
        }
        at += 1;
    }
}

//! What the network does to the world: it ends dials, breaks connections and delivers.

use xmpp_engine::accept::AcceptTls;
use xmpp_engine::transport::{ConnId, ConnectFailure, TlsInfo};
use xmpp_test_server::ConnectionId;

use crate::line::{Arrival, Dialled, Line};
use crate::world::{NAMES, World};

/// Octets that the server reads at once.
const SERVER_READS: u64 = 64 * 1024;

impl World {
    /// Dials that end, connections that break, servers that shut down.
    pub fn strike(&mut self) -> bool {
        let now = self.now;
        if let Some(at) = self.shutdowns.iter().position(|at| *at <= now) {
            self.shutdowns.remove(at);
            self.trace.note(now, "server", "shuts down");
            self.server.shut_down();
            self.server_touched = true;
            return true;
        }
        if let Some(line) = self
            .lines
            .iter_mut()
            .find(|line| line.doom_at() <= Some(now) && line.doom_at().is_some())
        {
            self.trace.note(
                now,
                "network",
                &format!("breaks {} of {}", line.conn, NAMES[line.owner.person]),
            );
            line.strike(now);
            return true;
        }
        let due = |line: &Line| line.dial.is_some_and(|(at, _)| at <= now);
        let Some(at) = self.lines.iter().position(due) else { return false };
        self.end_dial(at);
        true
    }

    fn end_dial(&mut self, at: usize) {
        let line = &mut self.lines[at];
        let Some((_, dialled)) = line.dial.take() else { return };
        let person = &mut self.people[line.owner.person];
        if line.owner.program < person.program {
            self.lines.remove(at); // nobody waits for it any more
            return;
        }
        person.touched = true;
        if dialled == Dialled::Refused {
            self.trace.note(
                self.now,
                "network",
                &format!("refuses {} of {}", line.conn, person.name),
            );
            person.engine.failed(line.conn, ConnectFailure::Refused);
            self.lines.remove(at);
            return;
        }
        let server = self.server.connect(AcceptTls::Plain);
        self.trace.note(
            self.now,
            "network",
            &format!("connects {} of {}: {server:?}", line.conn, person.name),
        );
        line.server = Some(server);
        let tls = TlsInfo { verified: true, ..TlsInfo::default() };
        person.engine.connected(line.conn, Some(tls));
        self.server_touched = true;
    }

    /// Delivers what has arrived: one read, or one on each connection.
    pub fn deliver(&mut self) -> bool {
        let one = self.chance.percent(50);
        let mut delivered = false;
        for at in 0..self.lines.len() {
            for up in [true, false] {
                delivered |= self.deliver_to(at, up);
                if delivered && one {
                    return true;
                }
            }
        }
        delivered
    }

    fn deliver_to(&mut self, at: usize, up: bool) -> bool {
        let line = &self.lines[at];
        let person = line.owner.person;
        let willing = if up { self.server_reads(line) } else { self.people[person].reads };
        let most = match up {
            true => SERVER_READS,
            false => self.people[person].character.limits.received_bytes / 2,
        };
        let line = &mut self.lines[at];
        let Some(arrival) =
            Some(()).filter(|()| willing).and_then(|()| line.arrive(up, self.now, most))
        else {
            return false;
        };
        let (conn, server) = (line.conn, line.server);
        match (up, server) {
            (true, Some(server)) => self.server_hears(person, conn, server, &arrival),
            _ => self.person_hears(person, conn, server, &arrival),
        }
        true
    }

    fn server_hears(
        &mut self,
        person: usize,
        conn: ConnId,
        server: ConnectionId,
        arrival: &Arrival,
    ) {
        self.server_touched = true;
        match arrival {
            Arrival::Octets(octets) => {
                assert!(self.server.receive(server, octets), "the server takes less than it said");
                self.note_messages(server, octets);
                self.report_transmitted(person, conn);
            }
            Arrival::End | Arrival::Reset => {
                self.trace.note(self.now, "server", &format!("{server:?}: {arrival:?}"));
                self.server.eof(server);
            }
        }
    }

    fn person_hears(
        &mut self,
        person: usize,
        conn: ConnId,
        server: Option<ConnectionId>,
        arrival: &Arrival,
    ) {
        let total = self.line(person, conn).map(|line| line.down.transmitted);
        let engine = &mut self.people[person].engine;
        match arrival {
            Arrival::Octets(octets) => {
                engine.receive(conn, octets).expect("it wants to read");
                if let (Some(total), Some(server)) = (total, server) {
                    self.server.transmitted(server, total).expect("so much was given out");
                    self.server_touched = true;
                }
            }
            Arrival::End => engine.eof(conn),
            Arrival::Reset => engine.failed(conn, ConnectFailure::Reset),
        }
        if !matches!(arrival, Arrival::Octets(_)) {
            self.trace.note(self.now, NAMES[person], &format!("{conn}: {arrival:?}"));
        }
        self.people[person].touched = true;
    }

    /// Remembers the ids of messages that the server has in whole.
    fn note_messages(&mut self, server: ConnectionId, octets: &[u8]) {
        let Some(line) = self.lines.iter_mut().find(|line| line.server == Some(server)) else {
            return;
        };
        line.unserved.push_str(std::str::from_utf8(octets).expect("these runs are in ASCII"));
        while let Some((message, later)) = line.unserved.split_once("</message>") {
            let id = message.rsplit_once(" id='").and_then(|(_, id)| id.split_once('\''));
            self.served.extend(id.map(|(id, _)| id.to_owned()));
            line.unserved = later.to_owned();
        }
    }
}

//! The way out: octets that wait for the driver, bounded by what it has not yet reported as
//! transmitted, and the running totals by which "written" is known.

use super::TransportEffect;
use super::buffer::Buffer;
use super::data::TransmittedError;
use crate::outbox::Outbox;

pub(super) struct Outgoing {
    pending: Buffer,
    /// Octets handed to the driver.
    handed: u64,
    /// Octets of those that the driver reported as transmitted.
    transmitted: u64,
    in_flight_limit: u64,
    closing: Closing,
}

#[derive(PartialEq)]
enum Closing {
    No,
    /// Disconnect behind the last pending octet.
    WhenDrained,
    Done,
}

impl Outgoing {
    pub(super) fn new(in_flight_limit: u64) -> Outgoing {
        Outgoing {
            pending: Buffer::default(),
            handed: 0,
            transmitted: 0,
            in_flight_limit,
            closing: Closing::No,
        }
    }

    pub(super) fn pending(&mut self) -> &mut Buffer {
        &mut self.pending
    }

    pub(super) fn backlog(&self) -> u64 {
        self.pending.len() as u64
    }

    /// The position behind the last octet given so far.
    pub(super) fn written_total(&self) -> u64 {
        self.handed + self.backlog()
    }

    #[cfg(test)]
    pub(super) fn transmitted_total(&self) -> u64 {
        self.transmitted
    }

    /// Octets transmitted, if the driver has more to transmit.
    pub(super) fn stuck_at(&self) -> Option<u64> {
        (self.transmitted < self.handed).then_some(self.transmitted)
    }

    pub(super) fn transmitted(&mut self, total: u64) -> Result<(), TransmittedError> {
        if total > self.handed {
            return Err(TransmittedError::MoreThanSent { sent: self.handed });
        }
        self.transmitted = self.transmitted.max(total);
        Ok(())
    }

    /// Hands out as much as may be in flight, then the disconnect if it is its turn.
    pub(super) fn flush(&mut self, out: &mut Outbox<TransportEffect>) {
        let allowance = self.in_flight_limit.saturating_sub(self.handed - self.transmitted);
        self.hand_out(usize::try_from(allowance).unwrap_or(usize::MAX), out);
        if self.closing == Closing::WhenDrained && self.pending.len() == 0 {
            self.disconnect(out);
        }
    }

    /// Hands out everything, whatever is in flight: in front of a change of protocol.
    pub(super) fn flush_all(&mut self, out: &mut Outbox<TransportEffect>) {
        self.hand_out(usize::MAX, out);
    }

    fn hand_out(&mut self, count: usize, out: &mut Outbox<TransportEffect>) {
        let octets = self.pending.take(count);
        if !octets.is_empty() && self.closing != Closing::Done {
            self.handed += octets.len() as u64;
            out.push(TransportEffect::Transmit(octets));
        }
    }

    pub(super) fn close_when_drained(&mut self) {
        if self.closing == Closing::No {
            self.closing = Closing::WhenDrained;
        }
    }

    pub(super) fn is_closing(&self) -> bool {
        self.closing != Closing::No
    }

    /// Disconnects now and forgets what is pending.
    pub(super) fn disconnect(&mut self, out: &mut Outbox<TransportEffect>) {
        self.pending.clear();
        if self.closing != Closing::Done {
            self.closing = Closing::Done;
            out.push(TransportEffect::Disconnect);
        }
    }
}

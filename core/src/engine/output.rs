//! What comes out of the one door.

use crate::declare::{Octets, choice, failure};
use crate::dial::Target;
use crate::event::Event;
use crate::transport::ConnId;

choice! {
    /// What the driver has to do. Outputs are for the driver, the events in them for the app.
    pub enum Output {
        /// Connect, then call `connected` or `failed`.
        Connect {
            /// The new connection.
            conn: ConnId,
            /// Where to.
            target: Target,
        },
        /// Write these octets, in the order of the outputs; then call `transmitted`.
        Transmit {
            /// The connection.
            conn: ConnId,
            /// What to write.
            bytes: Octets,
        },
        /// Go over to TLS, then call `secured` or `failed`. Only if the config says that the host
        /// brings the TLS.
        StartTls {
            /// The connection.
            conn: ConnId,
            /// The domain that the certificate has to be valid for.
            domain: String,
        },
        /// Write what is still to be written, then close. Nothing more is heard from it.
        Disconnect {
            /// The connection.
            conn: ConnId,
        },
        /// Something for the app.
        Event {
            /// Its number, for `handled`. A question carries the number of the event before it.
            seq: u64,
            /// What happened.
            event: Event,
        },
        /// Nothing to do: always last. Sleep until there is input, or until `until`.
        Wait {
            /// On the monotonic clock in milliseconds; absent for "until there is input".
            until: Option<u64>,
            /// While `false`, leave the sockets unread.
            read: bool,
        },
    }
}

failure! {
    /// Why an input was not taken. Nothing has changed.
    #[derive(Eq)]
    pub enum InputError {
        /// The input waits already for more than `Limits::received_bytes`: `read: false` was
        /// ignored.
        Full => "more input than the limit allows is waiting; the driver read on although told not to",
        /// More octets are said to be transmitted than were given out.
        NeverGiven => "more octets are said to be transmitted than were given out",
        /// An event is said to be handled that was never given out.
        NeverHappened => "an event is said to be handled that was never given out",
    }
}

"""Plays a transcript through the border. What the engine says is made into lines here, from the fields
that came across, and compared with the lines of the file; tests/transcripts/README.md tells all."""

import dataclasses
import re
from pathlib import Path

import canonical
from canonical import glue
from libxmpp import CallError, engine

TRANSCRIPTS = Path(__file__).parents[3] / "tests/transcripts"
ESCAPE = re.compile(rb"\\(?:x([0-9a-fA-F]{2})|\{(\d+)\*(.*?)\}|([nrt\\]))", re.DOTALL)
LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"\\": b"\\"}


@dataclasses.dataclass
class Line:
    """One line with a meaning; octets are as they are, without escapes."""

    sign: str
    text: object
    conn: object
    place: tuple

    @property
    def is_engines(self):
        return self.sign in ">!*"


def unescaped(match):
    code, count, repeated, letter = match.groups()
    if code:
        return bytes([int(code, 16)])
    return repeated * int(count) if count else LETTERS[letter]


def read(path):
    """The lines of a file with all that it includes."""
    lines = []
    for number, text in enumerate(path.read_bytes().split(b"\n"), 1):
        sign, rest = text[:1].decode(), text[1:]
        if sign in ("", "#"):
            continue
        assert sign in "&=<>!*+-", f"{path}:{number}: no such line"
        if sign == "&":
            lines += read(TRANSCRIPTS / rest.decode().strip())
            continue
        conn = None
        if sign in "<>":
            conn, rest = re.fullmatch(rb"(\d*) ?(.*)", rest, re.DOTALL).groups()
            conn, rest = int(conn) if conn else None, ESCAPE.sub(unescaped, rest)
        else:
            rest = rest.decode().lstrip()
        lines.append(Line(sign, rest, conn, (path, number)))
    return lines


def acts(lines):
    """What causes something, with the engine's lines that belong to it."""
    act = []
    for line in lines:
        one_read = act and act[-1].sign == line.sign == "<" and act[-1].place[0] == line.place[0]
        if act and not (line.sign == "=" or line.is_engines or one_read):
            yield act
            act = []
        act.append(line)
    yield act


class Settings:
    """From the `=` lines to a config."""

    def __init__(self, lines):
        self.config = engine.client_config("romeo@example.org")
        self.config.tls = engine.TlsMode.HOST
        self.seed, self.manual, self.whole = bytes([7]) * 32, False, False
        for line in lines:
            if line.sign == "=":
                key, _, value = line.text.partition(" ")
                self.set(key, value.strip())

    def set(self, key, value):
        switches = {
            "allow-plain": (self.config.sasl, "allow_plain", True),
            "require-binding": (self.config.sasl, "require_channel_binding", True),
            "allow-alias": (self.config, "allow_alias", True),
            "wire": (self.config, "wire", True),
            "explicit": (self.config, "handled", engine.HandledMode.EXPLICIT),
            "no-sm": (self.config, "stream_management", False),
            "no-announce": (self.config, "announce", False),
            "no-reconnect": (self.config, "reconnect", engine.Reconnect.NEVER),
            "reconnect-once-online": (self.config, "reconnect", engine.Reconnect.ONCE_ONLINE),
            "resend": (self.config, "unacked", engine.UnackedPolicy.RESEND),
            "anonymous": (self.config, "credentials", engine.Secret.Anonymous()),
            "manual": (self, "manual", True),
            "whole": (self, "whole", True),
        }
        if key in switches:
            setattr(*switches[key])
        else:
            getattr(self, f"set_{key}")(value)

    def set_account(self, value):
        self.config.account = value

    def set_password(self, value):
        self.config.credentials = password(value)

    def set_seed(self, value):
        self.seed = bytes([int(value)]) * 32

    def set_dial(self, value):
        direct, place = value.startswith("direct "), value.replace("direct ", "", 1)
        host, _, port = place.rpartition(":")
        self.config.dial = engine.Dial.Host(host, int(port), direct)

    def set_tls(self, value):
        self.config.tls = engine.TlsMode[value.upper()]

    def set_claim(self, value):
        self.config.claims.append(value)

    def set_limit(self, value):
        name, _, number = value.partition(" ")
        *path, last = name.split(".")
        limits = self.config.limits
        for part in path:
            limits = getattr(limits, part)
        assert hasattr(limits, last), name
        setattr(limits, last, int(number))


def password(text):
    return engine.Secret.Password(engine.SecretText(text=text))


class Stage:
    """The engine and the world around it: what it says is noted as the lines of transcripts."""

    def __init__(self, settings, most):
        self.engine = engine.Engine(settings.config, settings.seed)
        self.mono_ms, self.unix_ms = 1_000, 1_790_000_000_000
        self.manual, self.most = settings.manual, None if settings.whole else most
        self.newest, self.totals, self.gone, self.waits = 0, {}, set(), None
        self.outputs, self.events, self.octets = [], [], {}
        self.poll()

    def refusable(self, call):
        try:
            return call()
        except CallError as refused:
            self.outputs.append(f"* Err {canonical.refusal(refused)}")

    def step(self, conn=None, octets=b""):
        # One output at a time, so that it is carried out before the engine goes on.
        return self.engine.step(self.mono_ms, self.unix_ms, conn, octets, 1)

    def poll(self):
        """Until the engine waits for input or for a later time."""
        self.carry_on(self.step())

    def carry_on(self, step):
        while True:
            for output in step.outputs:
                self.note(output)
            if not step.more and (step.wait_until is None or step.wait_until > self.mono_ms):
                self.waits = step
                return
            step = self.step()

    def receive(self, conn, octets):
        most = self.most or max(len(octets), 1)
        for at in range(0, len(octets), most):
            piece = octets[at : at + most]
            step = self.refusable(lambda piece=piece: self.step(conn, piece))
            self.carry_on(step or self.step())

    def note(self, output):
        if isinstance(output, engine.Output.Transmit):
            self.transmit(output)
        elif isinstance(output, engine.Output.Event):
            whole = self.engine.element(output.seq)
            stanza = None if whole is None else whole.xml()
            self.events.append(f"! {canonical.event(output.event, stanza)}")
        else:
            if isinstance(output, engine.Output.Connect):
                self.newest = output.conn
            elif isinstance(output, engine.Output.Disconnect):
                self.gone.add(output.conn)
            self.outputs.append(f"* {canonical.output(output)}")

    def transmit(self, output):
        conn = glue.hand_on("Output.Transmit.conn", output.conn)
        octets = glue.hand_on("Output.Transmit.bytes", output.bytes)
        if conn in self.gone:
            self.outputs.append(f"* Transmit behind Disconnect, {conn}")
        self.octets[conn] = self.octets.get(conn, b"") + octets
        self.totals[conn] = self.totals.get(conn, 0) + len(octets)
        if not self.manual:
            self.engine.transmitted(conn, self.totals[conn])

    def wait_line(self):
        return "* " + canonical.braces(
            "Wait",
            canonical.option("Step.until", self.waits.wait_until, canonical.number),
            canonical.field("Step.read", self.waits.read, canonical.flag),
        )

    def act(self, act):
        """The causes at its beginning."""
        reads = []
        for line in act:
            if line.sign == "<" and reads and reads[-1][0] == line.conn:
                reads[-1][1] += line.text
            elif line.sign == "<":
                reads.append([line.conn, bytearray(line.text)])
            elif line.sign == "+":
                number, unit = re.fullmatch(r"(\d+)(ms|s)", line.text).groups()
                ms = int(number) * {"s": 1000, "ms": 1}[unit]
                self.mono_ms, self.unix_ms = self.mono_ms + ms, self.unix_ms + ms
            elif line.sign == "-":
                self.call(*line.text.partition(" ")[::2])
        for conn, octets in reads:
            self.receive(self.newest if conn is None else conn, bytes(octets))
        self.poll()

    def call(self, verb, argument):
        first, _, rest = argument.partition(" ")
        done = self.refusable(lambda: Verbs(self)[verb](first, rest, argument))
        if verb.startswith("cancel") and done is False:
            self.outputs.append("* Err TooLate")

    def compare(self, act):
        """Whether the engine has said what the file says."""
        expected = {}
        for line in act:
            if line.sign == ">":
                conn = self.newest if line.conn is None else line.conn
                expected[conn] = expected.get(conn, b"") + line.text
        said = self.outputs, self.events, self.octets
        self.outputs, self.events, self.octets = [], [], {}
        lines = [[f"{line.sign} {line.text}" for line in act if line.sign == sign] for sign in "*!"]
        assert said == (*lines, expected), f"at {act[0].place}"


class Verbs:
    """The `-` lines: what the driver and the app call."""

    def __init__(self, stage):
        self.stage, self.engine = stage, stage.engine

    def __getitem__(self, verb):
        return getattr(self, verb.replace("-", "_"))

    def connected(self, conn, verified, _):
        self.engine.connected(int(conn), tls(verified) if verified else None)

    def secured(self, conn, verified, _):
        self.engine.secured(int(conn), tls(verified))

    def failed(self, conn, failure, _):
        name, _, reason = failure.partition(" ")
        kind = getattr(engine.ConnectFailure, name)
        self.engine.failed(int(conn), kind(reason) if reason else kind())

    def eof(self, conn, *_):
        self.engine.eof(int(conn))

    def transmitted(self, conn, total, _):
        self.engine.transmitted(int(conn), int(total))

    def trust(self, conn, verdict, _):
        self.engine.trust(int(conn), engine.Verdict[verdict.upper()])

    def provide(self, _first, _rest, text):
        self.engine.provide(password(text))

    def send(self, _first, _rest, xml):
        self.engine.send(engine.Stanza.Xml(xml))

    def ask(self, _first, _rest, xml):
        self.engine.ask_element(xml)

    def answer(self, number, rest, _):
        if rest.startswith("error "):
            name = "".join(map(str.title, rest[6:].split("-")))
            condition = getattr(engine.StanzaCondition, name)()
            self.engine.answer_error(int(number), engine.stanza_error(condition))
        else:
            self.engine.answer(int(number), rest or None)

    def cancel(self, token, *_):
        return self.engine.cancel(int(token))

    def cancel_request(self, request, *_):
        return self.engine.cancel_request(int(request))

    def handled(self, seq, *_):
        self.engine.handled(int(seq))

    def hold(self, how, *_):
        self.engine.hold_events(how == "on")

    def close(self, *_):
        self.engine.close_stream()

    def abort(self, *_):
        self.engine.abort()

    def poll(self, *_):
        pass

    def waits(self, *_):
        self.stage.outputs.append(self.stage.wait_line())

    def ping(self, to, *_):
        self.command(engine.Command.Ping, engine.PingCommand.Send(to or None))

    def info(self, to, *_):
        self.command(engine.Command.Disco, engine.DiscoCommand.Info(to or None, None))

    def items(self, to, *_):
        self.command(engine.Command.Disco, engine.DiscoCommand.Items(to or None, None))

    def fetch(self, *_):
        self.command(engine.Command.Roster, engine.RosterCommand.Fetch())

    def set(self, jid, name, _):
        self.command(engine.Command.Roster, engine.RosterCommand.Set(jid, name or None, []))

    def command(self, extension, asked):
        self.engine.command(extension(asked))

    def __getattr__(self, verb):
        """`remove jid`, `subscribe jid` and so on."""
        kind = getattr(engine.RosterCommand, verb.title())
        return lambda jid, *_: self.command(engine.Command.Roster, kind(jid))


def tls(verified):
    """TLS by the host, of which nothing else is known."""
    return engine.TlsInfo(
        version=None,
        exporter=None,
        leaf=None,
        chain=[],
        verified=verified == "verified",
        alpn=None,
    )


def play(path, most=None):
    """Plays a file, with reads of at most so many octets."""
    lines = read(path)
    glue.playing = path
    stage = Stage(Settings(lines), most)
    for act in acts(lines):
        stage.act(act)
        stage.compare(act)

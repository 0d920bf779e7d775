package org.libxmpp

import java.io.ByteArrayOutputStream
import java.nio.ByteBuffer

/** What an engine has said, or has to say, since the last comparison. */
internal class Said {
    val outputs = ArrayList<String>()
    val events = ArrayList<String>()
    val octets = sortedMapOf<ULong, ByteArrayOutputStream>()

    fun transmit(conn: ULong, bytes: ByteArray) {
        octets.getOrPut(conn) { ByteArrayOutputStream() }.write(bytes)
    }

    /** All of it, octets with what cannot be seen as escapes. */
    override fun toString(): String {
        val written = octets.filterValues { it.size() > 0 }.map { (conn, bytes) ->
            ">$conn " + bytes.toByteArray().joinToString("") {
                val octet = it.toInt() and 0xff
                if (octet in 0x20..0x7e && octet != '\\'.code) octet.toChar().toString() else "\\x%02x".format(octet)
            }
        }
        return (outputs + written + events).joinToString("\n")
    }
}

/** An engine and the world around it: what it says is noted as the lines of transcripts. */
internal class Stage(private val settings: Settings, private val glue: Glue) {
    private val engine = Engine(settings.config, settings.seed.direct())
    private val canonical = Canonical(glue)
    private val records = Records(glue)
    private val verbs = Verbs(engine)
    private val totals = HashMap<ULong, ULong>()
    private var monoMs = 1_000uL
    private var unixMs = 1_790_000_000_000uL
    private var wait = ""
    var newest = 0uL
        private set
    val said = Said()

    /** Octets that arrive, in reads of no more than `most`. */
    fun receive(conn: ULong, octets: ByteArray, most: Int) {
        val size = if (settings.whole) octets.size else minOf(most, octets.size)
        for (at in octets.indices step maxOf(size, 1)) {
            poll(conn, octets.copyOfRange(at, minOf(at + size, octets.size)).direct())
        }
    }

    fun pass(text: String) {
        val ms = text.removeSuffix("ms").removeSuffix("s").toULong() * if (text.endsWith("ms")) 1u else 1000u
        monoMs += ms
        unixMs += ms
    }

    fun call(line: String) {
        if (line == "waits") {
            said.outputs.add(wait)
        } else {
            refusing { if (!verbs.call(line)) said.outputs.add("* Err TooLate") }
        }
    }

    /** Steps until the engine waits for input or for a later time; one output a step, as by `poll`. */
    fun poll(conn: ULong? = null, octets: ByteBuffer = ByteBuffer.allocateDirect(0)) {
        var step: Step? = null
        refusing { step = engine.step(monoMs, unixMs, conn, octets, 1u) }
        while (true) {
            step?.outputs?.forEach(::note)
            step?.let { if (!it.more && (it.waitUntil?.let { until -> until > monoMs } != false)) return wait(it) }
            step = engine.step(monoMs, unixMs, null, ByteBuffer.allocateDirect(0), 1u)
        }
    }

    private fun wait(step: Step) {
        val until = glue.handOn("Step.wait_until", step.waitUntil)?.let { "until=$it" }
        val read = if (glue.handOn("Step.read", step.read) == true) "read=true" else null
        wait = listOfNotNull(until, read).joinToString(" ", "* Wait{", "}")
    }

    private fun refusing(call: () -> Unit) {
        try {
            call()
        } catch (refused: CallException) {
            said.outputs.add("* Err ${canonical.refusal(refused)}")
        }
    }

    private fun note(output: Output) {
        when (output) {
            is Output.Transmit -> transmit(output)
            is Output.Event -> hear(output)
            else -> said.outputs.add("* ${canonical.output(output)}")
        }
        if (output is Output.Connect) newest = output.conn
    }

    private fun transmit(output: Output.Transmit) {
        said.transmit(output.conn, glue.handOn("Output.Transmit.bytes", output.bytes) ?: ByteArray(0))
        val total = totals.getOrDefault(output.conn, 0uL) + output.bytes.size.toULong()
        totals[output.conn] = total
        if (!settings.manual) engine.transmitted(output.conn, total)
    }

    private fun hear(output: Output.Event) {
        val bears = engine.element(output.seq) != null
        val seq = if (bears) glue.handOn("Output.Event.seq", output.seq)!! else output.seq
        val stanza = engine.element(seq)
        said.events.add("! ${canonical.event(output.event, stanza?.xml() ?: "?")}")
        if (stanza != null && !records.agree(output.event, stanza)) said.events.add("the record says something else")
    }
}

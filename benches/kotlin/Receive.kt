// Ours as a client of the canned server: RECEIVE [--at-once N] WAY PORT COUNT. At most N messages are
// read at once. Tells what the second half of the messages cost, when the machine is warm.
package org.libxmpp.benches

import com.sun.management.OperatingSystemMXBean
import kotlinx.coroutines.flow.catch
import kotlinx.coroutines.runBlocking
import org.libxmpp.CallException
import org.libxmpp.Client
import org.libxmpp.ClosedException
import org.libxmpp.Dial
import org.libxmpp.Event
import org.libxmpp.Reconnect
import org.libxmpp.Secret
import org.libxmpp.TlsMode
import java.lang.management.ManagementFactory

private val machine = ManagementFactory.getOperatingSystemMXBean() as OperatingSystemMXBean
private val body = "x".repeat(310)

fun main(arguments: Array<String>) = runBlocking {
    val (way, port, count) = arguments.takeLast(3)
    val client = Client("localhost") {
        credentials = Secret.Anonymous
        tls = TlsMode.PLAIN
        reconnect = Reconnect.NEVER
        allowAlias = true
        dial = Dial.Host("127.0.0.1", port.toUShort(), false)
        // A read is at most half of what may wait.
        if (arguments[0] == "--at-once") limits.receivedBytes = arguments[1].toULong() * 834u
    }
    val work = Work(client, count.toInt())
    client.events.catch { check(it is ClosedException) }.collect { event ->
        if (event is Event.Message) work.receive(event)
        if (way == "send" && (event is Event.Online || event is Event.Writable)) work.send()
    }
    check(work.done == count.toInt())
}

private class Work(private val client: Client, private val count: Int) {
    var done = 0
    private var octets = 0
    private var half = 0L

    fun receive(event: Event.Message) {
        octets += event.stanza.body!!.length
        step()
    }

    /** Until the queue is full: then `Writable` comes. */
    fun send() {
        try {
            while (done < count) {
                client.say("juliet@capulet.example/balcony", body)
                step()
            }
        } catch (_: CallException.Send) {
        }
    }

    private fun step() {
        done++
        if (done == count / 2) half = machine.processCpuTime
        if (done == count) {
            val spent = (machine.processCpuTime - half) / 1000.0 / (count - count / 2)
            System.err.println("warm: %.2f".format(spent))
        }
    }
}

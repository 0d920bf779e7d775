package org.libxmpp

import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.net.ServerSocket

/** Coming in, what is said there, and how it ends. */
class ClientTest {
    @Test
    fun `logs in and hears what it says`() = play { server ->
        server.client("$ROMEO/garden").use { client ->
            client.events.first { event ->
                if (event is Event.Online) client.say(event.jid, "but soft <&>")
                event is Event.Message && event.stanza.body == "but soft <&>" &&
                    client.element()!!.child("body", "jabber:client")!!.text() == "but soft <&>"
            }
        }
    }

    @Test
    fun `a reply goes to the sender, and to nobody but people`() = play { server ->
        online(server.client()) { romeo, his ->
            online(server.client(JULIET)) { juliet, hers ->
                juliet.say(ROMEO, "hark")
                val hark = his.until<Event.Message>().stanza
                assertNotNull(romeo.reply(hark, "who is there?"))
                assertEquals("who is there?", hers.body())
                assertNull(romeo.reply(hark.copy(kind = MessageKind.ERROR), "no"))
                assertNull(romeo.reply(hark.copy(body = null)))
            }
        }
    }

    @Test
    fun `answers come back, refusals are thrown`() = play { server ->
        online(server.client()) { client, _ ->
            assertNull(client.ask(PING))
            val odd = Iq(kind = IqKind.GET, recipient = "localhost", payload = "<a xmlns='urn:a'/>")
            val refused = runCatching { client.ask(odd) }.exceptionOrNull()
            assertInstanceOf(RequestException::class.java, refused)
            assertEquals("service-unavailable", refused!!.message)
            launch(start = CoroutineStart.UNDISPATCHED) { runCatching { client.ask(odd) } }
                .cancelAndJoin()
            assertNull(client.ask(PING))
        }
    }

    @Test
    fun `requests of others are answered by the app`() = play { server ->
        val thermostat = "urn:example:thermostat"
        val heat = ElementBuilder("heat", thermostat)
        val ask = Iq(kind = IqKind.GET, recipient = "$ROMEO/garden", payload = heat.build())
        online(server.client("$ROMEO/garden") { claims = listOf(thermostat) }) { romeo, his ->
            online(server.client(JULIET)) { juliet, _ ->
                val asked = async { juliet.ask(ask) }
                val answer = ElementBuilder("heat", thermostat).text("21").build()
                romeo.answer(his.until<Event.Request>().id, answer)
                val told = ElementView(asked.await()!!)
                assertEquals("21", told.text())
                assertEquals(told.xml(), "$told")
                val again = async { runCatching { juliet.ask(ask) }.exceptionOrNull() }
                romeo.answerError(his.until<Event.Request>().id, stanzaError(StanzaCondition.Forbidden))
                assertEquals("forbidden", again.await()!!.message)
            }
        }
    }

    @Test
    fun `many events wait their turn`() = play { server ->
        online(server.client()) { _, his ->
            online(server.client(JULIET)) { juliet, _ ->
                repeat(300) { juliet.say(ROMEO, "$it") }
                juliet.ask(PING)
                repeat(300) { assertEquals("$it", his.body()) }
            }
        }
    }

    @Test
    fun `asking behind many messages does not block`() = play { server ->
        val boundless = server.client {
            limits.heldEvents = UInt.MAX_VALUE
            timeouts.requestMs = ULong.MAX_VALUE
        }
        online(boundless) { romeo, _ ->
            repeat(2000) { romeo.say(JULIET, "$it") }
            romeo.ask(PING)
        }
    }

    @Test
    fun `asking ends though nobody takes the events before the answer`() = play { server ->
        val silent = server.client("$JULIET/a") { claims = listOf("urn:example:silence") }
        online(silent) { juliet, _ ->
            val busy = server.client {
                limits.heldEvents = 20u
                limits.queuedStanzas = 20u
                timeouts.requestMs = 200uL
            }
            busy.events.first { event ->
                if (event !is Event.Online) return@first false
                repeat(200) { juliet.say(ROMEO, "$it") }
                val silence = "<a xmlns='urn:example:silence'/>"
                val question = Iq(kind = IqKind.GET, recipient = "$JULIET/a", payload = silence)
                val failed = runCatching { busy.ask(question) }.exceptionOrNull()
                assertEquals("no answer: Timeout", failed?.message)
                true
            }
        }
    }

    @Test
    fun `who is never done with all events can ask`() = play { server ->
        online(server.client(JULIET)) { juliet, _ ->
            online(server.client { limits.heldBytes = 128uL * 1024uL }) { romeo, his ->
                val large = "x".repeat(4096)
                repeat(20) { juliet.say(ROMEO, large) }
                repeat(50) {
                    repeat(2) { juliet.say(ROMEO, large) }
                    repeat(2) { his.body() }
                    juliet.ask(PING)
                    romeo.ask(PING)
                }
            }
        }
    }

    @Test
    fun `large events are bounded by their octets while an answer is waited for`() = play { server ->
        val silent = server.client("$JULIET/a") { claims = listOf("urn:example:silence") }
        online(silent) { juliet, hers ->
            online(server.client { limits.heldBytes = 128uL * 1024uL }) { romeo, his ->
                val silence = "<a xmlns='urn:example:silence'/>"
                val asks = launch {
                    romeo.ask(Iq(kind = IqKind.GET, recipient = "$JULIET/a", payload = silence))
                }
                hers.until<Event.Request>()
                val large = "x".repeat(4096)
                repeat(200) { juliet.say(ROMEO, large) }
                while (romeo.mailbox.size <= 16) yield()
                repeat(200) {
                    assertTrue(romeo.mailbox.size < 64)
                    assertEquals(large, his.body())
                }
                asks.cancel()
            }
        }
    }

    @Test
    fun `what was written is told at once`() = play("--no-sm") { server ->
        online(server.client(JULIET)) { _, _ ->
            online(server.client()) { romeo, his ->
                repeat(5) { assertEquals(romeo.say(JULIET, "$it"), his.until<Event.Written>().token) }
            }
        }
    }

    @Test
    fun `what was not taken is delivered again`() = play { server ->
        val first = server.client()
        online(server.client(JULIET)) { juliet, _ ->
            first.events.first { event ->
                if (event is Event.Online) juliet.say(ROMEO, "not taken")
                event is Event.Message // it stops with this one in its hands
            }
            first.close()
        }
        online(server.client()) { _, events -> assertEquals("not taken", events.body()) }
    }

    @Test
    fun `a wrong password is told`() = play { server ->
        val told = end(server.client(password = "wrong"))
        assertEquals("the server refuses the login: not-authorized", told)
    }

    @Test
    fun `an unknown authority is refused`() = play { server ->
        Server().use { other ->
            val told = end(server.client { trust = Trust.Roots(rootsOf(other.authority)) })
            assertEquals("the server's certificate is not issued by a trusted authority", told)
        }
    }

    @Test
    fun `a certificate for another name is refused`() = play("--certificate-name", "elsewhere.example") { server ->
        val told = end(server.client())
        assertTrue("not valid for" in told, told)
        val asked = end(server.client(verify = { true }) { trust = Trust.Ask })
        assertTrue("certificate" in asked, asked)
    }

    @Test
    fun `nobody there is told`() = play { server ->
        val nobody = ServerSocket(0).use { it.localPort.toUShort() }
        val told = end(server.client { dial = Dial.Host("127.0.0.1", nobody, false) })
        assertTrue("refused" in told, told)
    }

    @Test
    fun `TLS of the driver's own is refused`() = play { server ->
        val told = end(server.client { tls = TlsMode.HOST })
        assertTrue("this driver has none of its own" in told, told)
    }

    @Test
    fun `the platform knows no authority of ours, and the app may`() = play { server ->
        val told = end(server.client { trust = Trust.Ask })
        assertTrue("certificate" in told, told)
        online(server.client(verify = { it.chain.isNotEmpty() }) { trust = Trust.Ask }) { _, _ -> }
    }

    @Test
    fun `asks for what it lacks`() = play { server ->
        heard(server.client(password = null, verify = null) { trust = Trust.Ask }.also { asking = it }) { events ->
            val certificate = events.until<Event.VerifyCertificate>()
            asking.trust(certificate.conn, if (certificate.nameMatches) Verdict.ACCEPT else Verdict.REFUSE)
            events.until<Event.NeedCredentials>()
            asking.provide("secret")
            events.until<Event.Online>()
        }
    }

    private lateinit var asking: Client

    @Test
    fun `comes back after a cut`() = play("--cut-after", "12") { server ->
        online(server.client()) { client, events ->
            repeat(12) { client.say(ROMEO, "$it") }
            assertInstanceOf(Reason.ConnectionLost::class.java, events.until<Event.Offline>().reason)
            events.until<Event.Online>()
        }
    }

    @Test
    fun `comes back after a restart`() = play { first ->
        online(first.client(verify = { true }) { trust = Trust.Ask }) { client, events ->
            first.close()
            events.until<Event.Offline>()
            Server("--port", "${first.port}").use {
                events.until<Event.Online>()
                client.say(ROMEO, "again")
                assertEquals("again", events.body())
            }
        }
    }

    @Test
    fun `there is one collector`() = play { server ->
        server.client().use { client ->
            client.events.first { it is Event.Online }
            val second = runCatching { client.events.first() }.exceptionOrNull()
            assertInstanceOf(IllegalStateException::class.java, second)
        }
    }

    @Test
    fun `the end that was asked for ends the events`() = play { server ->
        server.client().use { client ->
            var online = false
            client.events.collect { event ->
                online = online || event is Event.Online
                if (event is Event.Online) client.closeStream()
            }
            assertTrue(online)
        }
    }

    @Test
    fun `another end throws`() = play { server ->
        val clients = ArrayList<Client>()
        clients.add(server.client("$ROMEO/a"))
        val closed = runCatching {
            clients[0].events.collect { if (it is Event.Online) clients.add(server.client("$ROMEO/a")) }
        }.exceptionOrNull()
        assertInstanceOf(ClosedException::class.java, closed)
        assertTrue("conflict" in closed!!.message!!, closed.message)
        clients.forEach { it.close() }
    }

    @Test
    fun `who stops collecting leaves nothing behind`() = play { server ->
        val client = server.client()
        client.events.first { it is Event.Online }
        client.close()
        val threads = Thread.getAllStackTraces().keys.filter { it.name == "libxmpp" && it.isAlive }
        assertEquals(emptyList<Thread>(), threads)
        assertThrows(CallException.Send::class.java) { client.say(ROMEO, "too late") }
    }

    @Test
    fun `what is printed of an event says what it is`() {
        val unknown = StreamError(StreamCondition.HostUnknown, null, null, null)
        val offline = Event.Offline(Reason.StreamException(unknown), null)
        assertTrue("condition=HostUnknown," in "$offline", "$offline")
    }

    @Test
    fun `what is refused is typed, and says why`() = play { server ->
        val address = assertThrows(CallException.Address::class.java) { server.client("@") }
        assertEquals("the local part of the address is empty", address.message)
        assertThrows(CallException.Pem::class.java) { rootsFromPem(ByteArray(0).direct()) }
        server.client().use { client ->
            assertThrows(CallException.Text::class.java) { client.say(ROMEO, "\u0000") }
            val nobody = assertThrows(CallException.Address::class.java) { client.say("@", "x") }
            assertTrue(nobody.text() in nobody.toString())
            assertThrows(CallException.Xml::class.java) { client.sendElement("<a></b>") }
            assertThrows(CallException.Stanza::class.java) { client.sendElement("<a xmlns='b'/>") }
            client.events.first { it is Event.Online } // it is none the worse for it
        }
    }
}

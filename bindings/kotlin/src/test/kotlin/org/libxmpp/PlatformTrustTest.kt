package org.libxmpp

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import java.security.KeyStore
import java.security.cert.CertificateFactory
import java.util.concurrent.TimeUnit.SECONDS

/**
 * The echo bot in a process of its own, whose platform trusts the authority of our server. Its password
 * is wrong: that this is what it ends by tells that the server was trusted before.
 */
class PlatformTrustTest {
    @TempDir lateinit var folder: Path

    @Test
    fun `the platform's word is enough`() = play { server ->
        val told = endOf(echo(server))
        assertTrue("the server refuses the login: not-authorized" in told, told)
    }

    @Test
    fun `the platform's word does not make up for the name`() =
        play("--certificate-name", "elsewhere.example") { server ->
            val told = endOf(echo(server))
            assertTrue("certificate" in told, told)
        }

    private fun endOf(bot: Process): String = try {
        assertTrue(bot.waitFor(LONGEST_S, SECONDS))
        assertEquals(1, bot.exitValue())
        bot.errorReader().readText()
    } finally {
        bot.destroyForcibly()
    }

    private fun echo(server: Server): Process {
        val java = Path.of(System.getProperty("java.home"), "bin", "java")
        val bot = ProcessBuilder(
            "$java", "-Djavax.net.ssl.trustStore=${storeOf(server.authority)}",
            "-Djavax.net.ssl.trustStorePassword=$STORE_PASSWORD",
            "-cp", System.getProperty("java.class.path"),
            "org.libxmpp.examples.EchoKt", ROMEO, "127.0.0.1", "${server.port}",
        )
        bot.environment()["XMPP_PASSWORD"] = "wrong"
        bot.environment().remove("SSL_CERT_FILE")
        return bot.start()
    }

    private fun storeOf(authority: File): Path {
        val store = KeyStore.getInstance("PKCS12").apply { load(null, null) }
        val certificate = authority.inputStream().use {
            CertificateFactory.getInstance("X.509").generateCertificate(it)
        }
        store.setCertificateEntry("ours", certificate)
        return folder.resolve("store").also { path ->
            Files.newOutputStream(path).use { store.store(it, STORE_PASSWORD.toCharArray()) }
        }
    }

    private companion object {
        const val LONGEST_S = 40L
        const val STORE_PASSWORD = "changeit"
    }
}

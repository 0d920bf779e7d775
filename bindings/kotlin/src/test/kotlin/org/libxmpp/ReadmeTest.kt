package org.libxmpp

import org.jetbrains.kotlin.cli.common.ExitCode
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.MethodSource
import java.io.File
import java.nio.file.Path
import java.util.concurrent.TimeUnit.SECONDS
import kotlin.io.path.readText

/** The pieces of code of the README run as they stand, with the test server as example.org. */
class ReadmeTest {
    @TempDir lateinit var folder: Path

    @ParameterizedTest
    @MethodSource("pieces")
    fun `a piece runs`(piece: String) {
        compile(program(piece))
        val told = Server("--domain", "example.org", password = "the password").use { run(it) }
        if ("println" !in piece) return assertEquals("", told)
        assertTrue("online as romeo@example.org/" in told, told)
        assertTrue("refused: the local part of the address is empty" in told, told)
        assertTrue("no answer: service-unavailable" in told, told)
    }

    @Test
    fun `the echo bot is the example`() {
        assertTrue(Path.of("examples", "Echo.kt").readText().endsWith(ALL.first()))
    }

    /** Names do not lead to the server, so that `Client` is another here, below. */
    private fun program(piece: String): String = when {
        "fun main" in piece -> piece.replace("import org.libxmpp.Client\n", "import org.libxmpp.here.Client\n")
        else -> "import org.libxmpp.*\nimport org.libxmpp.here.Client\n\nfun main() {\n$piece}\n"
    }

    private fun compile(program: String) {
        val source = folder.resolve("Piece.kt").toFile().apply { writeText(program) }
        val done = K2JVMCompiler().exec(
            System.err, "-classpath", CLASSES, "-no-stdlib", "-no-reflect", "-Werror", "-d", "$folder", "$source",
        )
        assertEquals(ExitCode.OK, done)
    }

    private fun run(server: Server): String {
        val java = Path.of(System.getProperty("java.home"), "bin", "java")
        val program = ProcessBuilder("$java", "-cp", "$folder${File.pathSeparator}$CLASSES", "PieceKt")
            .redirectErrorStream(true)
        program.environment()["XMPP_PORT"] = "${server.port}"
        program.environment()["SSL_CERT_FILE"] = "${server.authority}"
        val child = program.start()
        try {
            assertTrue(child.waitFor(LONGEST_S, SECONDS))
            return child.inputReader().readText().also { assertEquals(0, child.exitValue(), it) }
        } finally {
            child.destroyForcibly()
        }
    }

    private companion object {
        const val LONGEST_S = 40L
        val CLASSES: String = System.getProperty("java.class.path")
        val ALL = Regex("(?ms)^```kotlin\n(.*?)^```$").findAll(Path.of("README.md").readText())
            .map { it.groupValues[1] }.toList()

        @JvmStatic
        fun pieces() = ALL.drop(1)
    }
}

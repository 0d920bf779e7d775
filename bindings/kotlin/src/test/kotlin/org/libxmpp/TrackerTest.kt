package org.libxmpp

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.libxmpp.examples.Times
import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import kotlin.io.path.readText
import kotlin.io.path.writeBytes
import kotlin.io.path.writeText

/** The chat that the time tracker of every language plays: tests/chats/README.md. */
class TrackerTest {
    @TempDir
    lateinit var folder: Path

    private val script = Path.of(System.getenv("CHATS"), "tracker.txt").readText()

    @Test
    fun `says what the script says, and writes the file that it shows`() {
        val told = script.lines().count { it.startsWith("<") }
        assertEquals(told, Play(folder.resolve("times")).play(script))
    }

    @Test
    fun `another reply, file or cause is seen`() {
        for (altered in listOf(
            script.replaceFirst("> Started report.", "> Started reports."),
            script.replaceFirst("10:05:59Z romeo@example.org stop", "10:05:58Z romeo@example.org stop"),
            script.replaceFirst("is damaged", "is broken"),
        )) {
            assertTrue(altered != script)
            Files.deleteIfExists(folder.resolve("times"))
            assertThrows(AssertionError::class.java) { Play(folder.resolve("times")).play(altered) }
        }
    }

    @Test
    fun `a line that is not UTF-8 is damaged`() {
        val file = folder.resolve("times")
        file.writeBytes(byteArrayOf(0xff.toByte(), '\n'.code.toByte()))
        assertEquals("line 1 is damaged", assertThrows(IOException::class.java) { Times(file) }.message)
    }

    @Test
    fun `what cannot be written is not noted`() {
        val file = Files.createDirectory(folder.resolve("gone")).resolve("times")
        val times = Times(file)
        Files.delete(file.parent)
        assertThrows(IOException::class.java) { times.answer("a@b", "start x", 0) }
        assertEquals("Nothing is running.", times.answer("a@b", "stop", 0))
    }
}

private class Play(private val file: Path) {
    private var times: Times? = Times(file)
    private var cause: String? = null
    private var now = 0L
    private var said: String? = null

    /** Plays a script; how many replies were compared. */
    fun play(script: String): Int {
        val lines = script.split('\n').filter { it.isNotEmpty() && !it.startsWith('#') }
        var at = 0
        var replies = 0
        while (at < lines.size) {
            val sign = lines[at][0]
            val same = lines.drop(at).takeWhile { it[0] == sign && (sign in ">|+" || it === lines[at]) }
            at += same.size
            check(sign in ">" || said == null) { "the reply is missing: $said" }
            check(sign == '!' || cause == null) { "it has not started: $cause" }
            act(sign, same.map { plain(it.drop(2)) })
            if (sign == '>') replies++
        }
        assertEquals(null, said)
        return replies
    }

    private fun act(sign: Char, rest: List<String>) {
        when (sign) {
            '@' -> now = Instant.parse(rest[0]).epochSecond
            '<' -> said = times!!.answer(rest[0].substringBefore(' '), rest[0].substringAfter(' ', ""), now)
            '>' -> assertEquals(rest.joinToString("\n"), said).also { said = null }
            '|' -> assertEquals(rest.joinToString("") { "$it\n" }, file.readText())
            '+' -> file.writeText(rest.joinToString(""))
            '*' -> start()
            '!' -> assertEquals(rest[0], cause).also { cause = null }
            else -> error("no such line: $sign")
        }
    }

    private fun start() {
        times = null
        try {
            times = Times(file)
        } catch (damaged: IOException) {
            cause = damaged.message
        }
    }

    private fun check(holds: Boolean, why: () -> String) = assertTrue(holds, why)

    private fun plain(text: String) = Regex("""\\(?:u\{([0-9a-fA-F]+)}|(.))""").replace(text) {
        val (code, letter) = it.destructured
        if (code.isNotEmpty()) {
            Character.toString(code.toInt(16))
        } else {
            mapOf("n" to "\n", "t" to "\t", "r" to "\r", "\\" to "\\").getValue(letter)
        }
    }
}

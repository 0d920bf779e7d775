package org.libxmpp

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.extension
import kotlin.io.path.readText

/** All transcripts through the border, and that what is damaged there is seen. */
class TranscriptsTest {
    private val files: List<Path> = Files.walk(Path.of(System.getenv("TRANSCRIPTS"))).use { all ->
        all.filter { it.extension == "txt" }.sorted().toList()
    }

    @Test
    fun `every transcript is played as written, whole and in small pieces`() {
        assertTrue(files.size > 200)
        for (file in files) {
            for (most in listOf(Int.MAX_VALUE, 7)) {
                assertEquals(null, play(file, most, Glue()), "$file in reads of $most")
            }
        }
    }

    /** More with each transcript for a new event, never fewer. */
    private val enough = 119

    @Test
    fun `every damaged field is seen`() {
        val sound = Glue()
        for (file in files) {
            sound.playing = file.toString()
            play(file, Int.MAX_VALUE, sound)
        }
        val waits = files.filter { "- waits" in it.readText() }
        for ((field, file) in sound.reached) {
            // What stands at the end of a step is seen where the transcript asks for it.
            val plays = if (field.startsWith("Step.")) waits else listOf(Path.of(file))
            assertTrue(plays.any { play(it, Int.MAX_VALUE, Glue(field)) != null }, "$field is damaged in $file")
        }
        assertTrue(sound.reached.size >= enough, "transcripts reach ${sound.reached.size} fields only")
    }
}

/** Plays a file in reads of at most so many octets; what differs, or `null`. */
private fun play(file: Path, most: Int, glue: Glue): String? {
    val script = Script(file)
    val stage = Stage(Settings(script.lines), glue)
    stage.poll()
    var at = 0
    while (at < script.lines.size) {
        val act = script.act(at)
        at += act.size
        act(stage, act, most)?.let { return "line ${act.first().number}: $it" }
    }
    return null
}

private fun act(stage: Stage, act: List<Line>, most: Int): String? {
    val read = act.takeWhile { it.sign == '<' }
    if (read.isNotEmpty()) receive(stage, read, most)
    for (line in act) {
        if (line.sign == '+') stage.pass(line.text)
        if (line.sign == '-') stage.call(line.text)
    }
    stage.poll()
    val wanted = expected(act, stage.newest).toString()
    val said = stage.said.toString()
    stage.said.run { outputs.clear(); events.clear(); octets.clear() }
    return if (said == wanted) null else "wanted\n$wanted\nbut it said\n$said"
}

/** Lines that follow one another on one connection are one read. */
private fun receive(stage: Stage, lines: List<Line>, most: Int) {
    val conn = { line: Line -> line.conn ?: stage.newest }
    var rest = lines
    while (rest.isNotEmpty()) {
        val one = rest.takeWhile { it.conn == rest.first().conn }
        stage.receive(conn(one.first()), one.fold(ByteArray(0)) { all, line -> all + line.octets }, most)
        rest = rest.drop(one.size)
    }
}

private fun expected(act: List<Line>, newest: ULong) = Said().apply {
    for (line in act) {
        when (line.sign) {
            '>' -> transmit(line.conn ?: newest, line.octets)
            '!' -> events.add("! ${line.text}")
            '*' -> outputs.add("* ${line.text}")
        }
    }
}

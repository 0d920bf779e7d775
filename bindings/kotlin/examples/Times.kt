// What people work at, and the file that remembers it. Neither network nor clock is here;
// tests/chats/README.md says what holds for the tracker of every language.
package org.libxmpp.examples

import java.io.FileOutputStream
import java.io.IOException
import java.nio.ByteBuffer
import java.nio.charset.CharacterCodingException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.StandardCopyOption.REPLACE_EXISTING
import java.time.DateTimeException
import java.time.Instant
import java.util.Arrays

private const val HELP = """start NAME - I count the time for NAME from now on
stop - I stop counting
today - the times since 00:00 UTC
week - the times since Monday 00:00 UTC
help - this text"""

private const val DAY = 86_400L
private const val LONGEST_NAME = 100
private val WHITE_SPACE = charArrayOf(' ', '\t', '\n', '\r')

/** By code points, which is the order of the octets of UTF-8; that of strings is another. */
private val BY_CODE_POINTS: Comparator<String> =
    Comparator { a, b -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray()) }

/** What a person told: a start with a name, or a stop. It lasts until the person's next note. */
private class Note(val at: Long, val person: String, val name: String?) {
    val line get() = "${Instant.ofEpochSecond(at)} $person ${name?.let { "start $it" } ?: "stop"}\n"
}

/** The times of all people, as they stand in the file; [IOException] if a line is damaged. */
class Times(private val file: Path) {
    private var notes = emptyList<Note>()

    init {
        val octets = if (Files.exists(file)) Files.readAllBytes(file) else ByteArray(0)
        lines(octets).forEachIndexed { index, line ->
            val note = note(line) ?: throw IOException("line ${index + 1} is damaged")
            notes = notes.with(note)
        }
    }

    /** The reply to what `person`, a bare address, said at `at`, in seconds since 1970. */
    fun answer(person: String, text: String, at: Long): String {
        val (command, name) = parsed(text)
        val today = at - at.mod(DAY)
        return when {
            command == "start" && name.isEmpty() -> "What shall I start? Say: start NAME"
            command == "start" && isTooLong(name) -> "That name is too long."
            command == "start" -> start(person, name, at)
            name.isNotEmpty() -> HELP
            command == "stop" -> stop(person, at)
            command == "today" -> times("Today", person, today, at)
            command == "week" -> times("This week", person, today - (today / DAY + 3) % 7 * DAY, at)
            else -> HELP
        }
    }

    private fun isTooLong(name: String) = name.encodeToByteArray().size > LONGEST_NAME

    private fun start(person: String, name: String, at: Long): String {
        val running = running(person, at)
        if (running?.name == name) return "$name is running already."
        note(Note(at, person, name))
        if (running == null) return "Started $name."
        return "Stopped ${running.name} after ${duration(at - running.at)}. Started $name."
    }

    private fun stop(person: String, at: Long): String {
        val running = running(person, at) ?: return "Nothing is running."
        note(Note(at, person, null))
        return "Stopped ${running.name} after ${duration(at - running.at)}."
    }

    /** How long each name ran between `from` and `at`. */
    private fun times(title: String, person: String, from: Long, at: Long): String {
        val seen = seen(person, at)
        val seconds = sortedMapOf<String, Long>(BY_CODE_POINTS)
        seen.forEachIndexed { index, note ->
            val end = seen.getOrNull(index + 1)?.at ?: at
            val name = note.name ?: return@forEachIndexed
            seconds.merge(name, maxOf(end - maxOf(note.at, from), 0), Long::plus)
        }
        val running = running(person, at)?.name
        val lines = seconds.filter { (name, ran) -> ran > 0 || name == running }
            .map { (name, ran) ->
                "\n$name ${duration(ran)}" + if (name == running) ", running" else ""
            }
        return "$title:" + if (lines.isEmpty()) " nothing." else lines.joinToString("")
    }

    private fun running(person: String, at: Long) =
        seen(person, at).lastOrNull()?.takeIf { it.name != null }

    private fun seen(person: String, at: Long) = notes.filter { it.person == person && it.at <= at }

    /** Writes the file anew and puts it in the old one's place, so that a crash loses neither. */
    private fun note(note: Note) {
        val all = notes.with(note)
        val new = file.resolveSibling("${file.fileName}.new")
        FileOutputStream(new.toFile()).use {
            it.write(all.joinToString("") { note -> note.line }.encodeToByteArray())
            it.fd.sync()
        }
        Files.move(new, file, ATOMIC_MOVE, REPLACE_EXISTING)
        notes = all
    }
}

/** The note behind those of its time and of earlier ones. */
private fun List<Note>.with(note: Note): List<Note> {
    val place = indexOfFirst { it.at > note.at }.let { if (it < 0) size else it }
    return subList(0, place) + note + subList(place, size)
}

/** Each with its line feed, the last perhaps without. */
private fun lines(octets: ByteArray): List<ByteArray> {
    val ends = octets.indices.filter { octets[it] == '\n'.code.toByte() }.map { it + 1 }
    return (listOf(0) + ends).zip(ends + octets.size) { from, to -> octets.copyOfRange(from, to) }
        .filter { it.isNotEmpty() }
}

/** The note that would be written as that very line. */
private fun note(octets: ByteArray): Note? = try {
    val line = Charsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString()
    val (time, person, told) = line.split(' ', limit = 3)
    val (command, name) = parsed(told)
    val note = Note(Instant.parse(time).epochSecond, person, name.takeIf { command == "start" })
    note.takeIf { it.line == line && person.isNotEmpty() && it.name != "" }
} catch (_: CharacterCodingException) {
    null
} catch (_: DateTimeException) {
    null
} catch (_: IndexOutOfBoundsException) {
    null
}

/** The first word in small letters, and the others. */
private fun parsed(text: String): Pair<String, String> {
    val words = text.split(*WHITE_SPACE).filter { it.isNotEmpty() }
    val command = words.firstOrNull().orEmpty().map { if (it in 'A'..'Z') it + 32 else it }
    return command.joinToString("") to words.drop(1).joinToString(" ")
}

private fun duration(seconds: Long) = "%d h %02d min".format(seconds / 3600, seconds / 60 % 60)

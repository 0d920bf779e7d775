package org.libxmpp

import java.io.ByteArrayOutputStream
import java.nio.file.Path
import kotlin.io.path.readText

/** One line with a meaning: octets as they are, without escapes; else the text behind the sign. */
internal class Line(val sign: Char, val conn: ULong?, val octets: ByteArray, val file: Int, val number: Int) {
    val text get() = octets.decodeToString()
    val isEngines get() = sign in ">!*"
}

/** A transcript with all that it includes; tests/transcripts/README.md tells the grammar. */
internal class Script(path: Path) {
    val lines = ArrayList<Line>()
    private var files = 0

    init {
        read(path)
    }

    /** The lines from `first` on that belong to one act: a read, or a call, and what it causes. */
    fun act(first: Int): List<Line> {
        var end = first + 1
        while (end < lines.size && isOneAct(lines[end - 1], lines[end])) end++
        return lines.subList(first, end)
    }

    private fun isOneAct(a: Line, b: Line) =
        b.sign == '=' || b.isEngines || a.sign == '<' && b.sign == '<' && a.file == b.file

    private fun read(path: Path) {
        val file = ++files
        path.readText().removeSuffix("\n").split('\n').forEachIndexed { index, line ->
            when {
                line.isEmpty() || line.startsWith('#') -> {}
                line.startsWith('&') -> read(folder(path).resolve(line.drop(1).trim()))
                else -> lines.add(line(line, file, index + 1))
            }
        }
    }

    private fun folder(path: Path): Path =
        generateSequence(path) { it.parent }.first { it.endsWith("transcripts") }

    private fun line(line: String, file: Int, number: Int): Line {
        val (sign, rest) = line.first() to line.drop(1)
        require(sign in "=<>!*+-") { "line $number: no such line" }
        if (sign !in "<>") return Line(sign, null, rest.trimStart().encodeToByteArray(), file, number)
        val conn = rest.takeWhile { it.isDigit() }
        val octets = unescaped(rest.drop(conn.length).removePrefix(" "))
        return Line(sign, conn.toULongOrNull(), octets, file, number)
    }
}

private val ESCAPE = Regex("""\\(?:x([0-9a-fA-F]{2})|\{(\d+)\*([^}]*)}|(.))""")
private val LETTERS = mapOf("n" to "\n", "r" to "\r", "t" to "\t", "\\" to "\\")

private fun unescaped(text: String): ByteArray {
    val out = ByteArrayOutputStream()
    var at = 0
    for (escape in ESCAPE.findAll(text)) {
        out.write(text.substring(at, escape.range.first).encodeToByteArray())
        val (hex, count, piece, letter) = escape.destructured
        when {
            hex.isNotEmpty() -> out.write(hex.toInt(16))
            count.isNotEmpty() -> out.write(piece.repeat(count.toInt()).encodeToByteArray())
            else -> out.write(LETTERS.getValue(letter).encodeToByteArray())
        }
        at = escape.range.last + 1
    }
    out.write(text.substring(at).encodeToByteArray())
    return out.toByteArray()
}

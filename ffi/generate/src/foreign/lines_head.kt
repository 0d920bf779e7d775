// The canonical lines of transcripts (core/src/declare.rs tells their form), made from what has
// crossed the border.
// Written by `UPDATE=1 cargo test -p xmpp-generate` from the engine's declarations.

package org.libxmpp

/**
 * Hands every field on; damages the one that is chosen, and notes which were there to damage, and
 * while what was played.
 */
class Glue(private val chosen: String? = null) {
    val reached = linkedMapOf<String, String>()
    var playing = ""

    fun <T : Any> handOn(path: String, value: T?): T? {
        if (value == null || (value !is Boolean && isAbsent(value))) return value
        reached.putIfAbsent(path, playing)
        return if (path == chosen) damaged(value) else value
    }

    /** Another value of the type; absent where there is none to be made up. */
    @Suppress("UNCHECKED_CAST")
    private fun <T : Any> damaged(value: T): T? = when (value) {
        is Boolean -> !value
        is UShort -> (value + 1u).toUShort()
        is UInt -> value + 1u
        is ULong -> value + 1uL
        is Int -> value + 1
        is Long -> value + 1
        is String -> value + "x"
        is ByteArray -> value.copyOf(value.size - 1)
        else -> null
    } as T?
}

private fun isAbsent(value: Any): Boolean =
    value == false || value is Collection<*> && value.isEmpty() || value is ByteArray && value.isEmpty()

class Canonical(private val glue: Glue) {
    private fun braces(name: String, vararg fields: String?): String =
        fields.filterNotNull().joinToString(" ", "$name{", "}")

    private fun <T : Any> option(path: String, value: T?, write: (T) -> String): String? =
        glue.handOn(path, value)?.let { "${path.substringAfterLast('.')}=${write(it)}" }

    private fun <T : Any> field(path: String, value: T, write: (T) -> String): String? =
        glue.handOn(path, value)?.takeUnless(::isAbsent)
            ?.let { "${path.substringAfterLast('.')}=${write(it)}" }

    private fun <T> many(write: (T) -> String): (List<T>) -> String =
        { values -> values.joinToString(" ", "[", "]", transform = write) }

    private fun flag(value: Boolean): String = value.toString()

    private fun number(value: Any): String = value.toString()

    private fun octets(value: ByteArray): String =
        value.joinToString("", "x\"", "\"") { "%02x".format(it) }

    @Suppress("UNUSED_PARAMETER")
    private fun secret(value: Any): String = "\"***\""

    private fun text(value: String): String = buildString {
        append('"')
        for (character in value) append(ESCAPES[character] ?: plain(character))
        append('"')
    }

    private fun plain(character: Char): String =
        if (character < ' ') "\\u%04x".format(character.code) else character.toString()

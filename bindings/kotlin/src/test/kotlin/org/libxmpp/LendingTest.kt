package org.libxmpp

import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Test
import java.nio.ByteBuffer

/** Octets that are lent to the engine. */
class LendingTest {
    @Test
    fun `what is lent lives as long as the call`() {
        val lent = ByteBuffer.allocateDirect(1)
        assertSame(lent, FfiConverterByRefBytes.lower(lent).owner)
    }
}

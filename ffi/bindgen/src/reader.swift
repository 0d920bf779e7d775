/// Reads what has crossed the border where it lies.
public struct ForeignReader {
    fileprivate var next: UnsafeRawPointer?
    fileprivate var left: Int

    fileprivate init(_ buffer: RustBuffer) {
        (next, left) = (UnsafeRawPointer(buffer.data), Int(buffer.len))
    }

    /// The next octets; good until the buffer is freed.
    @inline(__always)
    fileprivate mutating func take(_ count: Int) throws -> UnsafeRawBufferPointer {
        guard count >= 0, count <= left, let taken = next else { throw UniffiInternalError.bufferOverflow }
        (next, left) = (taken + count, left - count)
        return UnsafeRawBufferPointer(start: taken, count: count)
    }
}

// Reads a big-endian integer.
fileprivate func readInt<T: FixedWidthInteger>(_ reader: inout ForeignReader) throws -> T {
    let octets = try reader.take(MemoryLayout<T>.size)
    return T(bigEndian: octets.loadUnaligned(as: T.self))
}

fileprivate func readBytes(_ reader: inout ForeignReader, count: Int) throws -> UnsafeRawBufferPointer {
    try reader.take(count)
}


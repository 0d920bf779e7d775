/// Reads what has crossed the border where it lies.
public struct ForeignReader {
    fileprivate var rest: UnsafeRawBufferPointer.SubSequence

    fileprivate init(_ buffer: RustBuffer) {
        rest = UnsafeRawBufferPointer(start: buffer.data, count: Int(buffer.len))[...]
    }

    /// The next octets; good until the buffer is freed.
    fileprivate mutating func take(_ count: Int) throws -> UnsafeRawBufferPointer {
        guard count >= 0, count <= rest.count else { throw UniffiInternalError.bufferOverflow }
        let taken = UnsafeRawBufferPointer(rebasing: rest.prefix(count))
        rest = rest.dropFirst(count)
        return taken
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


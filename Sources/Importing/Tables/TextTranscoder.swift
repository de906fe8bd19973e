internal import Glibc
internal import Records

/// Turns text of one encoding into another, strictly, by glibc's iconv. For one thread at a time.
final class TextTranscoder {
    enum Outcome: Equatable {
        case whole
        /// The bytes from this offset on begin a character that goes on behind them.
        case cutOff(at: Int)
        /// What stands at this offset is no text of the encoding.
        case invalid(at: Int)
    }

    private let handle: iconv_t
    private var room = [UInt8](repeating: 0, count: 1 << 12)

    init(from source: TableEncoding, to target: TableEncoding) throws(MunimentError) {
        guard let handle = iconv_open(target.rawValue, source.rawValue), Int(bitPattern: handle) != -1 else {
            throw MunimentError(
                .failed, "the encoding \(source.rawValue)", "this system cannot convert it",
                remedy: "install the character sets of the C library, or save the table as UTF-8")
        }
        self.handle = handle
    }

    deinit { iconv_close(handle) }

    /// Appends the text in the other encoding, as far as it goes.
    func append(_ text: Span<UInt8>, to output: inout [UInt8]) -> Outcome {
        text.withUnsafeBufferPointer { source in
            var input = UnsafeMutablePointer(
                mutating: UnsafeRawPointer(source.baseAddress)?.assumingMemoryBound(to: CChar.self))
            var left = source.count
            // After a character that was cut off or invalid, the next text begins anew.
            _ = iconv(handle, nil, nil, nil, nil)
            while left > 0 {
                var code: Int32 = 0
                room.withUnsafeMutableBytes { buffer in
                    var free = buffer.count
                    var place = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
                    if iconv(handle, &input, &left, &place, &free) == -1 { code = errno }
                    output.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<(buffer.count - free)]))
                }
                switch code {
                case 0, E2BIG: continue
                case EINVAL: return .cutOff(at: source.count - left)
                default: return .invalid(at: source.count - left)
                }
            }
            return .whole
        }
    }
}

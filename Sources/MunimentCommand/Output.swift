internal import Glibc
internal import Presentation

/// Standard output or standard error, written straight away.
struct Output: Sendable {
    private let descriptor: Int32

    static let standard = Output(descriptor: 1)
    static let standardError = Output(descriptor: 2)

    let isTerminal: Bool

    private init(descriptor: Int32) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
    }

    /// Makes sure that the standard descriptors are open: otherwise the next file to be opened, perhaps one of the
    /// archive, would take the number and get what is meant for the reader.
    static func reserve() {
        for (descriptor, device) in [(Int32(0), "/dev/null"), (1, "/dev/full"), (2, "/dev/null")]
        where fcntl(descriptor, F_GETFD) < 0 {
            _ = open(device, O_RDWR)
        }
    }

    /// Colour on a terminal, unless `NO_COLOR` is set (no-color.org).
    var style: Style {
        let plain = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
        return Style(usesColour: isTerminal && !plain)
    }

    /// Columns of the terminal; `nil` where there is none.
    var width: Int? {
        var size = winsize()
        guard isTerminal, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return nil }
        return Int(size.ws_col)
    }

    func write(_ text: String) { write(bytes: Array(text.utf8)) }

    /// A reader that went away ends the program, as it ends others in a pipe; a full disk is told by the exit code.
    func write(bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer
            while let base = rest.baseAddress, !rest.isEmpty {
                let written = Glibc.write(descriptor, base, rest.count)
                if written < 0 {
                    if errno == EINTR { continue }
                    if errno != EPIPE, descriptor == 1 {
                        Output.standardError.line(
                            "muniment: standard output: cannot be written: \(String(cString: strerror(errno)))")
                    }
                    Glibc.exit(ExitStatus.failed.rawValue)
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }

    func line(_ text: String = "") { write(text + "\n") }

    func json(_ value: JSONValue) { write(value.compact + "\n") }
}

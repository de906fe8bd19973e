internal import CLibXML2
internal import Glibc

/// What libxml2 needs once per process, and once per call.
enum LibXML2 {
    /// Initialises the library and makes it refuse every file that it would open on its own.
    static func start() { _ = started }

    private static let started: Bool = {
        xmlInitParser()
        xmlSetExternalEntityLoader(SchemaSession.loader)
        return true
    }()

    /// Keeps what nobody asked for off standard error.
    static func silenceThread() { xmlSetStructuredErrorFunc(nil) { _, _ in } }

    /// The beginning of a message of libxml2, which quotes values of any length.
    static func beginning(of message: UnsafePointer<CChar>?) -> String {
        guard let message else { return "" }
        let length = strnlen(message, 4096)
        return message.withMemoryRebound(to: UInt8.self, capacity: length) {
            String(decoding: UnsafeBufferPointer(start: $0, count: length), as: UTF8.self)
        }
    }
}

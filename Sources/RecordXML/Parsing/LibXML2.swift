internal import CLibXML2

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
}

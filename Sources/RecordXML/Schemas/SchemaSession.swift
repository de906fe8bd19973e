internal import CLibXML2
internal import Glibc
internal import Records
internal import Synchronization

/// The one compilation that may be under way in the process.
///
/// Compiling is not safe in several threads at once, and the function by which libxml2 opens files is one for the
/// process. So both belong to a session, and only the thread that holds it gets files: those of its schema set, by name.
/// Every other thread, and every other file, is refused. It is process-wide because libxml2's own state is.
enum SchemaSession {
    private struct State {
        var thread: pthread_t
        var files: SchemaFiles
        var outcome = Outcome()
    }

    /// What the files asked for came to.
    struct Outcome {
        /// What is not in the set, as the schema names it.
        var refused: [String] = []
        /// The archive could not give a file of the set.
        var failure: MunimentError?
    }

    private static let compiling = Mutex(())
    private static let state = Mutex<State?>(nil)

    /// Runs `body` alone, with `files` for what the schema refers to.
    static func run<Result>(files: SchemaFiles, _ body: () -> Result) -> (Result, Outcome) {
        LibXML2.start()
        return compiling.withLock { _ in
            state.withLock { $0 = State(thread: pthread_self(), files: files) }
            let result = body()
            let outcome = state.withLock { state in
                defer { state = nil }
                return state?.outcome ?? Outcome()
            }
            return (result, outcome)
        }
    }

    /// libxml2 calls this for every file that it would open.
    static let loader: xmlExternalEntityLoader = { location, _, parser in
        guard let location, let parser else { return nil }
        let name = String(cString: location)
        guard let bytes = SchemaSession.bytes(named: name) else { return nil }
        let copy = bytes.withUnsafeBytes {
            xmlParserInputBufferCreateMem(
                $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count), XML_CHAR_ENCODING_NONE)
        }
        guard let copy else { return nil }
        guard let input = xmlNewIOInputStream(parser, copy, XML_CHAR_ENCODING_NONE) else {
            xmlFreeParserInputBuffer(copy)
            return nil
        }
        input.pointee.filename = UnsafePointer(strdup(name))
        return input
    }

    private static func bytes(named name: String) -> [UInt8]? {
        let current = state.withLock { $0.flatMap { $0.thread == pthread_self() ? $0.files : nil } }
        guard let current else { return nil }
        var bytes: [UInt8]?
        var failure: MunimentError?
        do throws(MunimentError) {
            bytes = try current.bytes(of: name)
        } catch {
            failure = error
        }
        state.withLock { state in
            if let failure {
                state?.outcome.failure = failure
            } else if bytes == nil {
                state?.outcome.refused.append(name)
            }
        }
        return bytes
    }
}

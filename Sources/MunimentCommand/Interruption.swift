internal import Glibc
internal import Synchronization

private let interrupted = Atomic<Bool>(false)

/// Ctrl-C, or a request to end: the first one lets the work in hand finish, a second one ends the program.
enum Interruption {
    static func watch() {
        signal(SIGINT) { _ in
            interrupted.store(true, ordering: .relaxed)
            signal(SIGINT, SIG_DFL)
        }
        signal(SIGTERM) { _ in
            interrupted.store(true, ordering: .relaxed)
            signal(SIGTERM, SIG_DFL)
        }
    }

    static var happened: Bool { interrupted.load(ordering: .relaxed) }
}

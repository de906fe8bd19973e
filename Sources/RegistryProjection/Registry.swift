internal import CSQLiteSettings
internal import GRDB
internal import Glibc
package import Records
internal import Synchronization

/// The registry: a projection of the journal's filings into tables, which may be deleted and rebuilt at any time.
///
/// One connection, and helpers of it for reading on both cores. GRDB and SQL stay inside this module.
package final class Registry: Sendable {
    package enum Access: Sendable {
        /// Answers questions; never writes and never waits for a writer.
        case reading
        /// Follows the journal. The caller holds the archive's lock.
        case writing
        /// Fills a new file fast, without regard to a crash: `finish` makes it durable.
        case rebuilding
    }

    /// How far the registry has followed the journal.
    package struct Position: Hashable, Sendable {
        package var size: Int
        /// Of the tree of that size.
        package var root: ContentDigest

        package init(size: Int, root: ContentDigest) {
            self.size = size
            self.root = root
        }
    }

    let queue: DatabaseQueue
    /// Further connections, for reading on both cores.
    let helpers = Mutex<[Registry]>([])
    package let path: String
    private let inode: ino_t

    /// - Throws: `.registryUnusable` where the file is missing (when reading), is no registry, or has another version.
    package init(path: String, access: Access) throws(MunimentError) {
        self.path = path
        _ = Self.keepsNoStatistics
        queue = try Self.translating(path) {
            switch access {
            case .reading: try Self.openForReading(path)
            case .writing: try Self.open(path, synchronous: "NORMAL", journal: "WAL")
            case .rebuilding: try Self.open(path, synchronous: "OFF", journal: "OFF")
            }
        }
        var status = stat()
        inode = stat(path, &status) == 0 ? status.st_ino : 0
        try translating { try Self.checkVersion(self.queue, path, mayCreate: access != .reading) }
    }

    /// Said to SQLite once, before the first connection.
    private static let keepsNoStatistics = sqlite_keep_no_statistics() == 0

    /// Whether the file that is open here is the one that stands under its name.
    package var isInPlace: Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_ino == inode
    }

    package func close() throws(MunimentError) {
        for helper in helpers.withLock(\.self) { try helper.close() }
        helpers.withLock { $0 = [] }
        try translating { try self.queue.close() }
    }

    /// `nil` for a registry that has followed nothing.
    package func position() throws(MunimentError) -> Position? {
        try translating { try self.queue.unsafeRead(Self.position) }
    }

    static func position(_ database: Database) throws -> Position? {
        guard let row = try Row.fetchOne(database, sql: "SELECT tree_size, root FROM projection WHERE id = 1"),
            let root = ContentDigest(hex: try row.value("root") as String)
        else { return nil }
        let size: Int = try row.value("tree_size")
        return size == 0 ? nil : Position(size: size, root: root)
    }

    func translating<Value>(_ body: () throws -> Value) throws(MunimentError) -> Value {
        try Self.translating(path, body)
    }

    private static func isFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    private static func translating<Value>(_ path: String, _ body: () throws -> Value) throws(MunimentError) -> Value {
        do {
            return try body()
        } catch let error as MunimentError {
            throw error
        } catch let error as DatabaseError {
            throw switch error.resultCode {
            case .SQLITE_FULL:
                MunimentError(
                    .failed, path, "the disk is full", remedy: "free some space and run the same command again")
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                MunimentError(.locked, path, "another process is using the registry", remedy: "try again")
            case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
                MunimentError(.failed, path, "cannot be written: permission denied or a read-only disk")
            case .SQLITE_IOERR where isFile(path):
                MunimentError(
                    .failed, path, "cannot be read or written: the disk is full, or has an error",
                    remedy: "free some space and run the same command again")
            case .SQLITE_CANTOPEN where access(path, F_OK) == 0 && access(path, R_OK) != 0:
                MunimentError(.failed, path, "cannot be opened: permission denied", remedy: "ask its owner for access")
            case .SQLITE_CANTOPEN where path.hasSuffix(".rebuilding"):
                MunimentError(.failed, path, "cannot be made: permission denied or a read-only disk")
            case .SQLITE_CANTOPEN:
                MunimentError(
                    .registryUnusable, path, "cannot be opened", remedy: "run `muniment rebuild` to make it anew")
            default:
                MunimentError(
                    .registryUnusable, path, "is damaged or is no registry (SQLite code \(error.resultCode.rawValue))",
                    remedy: "run `muniment rebuild` to make it anew from the journal")
            }
        } catch {
            throw MunimentError(.registryUnusable, path, "cannot be used", remedy: "run `muniment rebuild`")
        }
    }
}

extension Registry {
    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        configuration.foreignKeysEnabled = false
        return configuration
    }

    private static func openForReading(_ path: String) throws -> DatabaseQueue {
        var configuration = configuration()
        configuration.readonly = true
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            _ = try queue.unsafeRead { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM sqlite_master") }
            return queue
        } catch let error as DatabaseError
            where [.SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_IOERR].contains(error.resultCode)
        {
            // Who may not write, or has no room to, cannot make the index of the write-ahead log. Where that log is empty,
            // as it is unless somebody writes or was killed, the file can be read as it is.
            var log = stat()
            guard access(path, R_OK) == 0, stat("\(path)-wal", &log) != 0 || log.st_size == 0 else { throw error }
            let escaped = path.replacing("%", with: "%25").replacing("?", with: "%3f").replacing("#", with: "%23")
            return try DatabaseQueue(path: "file:\(escaped)?immutable=1", configuration: configuration)
        }
    }

    private static func open(_ path: String, synchronous: String, journal: String) throws -> DatabaseQueue {
        var configuration = configuration()
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA page_size = 8192;
                    PRAGMA synchronous = \(synchronous);
                    PRAGMA cache_size = -8000;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA wal_autocheckpoint = 8192;
                    """)
            _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = \(journal)")
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private static func checkVersion(_ queue: DatabaseQueue, _ path: String, mayCreate: Bool) throws {
        let version = try queue.unsafeRead { database -> Int? in
            guard try database.tableExists("projection") else { return nil }
            return try Int.fetchOne(database, sql: "SELECT version FROM projection WHERE id = 1")
        }
        if version == RegistrySchema.version { return }
        guard version == nil, mayCreate else {
            throw MunimentError(
                .registryUnusable, path,
                version.map { "has layout \($0), and this program uses \(RegistrySchema.version)" } ?? "is empty",
                remedy: "run `muniment rebuild` to make it anew from the journal")
        }
        try queue.inTransaction { database in
            try database.execute(sql: RegistrySchema.tables)
            try database.execute(sql: CatalogueSchema.catalogue)
            try database.execute(
                sql: "INSERT INTO projection (id, version, tree_size, root) VALUES (1, $1, 0, '')",
                arguments: ["1": RegistrySchema.version])
            return .commit
        }
    }
}

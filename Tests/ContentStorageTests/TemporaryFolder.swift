import Foundation
import Glibc

/// A folder that goes with its last reference.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("\(NSTemporaryDirectory())muniment-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        umount2(path, Int32(MNT_DETACH))
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of something in it.
    subscript(_ name: String) -> String { "\(path)/\(name)" }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: self[name]))
    }

    func bytes(of name: String) -> [UInt8]? { FileManager.default.contents(atPath: self[name]).map { Array($0) } }

    /// Everything below, files and folders, sorted.
    func everything() -> [String] {
        (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []).sorted()
    }

    // A file system of its own inside the folder, for what happens on a disk that is full or read-only.

    static let canMount: Bool = {
        guard geteuid() == 0, let folder = try? TemporaryFolder() else { return false }
        return folder.mountFileSystem(of: 64)
    }()

    /// - Parameter size: in KiB.
    func mountFileSystem(of size: Int, readOnly: Bool = false) -> Bool {
        let flags = readOnly ? UInt(MS_REMOUNT | MS_RDONLY) : 0
        return mount("tmpfs", path, "tmpfs", flags, "size=\(size)k") == 0
    }

    /// Runs `body` as a user whom a folder's mode binds. Root is not, so its thread gives that power up meanwhile.
    static func asOrdinaryUser(_ body: () throws -> Void) throws {
        guard geteuid() == 0, let symbol = dlsym(nil, "setfsuid") else { return try body() }
        let setfsuid = unsafeBitCast(symbol, to: (@convention(c) (uid_t) -> Int32).self)
        _ = setfsuid(65_534)
        defer { _ = setfsuid(0) }
        try body()
    }
}

internal import Foundation
internal import Glibc

/// A folder that goes with its last reference.
package final class TemporaryFolder: Sendable {
    package let path: String

    /// In memory where there is room: these tests are about processes, and a disk that others share only slows them.
    private static let home: String = {
        let memory = "/dev/shm"
        var status = statvfs()
        let isRoomy = statvfs(memory, &status) == 0 && status.f_bavail * UInt(status.f_frsize) > 1 << 30
        return isRoomy && access(memory, W_OK) == 0 ? memory : NSTemporaryDirectory()
    }()

    package init() throws {
        var template = Array("\(Self.home)/muniment-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        umount2(path, Int32(MNT_DETACH))
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of something in it.
    package subscript(_ name: String) -> String { "\(path)/\(name)" }

    /// Makes the folders that are missing, too.
    package func write(_ bytes: [UInt8], to name: String) throws {
        let place = URL(fileURLWithPath: self[name])
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: place)
    }

    package func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

    /// `nil` where there is no such file.
    package func bytes(of name: String) -> [UInt8]? {
        FileManager.default.contents(atPath: self[name]).map { Array($0) }
    }

    package func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: self[name], withIntermediateDirectories: true)
    }

    package func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: self[name]) }

    /// Copies a file or a folder; what stands at the destination goes first.
    package func copy(_ source: String, to destination: String) throws {
        try? FileManager.default.removeItem(atPath: self[destination])
        try FileManager.default.copyItem(atPath: self[source], toPath: self[destination])
    }

    /// Everything below it or below one of its folders, files and folders, sorted.
    package func everything(below folder: String = "") -> [String] {
        let root = folder.isEmpty ? path : self[folder]
        return (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []).sorted()
    }

    /// The ordinary files among `everything`, with their bytes.
    package func files(below folder: String = "") -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in everything(below: folder) {
            var status = stat()
            let place = folder.isEmpty ? name : "\(folder)/\(name)"
            guard lstat(self[place], &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            files[name] = bytes(of: place)
        }
        return files
    }
}

// A file system of its own inside the folder, for what happens on a disk that is full or read-only.
extension TemporaryFolder {
    package static let canMount: Bool = {
        guard geteuid() == 0, let folder = try? TemporaryFolder() else { return false }
        return folder.mountFileSystem(of: 64)
    }()

    /// - Parameters:
    ///   - size: in KiB.
    ///   - readOnly: changes the one that is mounted already.
    package func mountFileSystem(of size: Int, readOnly: Bool = false) -> Bool {
        let flags = readOnly ? UInt(MS_REMOUNT | MS_RDONLY) : 0
        return mount("tmpfs", path, "tmpfs", flags, "size=\(size)k") == 0
    }

    /// Runs `body` as a user whom a folder's mode binds. Root is not, so its thread gives that power up meanwhile.
    package static func asOrdinaryUser(_ body: () throws -> Void) throws {
        guard geteuid() == 0, let symbol = dlsym(nil, "setfsuid") else { return try body() }
        let setfsuid = unsafeBitCast(symbol, to: (@convention(c) (uid_t) -> Int32).self)
        _ = setfsuid(65_534)
        defer { _ = setfsuid(0) }
        try body()
    }
}

/// The root of the package: the folder with `Package.swift`, `archive` and `schemas`.
package let packageRoot = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

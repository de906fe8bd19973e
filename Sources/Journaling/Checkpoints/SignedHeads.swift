internal import ContentStorage
internal import Glibc
package import Records

/// The heads that were signed with a key, in a file beside the key: so that a journal restored from an older backup is
/// noticed before it is signed again, which would give the archive two histories.
///
/// The file is only ever added to. A line is `<size> <base64 of the root> <check>`, the check being the first 16
/// hexadecimal digits of the SHA-256 of the line up to the space before it; a line that a crash cut short fails it, is
/// passed over, and is closed with a line end by the next `append`.
///
/// A head is appended after its checkpoint is published and before anybody is told of the filings. So the file may lag
/// behind the journal by the group that a crash interrupted, and is never ahead of it.
package struct SignedHeads: Sendable {
    private let path: String

    /// - Parameter path: of the file; it need not exist.
    package init(path: String) { self.path = path }

    /// The head that was signed last; `nil` where none was.
    ///
    /// - Throws: `.damaged` where there are lines, but none is whole.
    package func last() throws(MunimentError) -> TreeHead? {
        let tail = try tail()
        let lines = tail.bytes.split(separator: UInt8(ascii: "\n"))
        for line in lines.reversed() {
            if let head = Self.head(in: String(decoding: line, as: UTF8.self)) { return head }
        }
        // The very first line, that of the charter, may be the one that was cut short.
        let isCut = tail.isWhole && "1 ".utf8.starts(with: tail.bytes.prefix(2)) && lines.count <= 1
        guard isCut else {
            throw MunimentError(
                .damaged, path, "has no line that is whole, so it cannot tell which checkpoint was signed last",
                remedy: "restore it from a backup, or compare the journal's checkpoint with one that somebody else has")
        }
        return nil
    }

    /// Compares a journal with what was signed last.
    ///
    /// - Parameters:
    ///   - signed: what `last` gave before the journal's checkpoint was read: the file is never ahead of the journal, but
    ///     between two readings a writer may have added to both.
    ///   - head: of the journal's verified checkpoint; `.empty` where it has none.
    /// - Throws: `.refused` where the journal is older than that, or does not continue it; `.damaged` where tiles for the
    ///   comparison are missing.
    /// - Complexity: O(log size) tiles.
    package func check(_ signed: TreeHead?, against journal: Journal, head: TreeHead) throws(MunimentError) {
        guard let last = signed, last != head else { return }
        guard last.size <= head.size else {
            throw MunimentError(
                .refused, "journal",
                "has \(head.size) filings, but its key has signed \(last.size): this is an older copy of the archive",
                remedy: "restore a backup that has all \(last.size) filings; only if they are lost for good, move "
                    + "\(path) aside: history then forks, and proofs and checkpoints handed out since will not fit")
        }
        guard last.size < head.size,
            try journal.consistencyProof(from: last.size, to: head.size).holds(from: last, to: head)
        else {
            throw MunimentError(
                .refused, "journal",
                "has \(head.size) filings, and the first \(last.size) are not those that its key has signed",
                remedy: "run `muniment audit`; then restore the copy of the archive that belongs to this key")
        }
    }

    /// Makes sure that a head can be added, before anything is committed that would have to be.
    package func prepare() throws(MunimentError) { _ = try OpenFile(appending: path, mode: 0o660) }

    /// Adds a head.
    ///
    /// - Parameter flushing: whether it is on disk when this returns. A run of many groups does that at its end: what a
    ///   power failure takes of its heads, a copy of exactly that state could be restored without notice.
    package func append(_ head: TreeHead, flushing: Bool = true) throws(MunimentError) {
        let tail = try tail().bytes
        let isCut = tail.last.map { $0 != UInt8(ascii: "\n") } ?? false
        try DurableFile.append(
            Array("\(isCut ? "\n" : "")\(Self.line(head))\n".utf8), to: path, mode: 0o660, flushing: flushing)
    }

    /// Puts the heads on disk that were added without a flush.
    package func flush() throws(MunimentError) { try OpenFile(appending: path, mode: 0o660).flush() }

    private static func line(_ head: TreeHead) -> String {
        let text = "\(head.size) \(head.root.bytes.base64)"
        return "\(text) \(ContentDigest(hashing: Array(text.utf8)).hex.prefix(16))"
    }

    private static func head(in line: String) -> TreeHead? {
        let parts = line.split(separator: " ")
        guard parts.count == 3, let size = FilingNumber(text: parts[0]), let bytes = [UInt8](base64: parts[1]),
            let root = ContentDigest(bytes: bytes)
        else { return nil }
        let head = TreeHead(size: size.value, root: root)
        return line == Self.line(head) ? head : nil
    }

    /// The end of the file, long enough for some fifty lines.
    private func tail() throws(MunimentError) -> (bytes: [UInt8], isWhole: Bool) {
        do throws(MunimentError) {
            let file = try OpenFile(reading: path)
            let start = max(0, Int(try file.status().st_size) - 4096)
            lseek(file.descriptor, start, SEEK_SET)
            return (try file.readAll(limit: 1 << 30), start == 0)
        } catch {
            if error.code == .notFound { return ([], true) }
            throw error
        }
    }
}

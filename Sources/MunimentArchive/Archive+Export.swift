internal import ContentStorage
internal import Glibc
package import Records

/// A filing that was written out: its record and its attachments.
package struct ExportedFiling: Sendable {
    package var number: FilingNumber
    /// The folder that has them.
    package var folder: String
    package var files: Int
    /// In bytes.
    package var size: Int
}

extension Archive {
    /// Writes filings out, each into a folder of its number: `record.xml`, and its attachments under the names that the
    /// record gives them. A folder appears when all of it was compared with its digests and is on disk.
    ///
    /// - Parameters:
    ///   - folder: made where it is missing.
    ///   - report: told of each, in order; of one that cannot be written, with the reason, and the others go on.
    /// - Throws: `.refused` where the folder is the archive's own.
    package func export(
        _ numbers: [FilingNumber], into folder: String,
        report: (FilingNumber, Result<ExportedFiling, MunimentError>) -> Void
    ) throws(MunimentError) {
        try DurableFile.makeFolders(folder)
        guard !isOwnFile("\(folder)/README.md") else {
            throw MunimentError(
                .refused, folder, "is a place of the archive's own files", remedy: "name a folder elsewhere")
        }
        var seen: Set<FilingNumber> = []
        let numbers = numbers.filter { seen.insert($0).inserted }
        defer { for number in numbers { removeTree(Self.staging(number, in: folder)) } }
        var results = parallelMap(numbers) { number in
            Result { () throws(MunimentError) in try stage(number, in: folder) }
        }
        try DurableFile.flushFileSystem(of: folder)
        for (index, number) in numbers.enumerated() {
            guard case .success(let exported) = results[index] else { continue }
            do throws(MunimentError) {
                try DurableFile.rename(Self.staging(number, in: folder), to: exported.folder)
            } catch {
                results[index] = .failure(error)
            }
        }
        try DurableFile.flushFolder(folder)
        for (number, result) in zip(numbers, results) { report(number, result) }
    }

    private static func staging(_ number: FilingNumber, in folder: String) -> String { "\(folder)/.\(number).part" }

    private func stage(_ number: FilingNumber, in folder: String) throws(MunimentError) -> ExportedFiling {
        let target = "\(folder)/\(number)"
        guard !DurableFile.exists(target) else {
            throw MunimentError(.refused, target, "already exists", remedy: "name another folder")
        }
        let place = Self.staging(number, in: folder)
        removeTree(place)
        let content = try content(of: number)
        try DurableFile.makeFolders(place)
        try write(content.entry.record, to: "\(place)/record.xml")
        var exported = ExportedFiling(number: number, folder: target, files: 1, size: content.entry.record.size)
        for (description, reference) in content.attachments {
            let path = "\(place)/\(description.file)"
            guard !description.file.split(separator: "/", omittingEmptySubsequences: false).contains("..") else {
                throw MunimentError(.damaged, "filing \(number)", "an attachment's name leaves the folder")
            }
            try DurableFile.makeFolders(DurableFile.parent(of: path))
            // An attachment may have the record's own name.
            guard !DurableFile.exists(path) else {
                throw MunimentError(
                    .refused, "filing \(number)", "an attachment is named like another file of the filing",
                    remedy: "get it alone, with --attachment")
            }
            try write(reference, to: path)
            exported.files += 1
            exported.size += reference.size
        }
        return exported
    }

    private func write(_ reference: ContentReference, to path: String) throws(MunimentError) {
        let file = try OpenFile(creating: path, mode: 0o666)
        try store.copy(reference.digest) { (piece) throws(MunimentError) in try file.write(piece) }
    }
}

/// Removes a folder with all that is in it, as far as possible; symbolic links are not followed.
private func removeTree(_ folder: String) {
    for name in (try? DurableFile.names(in: folder)) ?? [] {
        let path = "\(folder)/\(name)"
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            removeTree(path)
        } else {
            unlink(path)
        }
    }
    rmdir(folder)
}

internal import ContentStorage
internal import Glibc
package import Records

/// A temporary folder in which a record that the program made waits to be filed like any other. It goes when the value
/// goes.
package final class WaitingFolder {
    package let path: String

    package init() throws(MunimentError) {
        // The six X are those of mkdtemp(3).
        var template = Array("\(DurableFile.temporaryFolder)/muniment-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw systemError(errno, "temporary folder", "cannot be created") }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// - Returns: the path of the new file.
    package func add(_ bytes: [UInt8], as name: String) throws(MunimentError) -> String {
        let file = "\(path)/\(name)"
        try DurableFile.stage(bytes, at: file)
        return file
    }

    deinit {
        for name in (try? DurableFile.names(in: path)) ?? [] { unlink("\(path)/\(name)") }
        rmdir(path)
    }
}

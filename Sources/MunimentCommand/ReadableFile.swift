internal import ContentStorage
internal import Glibc
internal import Records

/// Opens a file that a user named.
///
/// - Parameters:
///   - argument: what the user named it by.
///   - remedy: what should be there.
/// - Throws: `.usage` where no file is named, `.notFound` where there is none, `.failed` where a folder stands there.
func readableFile(_ path: String, _ argument: String, remedy: String) throws(MunimentError) -> OpenFile {
    guard !path.isEmpty else { throw MunimentError(.usage, argument, "names no file", remedy: remedy) }
    do throws(MunimentError) {
        let file = try OpenFile(reading: path)
        guard try file.status().st_mode & S_IFMT != S_IFDIR else {
            throw MunimentError(.failed, path, "is a folder", remedy: remedy)
        }
        return file
    } catch {
        guard error.remedy.isEmpty else { throw error }
        throw MunimentError(error.code, error.thing, error.reason, remedy: remedy)
    }
}

/// Why something could not be done: the thing, the reason and the remedy, in words that a user can act on.
///
/// Messages name files, numbers and digests; they never quote what a record says. Two errors are equal when their codes
/// are.
package struct MunimentError: Error, Equatable, Sendable, CustomStringConvertible {
    package struct Code: Hashable, Sendable {
        let name: String

        /// A system call failed, or something is in the way.
        package static let failed = Code(name: "failed")
        /// Stored bytes are missing or are not what their digest or signature says.
        package static let damaged = Code(name: "damaged")
        /// The archive was written by a later version of this program.
        package static let newerFormat = Code(name: "newer-format")
        /// There is no archive at the place named.
        package static let noArchive = Code(name: "no-archive")
        /// Another process holds the archive's lock.
        package static let locked = Code(name: "locked")
        /// The registry is missing, unreadable, or does not belong to this journal.
        package static let registryUnusable = Code(name: "registry-unusable")
        /// The filings are durable, the registry could not follow.
        package static let registryBehind = Code(name: "registry-behind")
        /// A rule forbids it.
        package static let refused = Code(name: "refused")
        /// Nothing of that name or number.
        package static let notFound = Code(name: "not-found")
        /// A proof, a checkpoint or a record does not verify.
        package static let unverified = Code(name: "unverified")
        /// A record was rejected where exactly one was meant to be filed.
        package static let rejected = Code(name: "rejected")
        /// The user's own words cannot be understood.
        package static let usage = Code(name: "usage")
    }

    package var code: Code
    /// What it is about: a path, a filing number, a key name.
    package var thing: String
    package var reason: String
    /// What would help; empty when nothing would.
    package var remedy: String
    package let file: StaticString
    package let line: Int

    package init(
        _ code: Code, _ thing: String, _ reason: String, remedy: String = "", file: StaticString = #fileID,
        line: Int = #line
    ) {
        self.code = code
        self.thing = thing
        self.reason = reason
        self.remedy = remedy
        self.file = file
        self.line = line
    }

    package var description: String {
        "\(thing): \(reason)" + (remedy.isEmpty ? "" : "; \(remedy)")
    }

    package static func == (left: MunimentError, right: MunimentError) -> Bool { left.code == right.code }
}

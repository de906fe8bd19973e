internal import Records

/// A file that was not read to its end, and why.
struct Refusal: Error {
    var finding: Finding
}

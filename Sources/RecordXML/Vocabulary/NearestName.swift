/// The candidate that `name` was probably meant to be; `nil` where none is close.
///
/// Close is at most one edit (insertion, deletion, replacement, each of one byte) in three bytes.
func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
    let limit = max(1, min(name.utf8.count, 64) / 3)
    var best: (name: String, distance: Int)?
    for candidate in candidates {
        let distance = editDistance(Array(name.utf8.prefix(64)), Array(candidate.utf8.prefix(64)))
        if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
}

/// Levenshtein's distance. O(left × right).
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var previous = Array(0...right.count)
    for (row, byte) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            current.append(
                min(previous[column + 1] + 1, current[column] + 1, previous[column] + (byte == other ? 0 : 1)))
        }
        previous = current
    }
    return previous.last ?? 0
}

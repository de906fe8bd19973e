/// 64-bit hashes, in an open table: a set of eight to eighteen bytes an element, and a memory access each.
@frozen package struct HashSet: Sendable {
    @usableFromInline var slots: [UInt64]
    @usableFromInline var inSlots = 0
    @usableFromInline var hasZero = false

    package var count: Int { inSlots + (hasZero ? 1 : 0) }

    /// - Parameter expected: how many elements it takes without growing.
    package init(expecting expected: Int) {
        var capacity = 64
        while capacity / 8 * 7 <= expected { capacity *= 2 }
        slots = Array(repeating: 0, count: capacity)
    }

    @inlinable package func contains(_ hash: UInt64) -> Bool {
        guard hash != 0 else { return hasZero }
        return slots[place(of: hash)] == hash
    }

    /// - Returns: whether the hash was not there.
    @inlinable package mutating func insert(_ hash: UInt64) -> Bool {
        guard hash != 0 else {
            defer { hasZero = true }
            return !hasZero
        }
        if inSlots >= slots.count / 8 * 7 { grow() }
        let place = place(of: hash)
        guard slots[place] == 0 else { return false }
        slots[place] = hash
        inSlots += 1
        return true
    }

    /// Where the hash is, or would be.
    @inlinable func place(of hash: UInt64) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0, slots[slot] != hash { slot = (slot + 1) & mask }
        return slot
    }

    @usableFromInline mutating func grow() {
        let hashes = slots
        slots = Array(repeating: 0, count: 2 * hashes.count)
        for hash in hashes where hash != 0 { slots[place(of: hash)] = hash }
    }
}

/// Which mortgages have to be looked at together, because they share loans or collaterals, directly or through others.
///
/// Any number of things, numbered from 0, and which of them belong together; a group is what hangs together. For a portfolio
/// the things are mortgages, loans and collaterals, and each mortgage belongs together with its own. Nearly O(n).
package struct SecurityGroups: Sendable {
    /// All things, group by group.
    private let members: [Int]
    /// Where each group begins in `members`, and the end.
    private let firsts: [Int]

    /// - Parameters:
    ///   - count: of things.
    ///   - edges: two things each, 0..<count, that belong together; in any order, more than once if need be.
    package init(count: Int, edges: [(Int, Int)]) {
        var parents = Array(0..<count)
        for (one, other) in edges {
            let (first, second) = (Self.root(of: one, &parents), Self.root(of: other, &parents))
            if first != second { parents[max(first, second)] = min(first, second) }
        }
        // From here on `parents` holds the numbers of groups: a root comes before what it stands for.
        var sizes: [Int] = []
        for thing in 0..<count {
            if parents[thing] == thing {
                parents[thing] = sizes.count
                sizes.append(1)
            } else {
                parents[thing] = parents[parents[thing]]
                sizes[parents[thing]] += 1
            }
        }
        var firsts = [0]
        firsts.reserveCapacity(sizes.count + 1)
        for size in sizes { firsts.append(firsts[firsts.count - 1] + size) }
        var next = firsts
        var members = [Int](repeating: 0, count: count)
        for thing in 0..<count {
            members[next[parents[thing]]] = thing
            next[parents[thing]] += 1
        }
        self.members = members
        self.firsts = firsts
    }

    /// The least thing of a group stands for it. The way there is halved for those who come later.
    private static func root(of thing: Int, _ parents: inout [Int]) -> Int {
        var thing = thing
        while parents[thing] != thing {
            parents[thing] = parents[parents[thing]]
            thing = parents[thing]
        }
        return thing
    }

    /// How many groups there are; a thing that belongs together with none is one of its own.
    package var count: Int { firsts.count - 1 }

    /// How many groups there are up to the first whose least thing is not one of those.
    package func count(while isOne: (Int) -> Bool) -> Int {
        var count = 0
        while count < self.count, isOne(members[firsts[count]]) { count += 1 }
        return count
    }

    /// The things of a group in ascending order; groups are in the order of their least things.
    package subscript(group: Int) -> ArraySlice<Int> { members[firsts[group]..<firsts[group + 1]] }
}

/// Divides whole units in proportion to weights. Amounts, weights and bounds are zero or more.
enum Apportionment {
    /// Each share is cut off to the unit; the units that are left over go to the first that have a weight and room, one each.
    /// Without a weight there is no share.
    ///
    /// - Parameter bounds: the most that each may get; what one leaves goes to the others in the same proportion. What
    ///   nobody may take is left. O(n²) at worst.
    static func shares(of total: Int, weights: [Int], bounds: [Int]? = nil) -> [Int] {
        var shares = [Int](repeating: 0, count: weights.count)
        var rest = total
        var sharing = weights.indices.filter { weights[$0] > 0 }
        while rest > 0, !sharing.isEmpty {
            let sum = sharing.reduce(Int128(0)) { $0 + Int128(weights[$1]) }
            let given = rest
            var isBound = false
            // Whose part goes beyond the bound gets the bound. The others get more by that, so that it stays bound.
            sharing.removeAll { place in
                let (part, fraction) = Proportion.parts(given, weights[place], over: sum)
                guard let bound = bounds?[place], part > bound || (part == bound && fraction > 0) else { return false }
                shares[place] = bound
                rest -= bound
                isBound = true
                return true
            }
            if isBound { continue }
            for place in sharing {
                shares[place] = Proportion.parts(given, weights[place], over: sum).quotient
                rest -= shares[place]
            }
            for place in sharing where rest > 0 && shares[place] < bounds?[place] ?? .max {
                shares[place] += 1
                rest -= 1
            }
            break
        }
        return shares
    }
}

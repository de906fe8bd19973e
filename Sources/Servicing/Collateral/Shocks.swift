package import Records

/// By how much values are assumed to change, for a stress: nothing of it is filed.
package struct Shocks: Hashable, Sendable {
    package struct OfType: Hashable, Sendable {
        package var type: CollateralType
        /// −100 % … +1000 %.
        package var change: Rate

        package init(type: CollateralType, change: Rate) {
            self.type = type
            self.change = change
        }
    }

    package struct OfRegion: Hashable, Sendable {
        /// As the user wrote it. What lies in it is for the caller to say.
        package var region: String
        /// −100 % … +1000 %.
        package var change: Rate

        package init(region: String, change: Rate) {
            self.region = region
            self.change = change
        }
    }

    /// Each type once, in the user's order.
    package var types: [OfType]
    /// Each region once, in the user's order.
    package var regions: [OfRegion]

    package init(types: [OfType], regions: [OfRegion]) {
        self.types = types
        self.regions = regions
    }

    /// The harshest change of those that apply; `nil` where none does.
    ///
    /// - Parameter isInRegion: whether the collateral lies in the region at that place of `regions`.
    package func change(of type: CollateralType, isInRegion: (Int) -> Bool) -> Rate? {
        var harshest = types.first { $0.type == type }?.change
        for (place, shock) in regions.enumerated() where shock.change < harshest ?? Rate(millionthsOfPercent: .max) {
            if isInRegion(place) { harshest = shock.change }
        }
        return harshest
    }

    /// value × (1 + change), rounded half-up to the minor unit; never less than zero.
    package static func value(_ value: Int, after change: Rate) -> Int {
        Proportion.halfUp(value, Rate.whole + change.millionthsOfPercent, over: Rate.whole)
    }
}

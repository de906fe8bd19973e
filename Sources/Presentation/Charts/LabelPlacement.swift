/// Finds places for labels beside their points, so that none covers another.
struct LabelPlacement {
    /// No label leaves it.
    let bounds: Box
    /// Labels and dots: never covered.
    private var firm: [Box]
    /// Lines: covered only by labels that must be there.
    private let lines: [Box]

    init(bounds: Box, firm: [Box], lines: [Box]) {
        self.bounds = bounds
        self.firm = firm
        self.lines = lines
    }

    /// - Parameters:
    ///   - clearance: between the point and its label.
    ///   - must: whether it may stand farther off or cover a line rather than be left out.
    /// - Returns: `nil` where there is no place.
    mutating func place(
        width: Int, height: Int, besideX x: Int, y: Int, clearance: Int, must: Bool
    ) -> Box? {
        let free = candidates(width, height, x, y, clearance, far: must).filter { box in
            bounds.contains(box) && !firm.contains { $0.overlaps(box) }
        }
        let clear = free.first { box in !lines.contains { $0.overlaps(box) } }
        guard let box = clear ?? (must ? free.first : nil) else { return nil }
        firm.append(box)
        return box
    }

    /// Above and below, in the middle or to one side; and, farther off, above and below that.
    private func candidates(
        _ width: Int, _ height: Int, _ x: Int, _ y: Int, _ clearance: Int, far: Bool
    ) -> [Box] {
        let lefts = [x - width / 2, x + clearance / 2, x - width - clearance / 2]
        var tops = [y - clearance - height, y + clearance]
        if far { tops += [y - clearance - 2 * height, y + clearance + height] }
        return tops.flatMap { top in
            lefts.map { Box(left: $0, top: top, right: $0 + width, bottom: top + height) }
        }
    }
}

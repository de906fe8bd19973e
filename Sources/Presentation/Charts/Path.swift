/// Tenths of a pixel as SVG writes pixels: `12.3`, `12`.
func pixels(_ tenths: Int) -> String {
    let sign = tenths < 0 ? "-" : ""
    let (whole, tenth) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    return tenth == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(tenth)"
}

/// The outline of a shape or a run of lines; coordinates in tenths of a pixel.
struct Path {
    private(set) var data = ""

    init() {}

    /// A closed shape.
    init(corners: [(x: Int, y: Int)]) {
        for (index, corner) in corners.enumerated() {
            data += "\(index == 0 ? "M" : "L")\(pixels(corner.x)) \(pixels(corner.y))"
        }
        data += "Z"
    }

    mutating func move(_ x: Int, _ y: Int) { data += "M\(pixels(x)) \(pixels(y))" }
    mutating func horizontal(to x: Int) { data += "H\(pixels(x))" }
    mutating func vertical(to y: Int) { data += "V\(pixels(y))" }
    mutating func line(to x: Int, _ y: Int) { data += "L\(pixels(x)) \(pixels(y))" }

    /// Lines from the lower left to the upper right, in step with those of every other box.
    static func slanted(across box: Box, spacing: Int = 80) -> Path {
        var path = Path()
        guard box.width > 0, box.height > 0 else { return path }
        // On each line x + y is the same.
        var sum = ((box.left + box.top) / spacing + 1) * spacing
        while sum < box.right + box.bottom {
            let start = max(box.left, sum - box.bottom)
            let end = min(box.right, sum - box.top)
            path.move(start, sum - start)
            path.line(to: end, sum - end)
            sum += spacing
        }
        return path
    }
}

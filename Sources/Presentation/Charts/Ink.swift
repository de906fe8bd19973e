/// The colours of charts. What they tell apart is also told by shape, dash or text, for grey prints and for those who do
/// not see colours.
enum Ink {
    static let paper = "#FFFFFF"
    static let text = "#1F2933"
    static let faint = "#52606D"
    static let grid = "#D9DEE3"
    static let axis = "#52606D"
    static let hatched = "#F3F4F6"
    static let hatch = "#A3ABB5"
    static let value = "#0B4A82"
    static let principal = "#B3470B"
    static let bar = "#3B78AB"
    static let others = "#B9C4CE"

    /// From light to dark as it gets worse.
    static let within = "#D3E5F0"
    static let over = "#F2C230"
    static let farOver = "#DB6B14"
    static let uncovered = "#8F1515"
}

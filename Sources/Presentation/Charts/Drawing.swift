/// A picture in SVG 1.1, drawn from the back to the front. All lengths are tenths of a pixel, y grows downwards.
///
/// It needs nothing besides itself: no style sheet, script, identifier or reference, so that charts can stand together
/// in one page and every reader of SVG shows them alike.
struct Drawing {
    /// Every chart is 960 pixels wide.
    static let width = 9600
    static let margin = 240

    enum Anchor: String {
        case start, middle, end
    }

    private static let fonts =
        "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"

    private var elements = ""

    mutating func rectangle(_ box: Box, fill: String, stroke: String? = nil) {
        let edge = stroke.map { " stroke=\"\($0)\"" } ?? ""
        elements += "<rect x=\"\(pixels(box.left))\" y=\"\(pixels(box.top))\" width=\"\(pixels(box.width))\""
        elements += " height=\"\(pixels(box.height))\" fill=\"\(fill)\"\(edge)/>\n"
    }

    mutating func circle(_ x: Int, _ y: Int, radius: Int, fill: String, stroke: String) {
        elements += "<circle cx=\"\(pixels(x))\" cy=\"\(pixels(y))\" r=\"\(pixels(radius))\" fill=\"\(fill)\""
        elements += " stroke=\"\(stroke)\" stroke-width=\"1.5\"/>\n"
    }

    mutating func shape(_ path: Path, fill: String, stroke: String) {
        elements += "<path d=\"\(path.data)\" fill=\"\(fill)\" stroke=\"\(stroke)\" stroke-linejoin=\"round\"/>\n"
    }

    /// - Parameter dashes: lengths in pixels of strokes and blanks by turns, such as `6 4`.
    mutating func lines(_ path: Path, stroke: String, width: Int = 10, dashes: String? = nil) {
        guard !path.data.isEmpty else { return }
        let pattern = dashes.map { " stroke-dasharray=\"\($0)\"" } ?? ""
        elements += "<path d=\"\(path.data)\" fill=\"none\" stroke=\"\(stroke)\" stroke-width=\"\(pixels(width))\""
        elements += " stroke-linejoin=\"round\"\(pattern)/>\n"
    }

    /// What is not known: slanted lines on grey, which also stand in black and white.
    mutating func hatching(_ box: Box) {
        rectangle(box, fill: Ink.hatched)
        var path = Path.slanted(across: box)
        for x in [box.left, box.right] {
            path.move(x, box.top)
            path.vertical(to: box.bottom)
        }
        lines(path, stroke: Ink.hatch)
    }

    /// - Parameters:
    ///   - x: of the start, middle or end, as anchored.
    ///   - y: of the baseline.
    ///   - size: of the font, in pixels.
    mutating func text(
        _ text: String, _ x: Int, _ y: Int, size: Int = 14, _ anchor: Anchor = .start, bold: Bool = false,
        fill: String = Ink.text
    ) {
        elements += "<text x=\"\(pixels(x))\" y=\"\(pixels(y))\" font-size=\"\(size)\""
        if anchor != .start { elements += " text-anchor=\"\(anchor.rawValue)\"" }
        if bold { elements += " font-weight=\"bold\"" }
        elements += " fill=\"\(fill)\">\(escaped(text))</text>\n"
    }

    /// - Parameters:
    ///   - title: what it is, for those who cannot see it.
    ///   - description: what it shows, in a sentence or two.
    func svg(height: Int, title: String, description: String) -> String {
        let size = "width=\"\(pixels(Self.width))\" height=\"\(pixels(height))\""
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" version="1.1" \(size) \
            viewBox="0 0 \(pixels(Self.width)) \(pixels(height))" role="img" xml:lang="zh-CN" \
            font-family="\(Self.fonts)">
            <title>\(escaped(title))</title>
            <desc>\(escaped(description))</desc>
            <rect \(size) fill="\(Ink.paper)"/>
            \(elements)</svg>

            """
    }

    private func escaped(_ text: String) -> String {
        var result = ""
        for scalar in TextExtent.shown(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

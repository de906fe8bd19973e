import Foundation
import Presentation
import Testing

/// A chart as a reader of SVG finds it; `nil` where it is not well formed.
struct ChartDocument {
    struct Element {
        let name: String
        let attributes: [String: String]
        var text = ""

        subscript(_ name: String) -> Double { attributes[name].flatMap(Double.init) ?? 0 }
    }

    /// Edges in pixels.
    struct TextBox: CustomStringConvertible {
        let text: String
        let left: Double
        let top: Double
        let right: Double
        let bottom: Double

        var description: String { "“\(text)” \(left)…\(right) × \(top)…\(bottom)" }

        func overlaps(_ other: TextBox) -> Bool {
            left < other.right && other.left < right && top < other.bottom && other.top < bottom
        }

        func holds(_ x: Double, _ y: Double) -> Bool { (left...right).contains(x) && (top...bottom).contains(y) }
    }

    private(set) var elements: [Element] = []

    init?(_ svg: String) {
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        guard svg.hasPrefix(head), svg.unicodeScalars.allSatisfy({ $0 == "\n" || ($0.value >= 32 && $0 != "\u{FFFE}") })
        else { return nil }
        var rest = svg.dropFirst(head.count)
        var open: [Int] = []
        while let start = rest.firstIndex(of: "<") {
            guard let text = Self.plain(rest[..<start]), let end = rest[start...].firstIndex(of: ">") else {
                return nil
            }
            if let last = open.last { elements[last].text += text }
            var tag = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("/") {
                guard let last = open.popLast(), elements[last].name == tag.dropFirst() else { return nil }
                continue
            }
            let isEmpty = tag.hasSuffix("/")
            if isEmpty { tag.removeLast() }
            let name = tag.prefix { $0 != " " }
            guard let attributes = Self.attributes(tag.dropFirst(name.count)) else { return nil }
            if !isEmpty { open.append(elements.count) }
            elements.append(Element(name: String(name), attributes: attributes))
        }
        guard open.isEmpty, rest == "\n", elements.first?.name == "svg" else { return nil }
    }

    func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

    var texts: [String] { all("text").map(\.text) }
    var width: Double { elements[0]["width"] }
    var height: Double { elements[0]["height"] }

    /// Every text with the room that it may take.
    var textBoxes: [TextBox] {
        all("text").map { text in
            let size = Int(text["font-size"])
            let bold = text.attributes["font-weight"] == "bold"
            let width = Double(TextExtent.width(of: text.text, size: size, bold: bold)) / 10
            let before =
                switch text.attributes["text-anchor"] {
                case "middle": width / 2
                case "end": width
                default: 0.0
                }
            return TextBox(
                text: text.text, left: text["x"] - before, top: text["y"] - 0.9 * Double(size),
                right: text["x"] - before + width, bottom: text["y"] + 0.25 * Double(size))
        }
    }

    /// Without its entities; `nil` where there are others than the three, or markup.
    private static func plain(_ text: Substring) -> String? {
        var plain = ""
        for (index, part) in text.split(separator: "&", omittingEmptySubsequences: false).enumerated() {
            guard !part.contains(">") else { return nil }
            if index == 0 {
                plain += part
            } else if let entity = [("amp;", "&"), ("lt;", "<"), ("gt;", ">")].first(where: { part.hasPrefix($0.0) }) {
                plain += entity.1 + part.dropFirst(entity.0.count)
            } else {
                return nil
            }
        }
        return plain
    }

    private static func attributes(_ text: Substring) -> [String: String]? {
        var attributes: [String: String] = [:]
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
        for index in stride(from: 0, to: parts.count - 1, by: 2) {
            guard parts[index].hasPrefix(" "), parts[index].hasSuffix("="), !parts[index + 1].contains("&") else {
                return nil
            }
            let former = attributes.updateValue(
                String(parts[index + 1]), forKey: String(parts[index].dropFirst().dropLast()))
            guard former == nil else { return nil }
        }
        return parts.count % 2 == 1 && parts.last?.isEmpty != false ? attributes : nil
    }
}

/// What must hold of every chart.
///
/// - Returns: the chart as it was read.
@discardableResult func expectFit(
    _ svg: String, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation
) throws -> ChartDocument {
    let chart = try #require(ChartDocument(svg), comment, sourceLocation: sourceLocation)
    #expect(chart.elements[0].attributes["role"] == "img", comment, sourceLocation: sourceLocation)
    #expect(chart.elements.prefix(3).map(\.name) == ["svg", "title", "desc"], sourceLocation: sourceLocation)
    #expect(chart.width == 960, sourceLocation: sourceLocation)
    for word in ["script", "href", "url(", "style", "<image"] {
        #expect(!svg.contains(word) || chart.texts.contains { $0.contains(word) }, sourceLocation: sourceLocation)
    }
    let boxes = chart.textBoxes.filter { !$0.text.isEmpty }
    for (index, box) in boxes.enumerated() {
        #expect(
            box.left >= 0 && box.top >= 0 && box.right <= chart.width && box.bottom <= chart.height,
            "\(box) leaves the picture; \(comment?.rawValue ?? "")", sourceLocation: sourceLocation)
        if let other = boxes[..<index].first(where: { $0.overlaps(box) }) {
            Issue.record("\(box) overlaps \(other); \(comment?.rawValue ?? "")", sourceLocation: sourceLocation)
        }
    }
    for dot in chart.all("circle") {
        #expect(!boxes.contains { $0.holds(dot["cx"], dot["cy"]) }, comment, sourceLocation: sourceLocation)
    }
    return chart
}

/// Whether and how text is set off on a terminal. Colour is decided once, by who knows the terminal and `NO_COLOR`.
///
/// Nothing is made safe here: see `printable(_:)`.
package struct Style: Hashable, Sendable {
    package enum Tone: Hashable, Sendable {
        case bold, dim, underlined, red, green, yellow
    }

    package let usesColour: Bool

    /// Text only: for files, pipes and `NO_COLOR`.
    package static let plain = Style(usesColour: false)

    package init(usesColour: Bool) { self.usesColour = usesColour }

    package func bold(_ text: String) -> String { applying(.bold, to: text) }
    package func dim(_ text: String) -> String { applying(.dim, to: text) }
    package func red(_ text: String) -> String { applying(.red, to: text) }
    package func green(_ text: String) -> String { applying(.green, to: text) }
    package func yellow(_ text: String) -> String { applying(.yellow, to: text) }

    /// The text between the sequences of ECMA-48 that begin and end the tone, so that tones nest; without colour, the
    /// text alone.
    package func applying(_ tone: Tone?, to text: String) -> String {
        guard usesColour, let tone, !text.isEmpty else { return text }
        let (start, end) =
            switch tone {
            case .bold: (1, 22)
            case .dim: (2, 22)
            case .underlined: (4, 24)
            case .red: (31, 39)
            case .green: (32, 39)
            case .yellow: (33, 39)
            }
        return "\u{1B}[\(start)m\(text)\u{1B}[\(end)m"
    }
}

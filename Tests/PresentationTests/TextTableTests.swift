import Presentation
import Testing

@Suite struct `A table` {
    private func filings() -> TextTable {
        var table = TextTable([
            .init("Filing", .right), .init("Title", shrinks: true), .init("Size", .right), .init("State"),
        ])
        table.append(["0", "Charter", "1.2 kB", ""])
        table.append(["12", Cell("住宅抵押物评估报告（二〇二四年度）"), "3.4 MB", Cell("damaged", .red)])
        table.append(["1,234", "é", "9 B"])
        return table
    }

    private typealias Cell = TextTable.Cell

    @Test func `is aligned for double width characters`() {
        #expect(
            filings().text() == """
                Filing  Title                                 Size  State
                ──────  ──────────────────────────────────  ──────  ───────
                     0  Charter                             1.2 kB
                    12  住宅抵押物评估报告（二〇二四年度）  3.4 MB  damaged
                 1,234  é                                      9 B

                """)
    }

    @Test func `shrinks the columns that may until it fits`() {
        #expect(
            filings().text(width: 44) == """
                Filing  Title                  Size  State
                ──────  ───────────────────  ──────  ───────
                     0  Charter              1.2 kB
                    12  住宅抵押物评估报告…  3.4 MB  damaged
                 1,234  é                       9 B

                """)
    }

    @Test func `never exceeds a width that its fixed columns leave room for`() {
        var table = TextTable([.init("甲", shrinks: true), .init("乙", .right), .init("丙", shrinks: true)])
        table.append([Cell(String(repeating: "押", count: 40)), "123", Cell(String(repeating: "x", count: 30))])
        table.append(["短", "", "y"])
        for width in 23...120 {
            for line in table.text(width: width).split(separator: "\n") { #expect(DisplayWidth.of(line) <= width) }
        }
        #expect(table.text(width: 5) == table.text(width: 23))
        #expect(table.text(width: 500) == table.text())
    }

    @Test func `takes first from the widest column`() {
        var table = TextTable([.init("a", shrinks: true), .init("b", shrinks: true)])
        table.append([Cell(String(repeating: "x", count: 50)), Cell(String(repeating: "y", count: 12))])
        let line = table.text(width: 40).split(separator: "\n").last
        #expect(line == "\(String(repeating: "x", count: 25))…  yyyyyyyyyyyy")
    }

    @Test func `has no spaces at the end of a line`() {
        for text in [filings().text(), filings().text(width: 30), filings().text(style: Style(usesColour: true))] {
            #expect(text.split(separator: "\n").allSatisfy { $0.last?.isWhitespace == false })
            #expect(text.hasSuffix("\n"))
        }
        var table = TextTable([.init("a"), .init("b")])
        table.append(["trailing   ", "  \u{3000}"])
        #expect(table.text().hasSuffix("\ntrailing\n"))
    }

    @Test func `underlines its titles where there is colour`() {
        var table = TextTable([.init("No.", .right), .init("State")])
        table.append(["7", Cell("damaged", .red)])
        #expect(
            table.text(style: Style(usesColour: true))
                == "\u{1B}[4mNo.\u{1B}[24m  \u{1B}[4mState\u{1B}[24m\n  7  \u{1B}[31mdamaged\u{1B}[39m\n")
    }

    @Test func `lets no cell steer the terminal`() {
        var table = TextTable([.init("Title")])
        table.append([Cell("a\u{1B}[31m\nforged row\u{202E}")])
        #expect(table.text() == "Title\n─────────────────────────\na␛[31m␊forged row<U+202E>\n")
    }

    @Test func `shows its header when it is empty and drops cells beyond its columns`() {
        var table = TextTable([.init("a")])
        #expect(table.isEmpty)
        #expect(table.text() == "a\n─\n")
        table.append(["1", "2"])
        table.append([])
        #expect(table.text() == "a\n─\n1\n\n")
    }
}

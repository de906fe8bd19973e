import Presentation
import Testing

@Suite struct `A block of fields` {
    private func filing() -> Fields {
        var fields = Fields()
        fields.append("Filing", "12")
        fields.append("题名", "住宅抵押物评估报告，评估基准日为二〇二四年六月三十日")
        fields.append("Attachments", "")
        fields.append("报告.pdf", "1.2 MB", depth: 1)
        fields.append("State", "damaged", .red, depth: 2)
        return fields
    }

    @Test func `is aligned for double width characters`() {
        #expect(
            filing().text() == """
                Filing      12
                题名        住宅抵押物评估报告，评估基准日为二〇二四年六月三十日
                Attachments
                  报告.pdf  1.2 MB
                    State   damaged

                """)
    }

    @Test func `wraps long values below their beginning`() {
        #expect(
            filing().text(width: 34) == """
                Filing      12
                题名        住宅抵押物评估报告，评
                            估基准日为二〇二四年六
                            月三十日
                Attachments
                  报告.pdf  1.2 MB
                    State   damaged

                """)
    }

    @Test func `keeps values readable on a terminal that is too narrow`() {
        var fields = Fields()
        fields.append("a label of some length", "0123456789012345678901234")
        #expect(fields.text(width: 10) == "a label of some length  01234567890123456789\n\(indent(24))01234\n")
    }

    @Test func `begins a new line of a value at a line feed and shows other controls`() {
        var fields = Fields()
        fields.append("Note", "first\r\n\nState  intact\u{1B}[A  ")
        #expect(fields.text() == "Note  first\n\n      State  intact␛[A\n")
        var forged = Fields()
        forged.append("a\nb", "c")
        #expect(forged.text() == "a␊b  c\n")
    }

    @Test func `is dim, bold and coloured where there is colour`() {
        var fields = Fields()
        fields.append("Journal", "")
        fields.append("State", "damaged", .red, depth: 1)
        #expect(
            fields.text(style: Style(usesColour: true))
                == "\u{1B}[1mJournal\u{1B}[22m\n  \u{1B}[2mState\u{1B}[22m  \u{1B}[31mdamaged\u{1B}[39m\n")
    }

    private func indent(_ count: Int) -> String { String(repeating: " ", count: count) }
}

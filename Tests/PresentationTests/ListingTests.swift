import Presentation
import Records
import Testing

@Suite("A listing")
struct ListingTests {
    private func listing() throws -> Listing {
        let yuan = try #require(Currency("CNY"))
        var listing = Listing([
            .init("loan", "Loan 贷款"), .init("amount", "Amount", .right), .init("note", nil),
            .init("days", "Days", .right),
        ])
        listing.append([
            .text("DK-1"), .money(Money(minorUnits: 123_456_789, currency: yuan)), .text("=1+1"), .number(1234),
        ])
        listing.append([.text("a,\"b\""), .money(Money(minorUnits: -5, currency: yuan)), .none, .none])
        return listing
    }

    @Test func `is a table for people, with separated thousands and without what only programs need`() throws {
        let text = try listing().table.text(width: nil, style: .plain)
        #expect(text.contains("DK-1       1,234,567.89  1,234"))
        #expect(text.contains("-0.05"))
        #expect(!text.contains("=1+1"))
    }

    @Test func `is CSV with quoted fields, of which none becomes a formula`() throws {
        let expected =
            "loan,amount,note,days\r\n" + "DK-1,1234567.89,'=1+1,1234\r\n" + "\"a,\"\"b\"\"\",-0.05,,\r\n"
        #expect(try listing().csv == expected)
    }

    @Test func `is JSON with amounts as text and in minor units`() throws {
        let rows = try listing().json
        let row = try #require(rows.first)
        #expect(
            row.compact
                == #"{"loan":"DK-1","amount":{"amount":"1234567.89","minorUnits":123456789,"currency":"CNY"},"note":"=1+1","days":1234}"#
        )
    }
}

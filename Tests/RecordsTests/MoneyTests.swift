import Records
import Testing

@Suite("Money and rates")
struct MoneyTests {
    @Test(arguments: [("1000000.00", "CNY", 100_000_000), ("0.05", "CNY", 5), ("7", "JPY", 7), ("1.234", "KWD", 1234)])
    func `are read as whole minor units and written as they were`(text: String, code: String, units: Int) throws {
        let currency = try #require(Currency(code))
        let money = try #require(Money(text, currency: currency))
        #expect(money.minorUnits == units)
        #expect(money.plainAmount == text)
    }

    @Test(arguments: ["1.5", "1", "1.", ".50", "-1.00", "1,000.00", "１.00", "1000000000000000.00", ""])
    func `are not read with other decimals than the currency has, with signs or separators`(text: String) throws {
        let yuan = try #require(Currency("CNY"))
        #expect(Money(text, currency: yuan) == nil)
    }

    @Test func `below zero are written with one sign`() throws {
        let yuan = try #require(Currency("CNY"))
        #expect(Money(minorUnits: -5, currency: yuan).description == "CNY -0.05")
    }

    @Test(arguments: [("4.2", 4_200_000, "4.2"), ("3.450000", 3_450_000, "3.45"), ("100", 100_000_000, "100")])
    func `of a year are read to the millionth of a percent`(text: String, millionths: Int, written: String) throws {
        let rate = try #require(Rate(percent: text))
        #expect(rate.millionthsOfPercent == millionths)
        #expect(rate.description == written)
    }

    @Test(arguments: ["", ".5", "5.", "1000", "1.0000001", "-1", "1e2"])
    func `are not read from what is no percentage`(text: String) { #expect(Rate(percent: text) == nil) }
}

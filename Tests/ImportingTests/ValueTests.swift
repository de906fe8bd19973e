import RecordXML
import Records
import Testing

@testable import Importing

@Suite("Values as people write them")
struct ValueTests {
    /// The value as a record has it, or what is wrong with it.
    private func read(_ text: String, as kind: ValueKind, currency: String = "CNY", decimals: Int = 2) -> (
        value: String?, problem: ValueProblem?
    ) {
        let bytes = Array(text.utf8)
        var folded: [UInt8] = []
        FoldedText.fold(bytes.span, into: &folded)
        var output: [UInt8] = []
        do throws(ValueProblem) {
            _ = try kind.append(
                bytes.span, folded: folded.span, currency: Array(currency.utf8), decimals: decimals, to: &output)
            return (String(decoding: output, as: UTF8.self), nil)
        } catch {
            return (nil, error)
        }
    }

    @Test(arguments: [
        "2024-03-05", "2024/3/5", "2024.3.5", "20240305", "2024年3月5日", " 2024-3-5 ", "２０２４－０３－０５", "2024年03月05号",
        "2024-03-05 10:15:30", "2024/3/5 上午 9:05", "2024-03-05T10:15:30.250", "20240305101530", "2024年3月5日 10时15分",
    ])
    func `as days are one day`(text: String) {
        #expect(read(text, as: .day(.yearFirst)).value == "2024-03-05")
    }

    @Test(arguments: [
        ("2023-02-29", "a day from 1 to 28"), ("2024-13-01", "a month from 1 to 12"),
        ("20240231", "a day from 1 to 29"),
        ("1948-12-31", "from 1949 to 2199"), ("3/5/2024", "may be a day of two months"),
        ("3/5/2024", "(月/日/年) or (日/月/年)"), ("5/13/2025", "has the month first"), ("5/13/2025", "map (月/日/年) behind"),
        ("13.5.2025", "map (日/月/年) behind"), ("13/13/2025", "no month"), ("45356", "(Excel)"),
        ("2024-3", "a day such as"),
        ("2024-03-05T20:00:00Z", "the day where the lender is"), ("24-3-5", "a day such as"),
        ("2024-03/05", "a day such as"),
        ("二〇二四年三月五日", "a day such as"), ("2024-03-05x", "a day such as"),
    ])
    func `that are no day are quoted with what would be right`(text: String, expected: String) throws {
        let problem = try #require(read(text, as: .day(.yearFirst)).problem)
        #expect(problem.problem.contains(text), "\(problem)")
        #expect(problem.expected.contains(expected) || problem.problem.contains(expected), "\(problem)")
    }

    @Test func `as days are read by the order that the map states`() {
        #expect(read("3/5/2024", as: .day(.monthFirst)).value == "2024-03-05")
        #expect(read("3/5/2024", as: .day(.dayFirst)).value == "2024-05-03")
        #expect(read("2024/3/5", as: .day(.dayFirst)).value == "2024-03-05")
        #expect(read("3/5/24", as: .day(.dayFirst)).problem != nil)
        #expect(read("45356", as: .day(.excel)).value == "2024-03-05")
        #expect(read("45356.75", as: .day(.excel)).value == "2024-03-05")
        #expect(read("43894", as: .day(.excel1904)).value == "2024-03-05")
        #expect(read("20240305", as: .day(.excel)).value == "2024-03-05")
    }

    @Test(arguments: [
        ("1,234.56", "1234.56"), ("¥1,234.56", "1234.56"), ("￥1234.56", "1234.56"), ("1，234．56", "1234.56"),
        ("12.5万元", "125000.00"), ("12.5万", "125000.00"), ("3亿", "300000000.00"), ("1234.56元", "1234.56"),
        ("0.01", "0.01"),
        ("1000元整", "1000.00"), ("CNY 88", "88.00"), ("人民币 88.5", "88.50"), ("1234.5600", "1234.56"), ("+5", "5.00"),
        ("16.054444万元", "160544.44"), ("2千万元", "20000000.00"), ("999999999999999.99", "999999999999999.99"),
    ])
    func `as amounts are exact`(text: String, amount: String) {
        #expect(read(text, as: .amount(.init())).value == amount)
    }

    @Test(arguments: [
        ("12.345", "more decimals"), ("0.0012345万元", "more decimals"), ("(1,234.56)", "negative"), ("-5", "negative"),
        ("(-100)", "negative"),
        ("0.00", "is zero"), ("1,23.45", "commas"), ("1.234,56", "commas"), ("1234567,890.00", "commas"),
        ("", "no number"),
        ("1.5E+06", "Excel"), ("$5", "another currency"), ("USD 5", "another currency"), ("5 CR", "no amount"),
        ("5.", "behind the point"),
        ("1000000000000000", "too large"), ("99999999999999999999", "digits"), ("一百元", "no number"),
        ("1 234.56", "no amount"),
    ])
    func `that are no amount are refused and never rounded`(text: String, reason: String) throws {
        let problem = try #require(read(text, as: .amount(.init())).problem)
        #expect(problem.problem.contains(reason), "\(problem)")
    }

    @Test func `as amounts have the unit that the map states, unless they state another`() throws {
        let tenThousands = ValueKind.amount(.init(unit: AmountText.Unit(name: "万元")))
        #expect(read("1,712.5", as: tenThousands).value == "17125000.00")
        #expect(read("0.000001", as: tenThousands).value == "0.01")
        #expect(read("500万元", as: tenThousands).value == "5000000.00")
        #expect(read("500元", as: tenThousands).problem?.problem.contains("the map says 万元") == true)
        #expect(read("(5)", as: .amount(.init(dropsSign: true))).value == "5.00")
        #expect(read("1234", as: .amount(.init()), currency: "JPY", decimals: 0).value == "1234")
        #expect(read("1234.5", as: .amount(.init()), currency: "JPY", decimals: 0).problem != nil)
        #expect(read("1.2345万", as: .amount(.init()), currency: "JPY", decimals: 0).value == "12345")
        #expect(read("100元", as: .amount(.init()), currency: "USD").problem?.problem.contains("currency") == true)
        #expect(read("1万元", as: .amount(.init()), currency: "USD").problem?.problem.contains("currency") == true)
    }

    @Test(arguments: [
        ("4.2%", "4.2"), ("4.2", "4.2"), ("４．２％", "4.2"), ("42‰", "4.2"), ("420BP", "4.2"), ("0.35%", "0.35"),
        ("0", "0"), ("3.450000", "3.45"),
    ])
    func `as rates are percentages`(text: String, percent: String) {
        #expect(read(text, as: .percent(nil)).value == percent)
    }

    @Test func `as rates below one are read only where the map states what they are`() {
        #expect(read("0.042", as: .percent(nil)).problem?.problem.contains("fraction or a percentage") == true)
        #expect(read("0.042", as: .percent(.fraction)).value == "4.2")
        #expect(read("0.042", as: .percent(.percent)).value == "0.042")
        #expect(read("-20", as: .basisPoints).value == "-20")
        #expect(read("0.35%", as: .basisPoints).value == "35")
        #expect(read("0.355%", as: .basisPoints).problem != nil)
    }

    @Test(arguments: [
        ("ＤＫ－２０２４－００１", "DK-2024-001"), ("'622202001", "622202001"), ("=\"00123\"", "00123"),
        ("\t DK-1\u{3000}", "DK-1"),
        ("\u{200B}DK-1", "DK-1"), ("’0012", "0012"),
    ])
    func `as numbers lose what Excel and people put around them`(text: String, number: String) {
        #expect(read(text, as: .identifier(isBusiness: true)).value == number)
    }

    @Test func `as numbers that Excel has cut are refused with what it did`() throws {
        let problem = try #require(read("6.22202E+18", as: .identifier(isBusiness: false)).problem)
        #expect(problem.problem.contains("it keeps 15 digits"))
        #expect(problem.expected.contains("文本"))
        #expect(read("6.22E+18", as: .documentNumber).problem != nil)
        #expect(read("DK 1", as: .identifier(isBusiness: true)).problem != nil)
        #expect(read(String(repeating: "1", count: 65), as: .identifier(isBusiness: true)).problem != nil)
    }

    @Test func `as choices are known by code and by label in either language`() throws {
        let channel = ValueKind.choice(
            ChoiceText([
                .init(value: "transfer", zh: "转账", en: "Transfer"), .init(value: "other", zh: "其他", en: "Other"),
            ]))
        for text in ["transfer", "转账", "Transfer", "TRANSFER", " 转账 "] {
            #expect(read(text, as: channel).value == "transfer")
        }
        #expect(read("刷卡", as: channel).problem?.expected == "one of transfer (转账), other (其他)")
    }

    @Test func `as lines keep their signs and lose their blanks`() {
        #expect(read("  归还\r\n本息（第三季度） ", as: .line(limit: 200)).value == "归还 本息（第三季度）")
        #expect(read("a\u{0}b", as: .line(limit: 200)).problem != nil)
        #expect(read("a\u{85}b", as: .line(limit: 200)).problem != nil)
        #expect(read("a\u{FFFE}b", as: .line(limit: nil)).problem != nil)
        #expect(read(String(repeating: "贷", count: 200), as: .line(limit: 200)).value != nil)
        #expect(read(String(repeating: "贷", count: 201), as: .line(limit: 200)).problem != nil)
    }

    @Test(arguments: [("20", "20"), ("20日", "20"), ("20.0", "20"), ("２０", "20")])
    func `as whole numbers lose the word behind them`(text: String, number: String) {
        #expect(read(text, as: .wholeNumber).value == number)
    }
}

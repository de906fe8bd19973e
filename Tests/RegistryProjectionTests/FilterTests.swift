import Records
import RegistryProjection
import Testing

@Suite struct `A filter of the catalogue` {
    private let catalogue: TestCatalogue

    init() throws {
        catalogue = try TestCatalogue()
        try catalogue.add(60) { number in
            TestCatalogue.Record(
                title: number % 2 == 0 ? "抵押合同" : "评估报告",
                kind: number % 3 == 0 ? .mortgageContract : .valuationReport,
                subjects: [(.loan, "L\(number % 4)"), (.collateral, "L\(number % 5)"), (.party, "P1"), (.party, "P2")],
                effective: CalendarDate(dayNumber: 19_700 + number / 2).description)
        }
    }

    private func numbers(_ holds: (Int) -> Bool) -> [Int] { (0..<60).reversed().filter(holds) }

    private func find(_ change: (inout CatalogueQuestion) throws -> Void) throws -> [Int] {
        var question = CatalogueQuestion()
        question.limit = 100
        try change(&question)
        return try catalogue.find(question)
    }

    private func identifier(_ text: String) throws -> BusinessIdentifier { try #require(BusinessIdentifier(text)) }

    @Test func `without a condition is everything, newest first`() throws {
        #expect(try find { _ in } == numbers { _ in true })
    }

    @Test func `by kind gives that kind only`() throws {
        #expect(try find { $0.kind = .mortgageContract } == numbers { $0 % 3 == 0 })
        #expect(try find { $0.kind = .charter } == [])
    }

    @Test func `by subject tells roles apart, and takes the beginning of a number`() throws {
        #expect(
            try find { $0.subjects = [Subject(role: .loan, number: try identifier("L1"))] } == numbers { $0 % 4 == 1 })
        #expect(
            try find { $0.subjects = [Subject(role: .collateral, number: try identifier("L1"))] }
                == numbers { $0 % 5 == 1 })
        #expect(try find { $0.subjects = [Subject(role: .loan, number: try identifier("L"))] } == numbers { _ in true })
        #expect(try find { $0.subjects = [Subject(role: .loan, number: try identifier("1"))] } == [])
        #expect(try find { $0.subjects = [Subject(role: .mortgage, number: try identifier("L1"))] } == [])
        #expect(
            try find {
                $0.subjects = [
                    Subject(role: .loan, number: try identifier("L1")),
                    Subject(role: .collateral, number: try identifier("L2")),
                    Subject(role: .party, number: try identifier("P2")),
                ]
            } == numbers { $0 % 4 == 1 && $0 % 5 == 2 })
    }

    @Test func `by days includes the first and the last`() throws {
        let from = CalendarDate(dayNumber: 19_705)
        let to = CalendarDate(dayNumber: 19_707)
        #expect(try find { $0.from = from } == numbers { $0 / 2 >= 5 })
        #expect(try find { $0.to = to } == numbers { $0 / 2 <= 7 })
        #expect(
            try find {
                $0.from = from
                $0.to = to
            } == [15, 14, 13, 12, 11, 10])
        #expect(
            try find {
                $0.from = to
                $0.to = from
            } == [])
    }

    @Test func `goes together with words and with other filters`() throws {
        #expect(
            try find {
                $0.words = "抵押"
                $0.kind = .mortgageContract
                $0.subjects = [Subject(role: .loan, number: try identifier("L0"))]
                $0.from = CalendarDate(dayNumber: 19_706)
            } == numbers { $0 % 2 == 0 && $0 % 3 == 0 && $0 % 4 == 0 && $0 / 2 >= 6 })
    }

    @Test func `is paged without a gap and without a double`() throws {
        for words in [nil, "抵押", "R"] {
            for limit in [1, 2, 7, 29, 30, 59, 60, 61] { try checkPages(words: words, limit: limit) }
        }
    }

    private func checkPages(words: String?, limit: Int) throws {
        var question = CatalogueQuestion()
        question.words = words
        question.limit = limit
        var pages: [[Int]] = []
        while true {
            let (filings, more) = try catalogue.page(question)
            pages.append(filings.map(\.number.value))
            #expect(filings.count <= limit)
            guard more else { break }
            #expect(filings.count == limit)
            question.before = filings.last?.number
        }
        #expect(pages.flatMap(\.self) == numbers { words != "抵押" || $0 % 2 == 0 })
        #expect(pages.last?.isEmpty == false)
    }

    @Test func `keeps its pages while filings are added`() throws {
        var question = CatalogueQuestion()
        question.limit = 25
        let first = try catalogue.find(question)
        try catalogue.add(10) { _ in TestCatalogue.Record() }
        question.before = first.last.map { FilingNumber($0) }
        #expect(try first + catalogue.find(question) == numbers { $0 >= 10 })
    }
}

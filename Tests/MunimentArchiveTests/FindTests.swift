import ContentStorage
import MunimentArchive
import MunimentTestSupport
import Records
import RegistryProjection
import Testing

@Suite struct `A search of an archive` {
    private let test: TestArchive

    init() throws { test = try TestArchive() }

    /// Files records with these titles as one batch: the first is filing 1.
    private func file(_ titles: [String]) throws {
        for (place, title) in titles.enumerated() {
            let name = String(1000 + place)
            try SampleRecord("HT-\(name)", title: title).write(to: test.folder, as: "intake/\(name).xml")
        }
        try test.file([test.folder["intake"]])
    }

    @Test func `finds each filing of a batch of many by its own words`() throws {
        try file((1...100).map { "第\($0)号 word\($0)x" })
        for number in 1...100 { #expect(try test.find("word\(number)x") == [number]) }
        #expect(try test.find("号").count == 50)
    }

    @Test func `does not put together what neighbours hold`() throws {
        try file(["alpha beta", "gamma", "抵押 合同", "押合"])
        #expect(try test.find("alpha gamma") == [])
        #expect(try test.find("beta alpha") == [1])
        #expect(try test.find("抵押合同") == [])
        #expect(try test.find("alpha-gamma") == [])
        #expect(try test.find("alpha-beta") == [1])
        #expect(try test.find("beta-alpha") == [])
    }

    @Test func `finds the same after a rebuild, whatever the batches were`() throws {
        try file((1...70).map { "甲\($0)" })
        try test.file(SampleRecord("HT-1", title: "乙1"))
        try test.file(SampleRecord("HT-2", title: "乙2"))
        let questions = ["甲33", "乙", "乙2", "HT-10", "甲"]
        let answers = try questions.map(test.find)
        let rows = try RegistryFile(test.registryPath).rows()
        try test.rebuild()
        #expect(try questions.map(test.find) == answers)
        #expect(try RegistryFile(test.registryPath).rows() == rows)
        #expect(
            Set(try #require(rows["catalogue"]).compactMap { $0.split(separator: " ").last })
                == ["0", "1", "33", "65", "71", "72"])
    }

    @Test func `goes on without a record that cannot be read, and tells of it`() throws {
        let first = try #require(test.file(SampleRecord("HT-1", title: "丙")).receipt)
        try test.file(SampleRecord("HT-2", title: "丙"))
        try test.folder.remove("archive/objects/\(first.digest.hex.prefix(2))/\(first.digest.hex)")
        var question = CatalogueQuestion()
        question.words = "丙"
        var unreadable: [Int] = []
        let found = try test.archive.find(question, in: test.archive.registryForReading().registry) { number, error in
            unreadable.append(number.value)
            #expect(error.code == .damaged)
        }
        #expect(found.filings.map(\.number.value) == [2])
        #expect(unreadable == [1])
    }

    @Test func `answers by narrow filters and words together, page by page`() throws {
        try file((1...80).map { $0 % 2 == 0 ? "丁 even" : "丁 odd" })
        var question = CatalogueQuestion()
        question.words = "丁 even"
        question.subjects = [Subject(role: .loan, number: try #require(BusinessIdentifier("DK-HT-101")))]
        question.limit = 3
        var pages: [[Int]] = []
        while pages.count < 9 {
            let (filings, more) = try test.archive.find(
                question, in: test.archive.registryForReading().registry
            ) { _, _ in }
            pages.append(filings.map(\.number.value))
            guard more else { break }
            question.before = filings.last?.number
        }
        #expect(pages == [[20, 18, 16], [14, 12]])
    }
}

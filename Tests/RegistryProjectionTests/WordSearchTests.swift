import Records
import RegistryProjection
import Testing

@Suite struct `A search for words` {
    @Test func `finds every run of Chinese characters of any length`() throws {
        let text = "最高额抵押合同"
        let catalogue = try TestCatalogue(["贷后检查报告", text, "评估报告"])
        let characters = Array(text)
        for start in characters.indices {
            for end in start..<characters.count {
                #expect(try catalogue.find(String(characters[start...end])) == [1], "\(characters[start...end])")
            }
        }
    }

    @Test func `finds one Chinese character wherever it stands`() throws {
        let catalogue = try TestCatalogue(["押品", "抵押", "质押物", "押", "贷款"])
        #expect(try catalogue.find("押") == [3, 2, 1, 0])
        #expect(try catalogue.find("款") == [4])
    }

    @Test func `does not find characters that only stand near each other`() throws {
        let catalogue = try TestCatalogue(["抵押合同", "抵 押", "抵，押", "押抵"])
        #expect(try catalogue.find("抵押") == [0])
        #expect(try catalogue.find("抵合") == [])
        #expect(try catalogue.find("押同") == [])
        #expect(try catalogue.find("抵押贷款") == [])
    }

    @Test func `finds Chinese, Latin and digits that touch, from either side`() throws {
        let catalogue = try TestCatalogue(["浦东A座1201室", "2024年第3期", "乌沪高抵字2024第001号", "沪(2019)浦字第076412号"])
        for (words, found) in [
            ("东A", [0]), ("A座", [0]), ("浦东A座", [0]), ("座1201", [0]), ("1201室", [0]), ("浦东A座1201室", [0]),
            ("座12", [0]), ("2024年", [1]), ("年第3期", [1]), ("第3", [1]), ("高抵字2024", [2]), ("2024第001", [2]),
            ("沪(2019)浦", [3]), ("沪（2019）浦字第076412号", [3]), ("第0764", [3]), ("B座", []), ("东1201", []),
        ] {
            #expect(try catalogue.find(words) == found, "\(words)")
        }
    }

    @Test func `finds Latin words in any case and from their beginning`() throws {
        let catalogue = try TestCatalogue(["CNC Machining Centre", "machine tool", "École Müller", "subMachine"])
        #expect(try catalogue.find("machining") == [0])
        #expect(try catalogue.find("MACHIN") == [1, 0])
        #expect(try catalogue.find("cnc CENTRE") == [0])
        #expect(try catalogue.find("achin") == [])
        #expect(try catalogue.find("éCOLE") == [2])
        #expect(try catalogue.find("müll") == [2])
    }

    @Test func `takes full-width letters and digits for plain ones, in the text and in the question`() throws {
        let catalogue = try TestCatalogue(["ＡＢＣ公司１２３号", "ABC公司123号"])
        for words in ["abc公司123", "ＡＢＣ公司", "ａｂｃ", "１２３号", "公司１２３"] {
            #expect(try catalogue.find(words) == [1, 0], "\(words)")
        }
        #expect(try catalogue.find("ＡＢＣ　１２３") == [1, 0], "the ideographic space parts words")
    }

    @Test func `finds rare characters beyond the first sixteen bits`() throws {
        let catalogue = try TestCatalogue(["𠮷野家贷款", "吉野家贷款", "王㐂"])
        #expect(try catalogue.find("𠮷") == [0])
        #expect(try catalogue.find("𠮷野") == [0])
        #expect(try catalogue.find("吉野家") == [1])
        #expect(try catalogue.find("王㐂") == [2])
    }

    @Test func `wants every one of several words, in any order`() throws {
        let catalogue = try TestCatalogue(["浦东新区 抵押合同", "浦东新区 评估报告", "徐汇区 抵押合同"])
        #expect(try catalogue.find("浦东 抵押") == [0])
        #expect(try catalogue.find("抵押 浦东") == [0])
        #expect(try catalogue.find("  抵押\t浦东\n") == [0])
        #expect(try catalogue.find("浦东 抵押 评估") == [])
        #expect(try catalogue.find("区 报告") == [1])
    }

    @Test func `looks into title, text, file names and identifiers together`() throws {
        let catalogue = try TestCatalogue()
        try catalogue.add(
            .init(
                identifier: "HT-2024-001", title: "流动资金借款合同", text: "上海子虚精密机械有限公司",
                subjects: [(.loan, "DK-2024-001"), (.party, "KH-100217")], attachments: ["附件/设备清单.csv"]))
        for words in ["流动资金", "子虚", "设备清单", "csv", "HT-2024", "kh-1002", "借款 子虚 清单 DK-2024-001 HT-2024-001"] {
            #expect(try catalogue.find(words) == [0], "\(words)")
        }
    }
}

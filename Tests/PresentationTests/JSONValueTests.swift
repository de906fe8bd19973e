import Foundation
import Presentation
import Records
import Testing

@Suite struct `JSON` {
    private let value: JSONValue = [
        "number": 12, "title": "评估\"报告\"", "items": [1, -2, true, nil, [:], []], "nested": ["a": ["b": "c\n"]],
    ]

    @Test func `keeps the order of fields and stands in one line`() {
        #expect(
            value.compact
                == #"{"number":12,"title":"评估\"报告\"","items":[1,-2,true,null,{},[]],"nested":{"a":{"b":"c\n"}}}"#)
    }

    @Test func `is indented where people read it`() {
        #expect(
            value.pretty == #"""
                {
                  "number": 12,
                  "title": "评估\"报告\"",
                  "items": [
                    1,
                    -2,
                    true,
                    null,
                    {},
                    []
                  ],
                  "nested": {
                    "a": {
                      "b": "c\n"
                    }
                  }
                }
                """#)
    }

    @Test func `escapes what would break it or steer a terminal`() {
        let text = "\u{0}\u{8}\u{1B}\u{1F}\u{7F}\u{9B}\u{202E}\u{2028}\r\t\\/"
        #expect(
            JSONValue(text).compact == #""\u0000\u0008\u001b\u001f\u007f\u009b\u202e\u2028\r\t\\/""#)
        #expect(JSONValue("贷款 “…” é 🏠 ‰").compact == #""贷款 “…” é 🏠 ‰""#)
    }

    @Test func `is read back by another parser as it was written`() throws {
        let scalars = [0...0xD7FF, 0xE000...0x2FFFF].joined().compactMap { Unicode.Scalar(UInt32($0)) }
        let text = String(String.UnicodeScalarView(scalars))
        let written: JSONValue = ["text": .string(text), "least": .int(.min), "most": .int(.max), text: nil]
        struct Parsed: Decodable {
            let text: String
            let least: Int
            let most: Int
        }
        for json in [written.compact, written.pretty] {
            let parsed = try JSONDecoder().decode(Parsed.self, from: Data(json.utf8))
            #expect(Array(parsed.text.unicodeScalars) == scalars)
            #expect(parsed.least == .min && parsed.most == .max)
        }
        #expect(written.compact.utf8.allSatisfy { $0 >= 0x20 })
    }

    @Test func `writes what is missing as null`() {
        let number: Int? = nil
        let title: String? = nil
        let filing: FilingNumber? = nil
        let truth: Bool? = true
        let object: JSONValue = [
            "a": JSONValue(number), "b": JSONValue(title), "c": JSONValue(filing), "d": JSONValue(truth),
        ]
        #expect(object.compact == #"{"a":null,"b":null,"c":null,"d":true}"#)
    }

    @Test func `gains fields at the end`() {
        let object: JSONValue = ["a": 1]
        #expect(object.adding("b", JSONValue([1, 2].map(JSONValue.int))).compact == #"{"a":1,"b":[1,2]}"#)
        #expect(JSONValue.int(1).adding("b", 2) == 1)
    }

    @Test func `writes the values of records in one way`() throws {
        let time = try #require(Timestamp("2026-11-21T08:30:00Z"))
        let object: JSONValue = [
            "filing": JSONValue(FilingNumber(7)), "kind": JSONValue(RecordKind.loanContract), "time": JSONValue(time),
            "date": JSONValue(CalendarDate("2026-11-21")), "id": JSONValue(BusinessIdentifier("L-1")),
            "digest": JSONValue(ContentDigest(hashing: [])),
        ]
        #expect(
            object.compact == """
                {"filing":7,"kind":"loan-contract","time":"2026-11-21T08:30:00Z","date":"2026-11-21","id":"L-1",\
                "digest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
                """)
    }

    @Test func `tells findings and errors field by field`() {
        let finding = Finding(rule: "xsd", file: "报告.xml", line: 3, problem: "no title")
        #expect(
            JSONValue(finding).compact == """
                {"rule":"xsd","file":"报告.xml","line":3,"column":null,"path":null,"problem":"no title","expected":""}
                """)
        let error = MunimentError(.locked, "archive", "is locked", remedy: "wait")
        #expect(JSONValue(error).compact == #"{"thing":"archive","reason":"is locked","remedy":"wait"}"#)
    }
}

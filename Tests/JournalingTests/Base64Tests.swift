import Foundation
import MunimentTestSupport
import Testing

@testable import Journaling

@Suite struct Base64Tests {
    @Test func `bytes of every length come out as Foundation writes them, and back`() {
        var random = SeededGenerator()
        for count in 0..<200 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(bytes.base64 == Data(bytes).base64EncodedString(), "\(random)")
            #expect([UInt8](base64: bytes.base64) == bytes, "\(random)")
        }
    }

    @Test(arguments: [
        "A", "AA", "AAA", "A===", "====", "AA=A", "AB==", "AAB=", "AA==AA==", "AAAA ", " AAAA", "AA\n==", "AA-_",
        "AAAA=",
        "AAA\u{301}", "ÄAA=",
    ])
    func `any other form is refused`(text: String) {
        #expect([UInt8](base64: text) == nil)
    }
}

import MunimentTestSupport
import Testing

@testable import RegistryProjection

@Suite struct `A certificate number` {
    /// What the registry does, in a sorted list: how many look-ups it takes, and whether the number is found.
    private func search(_ number: String, in sorted: [[UInt8]]) -> (found: String?, steps: Int) {
        let wanted = CertificateNumber(number)
        var (key, steps): (String?, Int) = ("", 0)
        while let from = key {
            steps += 1
            var (low, high) = (0, sorted.count)
            let bytes = Array(from.utf8)
            while low < high {
                let middle = (low + high) / 2
                if sorted[middle].lexicographicallyPrecedes(bytes) { low = middle + 1 } else { high = middle }
            }
            guard low < sorted.count else { return (nil, steps) }
            let text = String(decoding: sorted[low], as: UTF8.self)
            if wanted.isWritten(text) { return (text, steps) }
            key = wanted.key(after: text)
        }
        return (nil, steps)
    }

    private func sorted(_ numbers: [String]) -> [[UInt8]] {
        numbers.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
    }

    @Test func `is found among others exactly where one of them is a writing of it`() {
        var random = SeededGenerator()
        print("certificate numbers: \(random)")
        for _ in 0..<3_000 {
            func text() -> String {
                String(
                    (0..<Int.random(in: 1...5, using: &random)).map { _ in
                        "12（(１A　Ａ\u{A0}号".randomElement(using: &random) ?? "1"
                    })
            }
            let others = (0..<Int.random(in: 0...30, using: &random)).map { _ in text() }
            let number = text()
            let isThere = others.contains { CertificateNumber(number).isWritten($0) }
            let found = search(number, in: sorted(others)).found
            #expect((found != nil) == isThere, "\(number) among \(others): \(random)")
        }
    }

    @Test func `is told apart from a hundred thousand in a few steps`() {
        let all = sorted(
            (0..<100_000).map { number in
                let digits = String(1_000_000 + number * 7)
                return number % 3 == 0 ? "沪（2023）浦字不动产权第\(digits)号" : "沪(2023)浦字不动产权第\(digits)号"
            })
        for number in ["沪(2023)浦字不动产权第1350001号", "沪（2023）浦字不动产权第1350001号", "苏(2023)第1号", "沪(2023)"] {
            let (found, steps) = search(number, in: all)
            #expect(found == nil && steps < 60, "\(number): \(steps)")
        }
        let (found, _) = search("沪（２０２３)浦字不动产权第1350000号", in: all)
        #expect(found != nil)
    }
}

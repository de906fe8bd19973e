/// The 18-character unified social credit code of an organisation (统一社会信用代码).
package enum SocialCreditCode {
    private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
    private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

    /// The check character that GB 32100-2015 asks for (modulo 31), or `nil` where the first 17 characters cannot be
    /// those of a code.
    package static func checkCharacter(of code: String) -> Character? {
        let characters = Array(code.utf8)
        guard characters.count == 18 else { return nil }
        var sum = 0
        for (character, weight) in zip(characters, weights) {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            sum += value * weight
        }
        return Character(UnicodeScalar(alphabet[(31 - sum % 31) % 31]))
    }
}

/// The 18-character number of a resident's identity card (公民身份号码).
package enum ResidentIdentityNumber {
    private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    private static let checks = Array("10X98765432")

    /// The check character that GB 11643-1999 asks for (ISO 7064, MOD 11-2), or `nil` where the first 17 characters are
    /// not digits.
    package static func checkCharacter(of number: String) -> Character? {
        let characters = Array(number.utf8)
        guard characters.count == 18 else { return nil }
        var sum = 0
        for (character, weight) in zip(characters, weights) {
            guard (48...57).contains(character) else { return nil }
            sum += Int(character - 48) * weight
        }
        return checks[sum % 11]
    }

    /// The day of birth that characters 7–14 state; `nil` where there is no such day.
    package static func birthDate(of number: String) -> CalendarDate? {
        let characters = Array(number.utf8)
        guard characters.count == 18, characters[6..<14].allSatisfy({ (48...57).contains($0) }) else { return nil }
        func digits(_ range: Range<Int>) -> Int? { Int(String(decoding: characters[range], as: UTF8.self)) }
        guard let year = digits(6..<10), let month = digits(10..<12), let day = digits(12..<14) else { return nil }
        return CalendarDate(year: year, month: month, day: day)
    }
}

internal import Records

/// The last character of a `credit-code` (GB 32100-2015) and of an `identity-number` (GB 11643-1999) follows from the
/// others, and the day of birth in an identity number exists.
enum CheckDigitRule {
    static func check(_ element: RecordElement, _ problems: inout [PlacedProblem]) {
        let text = element.shortText
        func note(_ rule: String, _ problem: String, _ expected: String) {
            problems.append(
                PlacedProblem(rule: rule, place: Place(of: element), problem: problem, expected: expected))
        }
        let isIdentity = element.isNamed("identity-number")
        if isIdentity, ResidentIdentityNumber.birthDate(of: text) == nil {
            note(
                "birth-date", "there is no such day as the day of birth in `\(text.abridged)`",
                "year, month and day of birth as characters 7 to 14")
            return
        }
        let check =
            isIdentity
            ? ResidentIdentityNumber.checkCharacter(of: text) : SocialCreditCode.checkCharacter(of: text)
        // The check character is not told: a number with a slip elsewhere would then pass with two.
        if let check, text.last != check {
            note(
                "check-digit", "the check digit of `\(text.abridged)` does not fit the other characters",
                "the number exactly as the document states it; at least one character is wrong")
        }
    }
}

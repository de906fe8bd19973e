import Records
import Testing

@Suite struct `Check characters` {
    /// The example that is in print everywhere, and the codes of Tencent, Huawei, Alibaba, Baidu, ICBC and the Bank of
    /// China as they publish them.
    private static let codes = [
        "91350100M000100Y43", "9144030071526726XG", "914403001922038216", "91330100799655058B", "91110000802100433B",
        "91100000100003962T", "911000001000013428",
    ]

    @Test(arguments: codes)
    func `of a social credit code agree with published codes`(code: String) {
        #expect(SocialCreditCode.checkCharacter(of: code) == code.last)
    }

    @Test(arguments: codes)
    func `of a social credit code catch every wrong character and every swap of neighbours`(code: String) {
        let characters = Array(code)
        for place in 0..<17 {
            for other in "0123456789ABCDEFGHJKLMNPQRTUWXY" where other != characters[place] {
                var wrong = characters
                wrong[place] = other
                #expect(SocialCreditCode.checkCharacter(of: String(wrong)) != code.last)
            }
            var swapped = characters
            swapped.swapAt(place, place + 1)
            guard swapped != characters else { continue }
            #expect(SocialCreditCode.checkCharacter(of: String(swapped)) != swapped.last)
        }
    }

    @Test(arguments: [
        "", "91350100M000100Y4", "91350100M000100Y433", "91350100I000100Y43", "91350100O000100Y43",
        "91350100S000100Y43",
        "91350100V000100Y43", "91350100Z000100Y43", "91350100m000100y43", "91350100M000100Y４", "91350100 000100Y43",
    ])
    func `of a social credit code are refused where its characters cannot be`(code: String) {
        #expect(SocialCreditCode.checkCharacter(of: code) == nil)
    }

    /// The two examples of GB 11643-1999.
    @Test(arguments: [("11010519491231002X", "1949-12-31"), ("440524188001010014", "1880-01-01")])
    func `of an identity number agree with the standard's examples`(number: String, birth: String) {
        #expect(ResidentIdentityNumber.checkCharacter(of: number) == number.last)
        #expect(ResidentIdentityNumber.birthDate(of: number) == CalendarDate(birth))
        let characters = Array(number)
        for place in 0..<17 {
            for other in "0123456789" where other != characters[place] {
                var wrong = characters
                wrong[place] = other
                #expect(ResidentIdentityNumber.checkCharacter(of: String(wrong)) != number.last)
            }
        }
    }

    @Test(arguments: ["", "1101051949123100", "11010519491231002XX", "1101051949123100aX", "X1010519491231002X"])
    func `of an identity number are refused where its characters cannot be`(number: String) {
        #expect(ResidentIdentityNumber.checkCharacter(of: number) == nil)
    }

    @Test(arguments: ["11010519490231002X", "11010519491331002X", "11010500001231002X", "110105+9491231002X", "1949"])
    func `do not make a day of birth that does not exist`(number: String) {
        #expect(ResidentIdentityNumber.birthDate(of: number) == nil)
    }
}

@Suite struct `A currency` {
    @Test(arguments: [
        ("CNY", 2), ("USD", 2), ("EUR", 2), ("HKD", 2), ("JPY", 0), ("KRW", 0), ("VND", 0), ("ISK", 0), ("KWD", 3),
        ("BHD", 3), ("TND", 3), ("CLF", 4), ("UYW", 4),
    ])
    func `has the decimals that ISO 4217 gives it`(code: String, decimals: Int) {
        #expect(Currency.minorUnits(of: code) == decimals)
    }
}

import Testing

@testable import RegistryProjection

@Suite struct `A certificate number` {
    @Test(arguments: [
        "沪(2019)浦字第1号", "沪（２０１９）浦字第１号", " 沪(2019) 浦字\u{3000}第1号", "沪\u{A0}（2019)浦字第1号\n",
    ]) func `is the same however it is written`(text: String) {
        #expect(CertificateNumber(text).key == "沪(2019)浦字第1号")
    }

    @Test(arguments: ["沪(2019)浦字第11号", "苏(2019)浦字第1号", "沪[2019]浦字第1号", "沪(2019)浦字第1"])
    func `is another one with other characters`(text: String) {
        #expect(CertificateNumber(text).key != "沪(2019)浦字第1号")
    }

    @Test func `keeps what has no narrow form, and capitals`() {
        #expect(CertificateNumber("Ａａ～！￥％〔2019〕").key == "Aa~!￥%〔2019〕")
    }
}

import RecordXML
import Records
import Testing

/// What the registry is told of the records about loans, parties and policies.
@Suite struct LendingFactsTests {
    let validator = SampleRecords.validator

    private func effect(_ kind: RecordKind, _ change: (String) -> String = { $0 }) throws -> RecordEffect {
        try validator.record(Array(change(SampleRecords.text(kind)).utf8)).facts.effect
    }

    private func number(_ text: String) throws -> BusinessIdentifier { try #require(BusinessIdentifier(text)) }
    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }
    private func money(_ text: String, _ currency: String = "CNY") throws -> Money {
        let currency = try #require(Currency(currency))
        return try #require(Money(text, currency: currency))
    }
    private func rate(_ text: String) throws -> Rate { try #require(Rate(percent: text)) }

    @Test func `a loan contract opens a loan with its terms and parties`() throws {
        let optional = """
            <prepayment><notice-days>30</notice-days><minimum currency="CNY" scale="2">10000.00</minimum>\
            <fee>1.5</fee><fee-until>2024-09-30</fee-until></prepayment></loan-contract>
            """
        let guarantor = """
            <guarantor><number>KH-10087</number><name>王一</name><other-document type="passport">E12345678\
            </other-document><phone>13800000000</phone></guarantor><product>
            """
        guard
            case .loanContract(let contract) = try effect(
                .loanContract,
                {
                    $0.replacing("</loan-contract>", with: optional).replacing("<product>", with: guarantor)
                        .replacing("<party>", with: "<party>KH-10087</party><party>")
                })
        else { throw Missing() }
        #expect(
            try contract
                == LoanContract(
                    loan: number("DK-2024-001"), signedOn: day("2024-03-28"),
                    borrowers: [
                        Party(
                            number: number("KH-10086"), name: "上海示例商贸有限公司",
                            document: .creditCode("91310115MA1000017Q"), phone: nil, address: nil)
                    ],
                    guarantors: [
                        Party(
                            number: number("KH-10087"), name: "王一",
                            document: .other(type: "passport", number: "E12345678"), phone: "13800000000", address: nil)
                    ],
                    product: "working-capital",
                    terms: LoanTerms(
                        principal: money("1000000.00"), annualRate: rate("3.65"), dayCount: .actual360,
                        method: .interestOnly, start: day("2024-04-01"), end: day("2025-03-31"), repaymentDay: 20,
                        penalty: PenaltyTerms(
                            overdueUplift: rate("50"), misuseUplift: rate("100"), chargesCompoundInterest: true),
                        prepayment: PrepaymentTerms(
                            noticeDays: 30, minimum: money("10000.00"), fee: rate("1.5"), feeUntil: day("2024-09-30"))),
                    security: [.mortgage]))
    }

    @Test func `a contract may say nothing of prepayment, and have several kinds of security`() throws {
        guard
            case .loanContract(let contract) = try effect(
                .loanContract, { $0.replacing("</security>", with: "</security><security>guarantee</security>") })
        else { throw Missing() }
        #expect(contract.terms.prepayment == nil && contract.guarantors.isEmpty)
        #expect(contract.security == [.mortgage, .guarantee])
    }

    @Test func `disbursements are read row by row`() throws {
        let costs = """
            </payment><payment><voucher>FK-2</voucher><loan>DK-2</loan><paid-on> 2024-04-02 </paid-on>\
            <amount>0.01</amount><purpose>costs</purpose><payee><name>某法院</name></payee><note>诉讼费</note></payment>
            """
        let effect = try effect(.disbursement) { $0.replacing("</payment>", with: costs) }
        #expect(
            try effect
                == .disbursements([
                    Disbursement(
                        loan: number("DK-2024-001"), voucher: number("FK-20240401-0001"), paidOn: day("2024-04-01"),
                        amount: money("1000000.00"), purpose: .principal),
                    Disbursement(
                        loan: number("DK-2"), voucher: number("FK-2"), paidOn: day("2024-04-02"),
                        amount: money("0.01"), purpose: .costs),
                ]))
    }

    @Test func `repayments are read row by row, in the currency of them all`() throws {
        let second = """
            </repayment><repayment><voucher>HK-2</voucher><loan>DK-2</loan><received>2024-05-21</received>\
            <cleared>2024-05-21</cleared><amount>70000</amount><channel>third-party</channel>\
            <designation>prepay-smaller-instalment</designation><payer>张三</payer><note>代偿</note></repayment>
            """
        let effect = try effect(.repaymentRecord) {
            $0.with("amount", "3041").replacing("</repayment>", with: second)
                .replacing(
                    "<repayments currency=\"CNY\" scale=\"2\">", with: "<repayments currency=\"JPY\" scale=\"0\">")
        }
        #expect(
            try effect
                == .repayments([
                    Repayment(
                        loan: number("DK-2024-001"), voucher: number("HK-20240520-0001"), received: day("2024-05-20"),
                        cleared: nil, amount: money("3041", "JPY"), channel: "transfer", designation: .due),
                    Repayment(
                        loan: number("DK-2"), voucher: number("HK-2"), received: day("2024-05-21"),
                        cleared: day("2024-05-21"), amount: money("70000", "JPY"), channel: "third-party",
                        designation: .prepaySmaller),
                ]))
    }

    @Test func `a reversal names the voucher that it reverses`() throws {
        #expect(
            try effect(.repaymentReversal)
                == .reversal(
                    RepaymentReversal(
                        loan: number("DK-2024-001"), voucher: number("CZ-20240522-0001"),
                        repayment: number("HK-20240520-0001"), reversedOn: day("2024-05-22"), amount: money("3041.67"),
                        ground: .bounced)))
    }

    @Test func `an amendment states what changes and leaves the rest`() throws {
        #expect(
            try effect(.termsAmendment)
                == .amendment(
                    TermsAmendment(
                        loan: number("DK-2024-001"), from: day("2025-04-01"), ground: .extending, annualRate: nil,
                        end: day("2026-03-31"), method: nil, repaymentDay: nil, overdueUplift: nil)))
        let terms = """
            <annual-rate>3.6</annual-rate><fixed-rate/><end>2026-03-31</end><method>equal-principal</method>\
            <repayment-day>15</repayment-day><overdue-uplift>40</overdue-uplift>
            """
        #expect(
            try effect(.termsAmendment) {
                $0.with("ground", "restructuring").replacing("<end>2026-03-31</end>", with: terms)
            }
                == .amendment(
                    TermsAmendment(
                        loan: number("DK-2024-001"), from: day("2025-04-01"), ground: .restructuring,
                        annualRate: rate("3.6"), end: day("2026-03-31"), method: .equalPrincipal, repaymentDay: 15,
                        overdueUplift: rate("40"))))
    }

    @Test func `a party change has the new particulars in full`() throws {
        let contact = """
            </credit-code><phone>021-50000000</phone><address><division>310115</division>\
            <line>上海市浦东新区示例路200号</line><postal-code>200120</postal-code></address>
            """
        #expect(
            try effect(.partyChange) { $0.replacing("</credit-code>", with: contact) }
                == .partyChange(
                    PartyChange(
                        party: Party(
                            number: number("KH-10086"), name: "上海示例商贸有限公司",
                            document: .creditCode("91310115MA1000017Q"), phone: "021-50000000",
                            address: Address(
                                division: "310115", line: "上海市浦东新区示例路200号", postalCode: "200120")),
                        from: day("2024-09-01"), reason: "公司迁址")))
    }

    @Test func `a policy has rules by type, thresholds, clocks, fees and steps`() throws {
        let more = """
            </collateral-rule><collateral-rule><type>listed-security</type><cap>60.5</cap><haircut>5</haircut>\
            <revalue-days>1</revalue-days></collateral-rule><collateral-rule><type>deposit</type><cap>100</cap>\
            <haircut>0</haircut><no-revaluation/></collateral-rule>
            """
        guard
            case .policy(let policy) = try effect(.policy, { $0.replacing("</collateral-rule>", with: more) })
        else { throw Missing() }
        #expect(
            try policy.collateral == [
                .residentialBuilding: CollateralRule(cap: rate("70"), haircut: rate("0"), revaluation: .months(12)),
                .listedSecurity: CollateralRule(cap: rate("60.5"), haircut: rate("5"), revaluation: .days(1)),
                .deposit: CollateralRule(cap: rate("100"), haircut: rate("0"), revaluation: .never),
            ])
        #expect(try policy.fees == [.payoffCertificate: money("0.00")])
    }

    /// The table "Alerts", the section "Classification" and the policy sample of the domain.
    @Test func `the default policy is what the domain lays down, for every type of collateral`() throws {
        let record = try validator.record(ShippedSchemas.defaultPolicy)
        guard case .policy(let policy) = record.facts.effect else { throw Missing() }
        #expect(Set(policy.collateral.keys) == Set(CollateralType.allCases))
        #expect(
            try policy.collateral[.land]
                == CollateralRule(cap: rate("60"), haircut: rate("0"), revaluation: .months(12)))
        #expect(policy.collateral[.inventory]?.revaluation == .months(6))
        #expect(policy.collateral[.listedSecurity]?.revaluation == .days(1))
        #expect(policy.collateral[.deposit]?.revaluation == .never)
        #expect(
            try policy.alerts
                == AlertThresholds(
                    valueFall: .init(yellow: rate("10"), orange: rate("20"), red: rate("30")),
                    pledgeRatio: .init(yellowOverCap: rate("0"), orangeOverCap: rate("10"), red: rate("100")),
                    staleValuation: .init(orange: 90, red: 180), unregisteredMortgage: .init(orange: 30, red: 90),
                    titleVerification: .init(intervalMonths: 12, orange: 90),
                    missedInstalments: .init(yellow: 1, orange: 3, redInARow: 3, redInTotal: 6),
                    inspection: .init(yellow: 7, red: 30)))
        #expect(
            policy.classification
                == ClassificationSteps(
                    missedInstalments: .init(specialMention: 3, substandard: 4, doubtful: 7, loss: 13),
                    daysPastDue: .init(specialMention: 0, substandard: 90, doubtful: 270, loss: 360)))
        #expect(policy.releaseWorkingDays == 30)
        #expect(policy.fees.values.allSatisfy { $0.minorUnits == 0 })
        #expect(record.facts.header.effective.description == "1949-10-01")
    }

    @Test(arguments: [
        ("CollateralType", CollateralType.allCases.map(\.rawValue)), ("DayCount", DayCount.allCases.map(\.rawValue)),
        ("RepaymentMethod", RepaymentMethod.allCases.map(\.rawValue)),
        ("SecurityKind", SecurityKind.allCases.map(\.rawValue)), ("FeeKind", FeeKind.allCases.map(\.rawValue)),
        ("PaymentPurpose", Disbursement.Purpose.allCases.map(\.rawValue)),
        ("Designation", Repayment.Designation.allCases.map(\.rawValue)),
        ("ReversalGround", RepaymentReversal.Ground.allCases.map(\.rawValue)),
        ("AmendmentGround", TermsAmendment.Ground.allCases.map(\.rawValue)),
        ("ValuationKind", ValuationKind.allCases.map(\.rawValue)),
        ("ValuationMethod", ValuationMethod.allCases.map(\.rawValue)),
        ("VerificationResult", TitleVerification.Result.allCases.map(\.rawValue)),
        ("SeizureAction", SeizureNotice.Action.allCases.map(\.rawValue)),
        ("DeterminationGround", ClaimDetermination.Ground.allCases.map(\.rawValue)),
        ("ExtinguishmentGround", Extinguishment.Ground.allCases.map(\.rawValue)),
        ("IndexFrequency", IndexFrequency.allCases.map(\.rawValue)),
        ("AlertLevel", AlertLevel.allCases.map(\.rawValue)),
        ("WarningCause", RiskWarning.Cause.allCases.map(\.rawValue)),
        ("DisposalAction", DisposalRecord.Action.allCases.map(\.rawValue)),
    ]) func `the words that a schema allows are those that are read`(type: String, words: [String]) throws {
        let schemas = ShippedSchemas.files.map { String(decoding: $0.bytes, as: UTF8.self) }
        let definitions = schemas.compactMap { schema in
            schema.firstRange(of: "<xs:simpleType name=\"\(type)\">").map { schema[$0.upperBound...] }
        }
        let definition = try #require(definitions.first)
        #expect(definitions.count == 1)
        let end = try #require(definition.firstRange(of: "</xs:simpleType>"))
        let allowed = definition[..<end.lowerBound].matches(of: /enumeration value="([^"]*)"/).map { String($0.1) }
        #expect(Set(allowed) == Set(words))
    }

    @Test func `a stored record without a part that is read is told by its path`() throws {
        let parts: [(RecordKind, String)] = [
            (.loanContract, "<penalty>"), (.loanContract, "<principal"), (.repaymentRecord, "<designation>"),
            (.disbursement, "<paid-on>"), (.repaymentReversal, "<repayment-voucher>"), (.termsAmendment, "<from>"),
            (.partyChange, "<credit-code>"), (.policy, "<red-in-a-row>"), (.mortgageContract, "<maximum-amount>"),
            (.collateralCertificate, "<real-estate>"), (.valuationReport, "<valuer>"), (.inspectionReport, "<grade>"),
            (.titleVerification, "<result>"), (.seizureNotice, "<authority>"), (.claimDetermination, "<ground>"),
            (.extinguishment, "<ended-on>"), (.priceIndex, "<region>"), (.indexedRevaluation, "<regions>"),
            (.riskWarning, "<level>"), (.disposalRecord, "<alert>"),
        ]
        for (kind, part) in parts {
            let text = SampleRecords.text(kind).replacing(part, with: part.replacing("<", with: "<x-"))
                .replacing("</" + part.dropFirst(), with: "</x-" + part.dropFirst())
            let error = #expect(throws: MunimentError.self) { try RecordReader.facts(of: Array(text.utf8)) }
            #expect(error?.code == .damaged, "\(kind) \(part)")
        }
        let currency = SampleRecords.text(.repaymentRecord).replacing(" currency=\"CNY\"", with: "")
        #expect(throws: MunimentError(.damaged, "", "")) { try RecordReader.facts(of: Array(currency.utf8)) }
    }

    private struct Missing: Error {}
}

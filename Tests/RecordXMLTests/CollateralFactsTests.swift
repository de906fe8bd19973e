import RecordXML
import Records
import Testing

/// What the registry is told of the records about collateral.
@Suite struct CollateralFactsTests {
    private func effect(_ kind: RecordKind, _ changes: (String, String)...) throws -> RecordEffect {
        var text = SampleRecords.text(kind)
        for (part, other) in changes {
            #expect(text.contains(part), "\(kind) has no \(part)")
            text = text.replacing(part, with: other, maxReplacements: 1)
        }
        return try SampleRecords.validator.record(Array(text.utf8)).facts.effect
    }

    private func number(_ text: String) throws -> BusinessIdentifier { try #require(BusinessIdentifier(text)) }
    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }
    private func money(_ text: String, _ currency: String = "CNY") throws -> Money {
        let currency = try #require(Currency(currency))
        return try #require(Money(text, currency: currency))
    }

    private func company() throws -> Party {
        Party(
            number: try number("KH-10086"), name: "上海示例商贸有限公司", document: .creditCode("91310115MA1000017Q"),
            phone: nil, address: nil)
    }

    @Test func `a maximum-amount mortgage has a limit, and collaterals with what is agreed of them`() throws {
        let more = """
            <agreed-value currency="CNY" scale="2">2500000.00</agreed-value>\
            <prior-claims currency="CNY" scale="2">0.00</prior-claims><rank>2</rank></collateral>\
            <collateral><number>YP-2</number><type>land</type><description>土地</description><rank>1</rank></collateral>
            """
        let contract = try effect(
            .mortgageContract, ("<rank>1</rank>", more), ("  </collateral>\n", ""),
            ("<mortgage>", "<collateral>YP-2</collateral><mortgage>"))
        #expect(
            try contract
                == .mortgageContract(
                    MortgageContract(
                        mortgage: number("DY-2024-001"), signedOn: day("2024-03-28"), mortgagors: [company()],
                        claim: SecuredClaim(
                            kind: .maximumAmount, loans: [number("DK-2024-001")], amount: money("1500000.00"),
                            from: day("2024-03-28"), until: day("2027-03-27"), determination: day("2027-03-27")),
                        items: [
                            MortgagedCollateral(
                                collateral: number("YP-2024-001"), type: .commercialBuilding,
                                description: "上海市浦东新区示例路100号商业用房，建筑面积500.00平方米",
                                agreedValue: money("2500000.00"), priorClaims: money("0.00"), rank: 2),
                            MortgagedCollateral(
                                collateral: number("YP-2"), type: .land, description: "土地", agreedValue: nil,
                                priorClaims: nil, rank: 1),
                        ])))
    }

    @Test func `an ordinary mortgage secures the loans that it names`() throws {
        let text = SampleRecords.text(.mortgageContract)
        let start = try #require(text.firstRange(of: "<maximum-amount>"))
        let end = try #require(text.firstRange(of: "</maximum-amount>"))
        let ordinary = """
            <ordinary><loan>DK-2024-001</loan><loan>DK-2</loan>\
            <secured-amount currency="JPY" scale="0">1000000</secured-amount>\
            <performance-period><start>2024-04-01</start><end>2025-03-31</end></performance-period></ordinary>
            """
        let whole = (text[..<start.lowerBound] + ordinary + text[end.upperBound...])
            .replacing("<collateral>", with: "<loan>DK-2</loan><collateral>", maxReplacements: 1)
        guard case .mortgageContract(let contract) = try SampleRecords.validator.record(Array(whole.utf8)).facts.effect
        else { throw Missing() }
        #expect(
            try contract.claim
                == SecuredClaim(
                    kind: .ordinary, loans: [number("DK-2024-001"), number("DK-2")], amount: money("1000000", "JPY"),
                    from: day("2024-04-01"), until: day("2025-03-31"), determination: nil))
    }

    @Test func `a certificate of title says what there is and where`() throws {
        #expect(
            try effect(.collateralCertificate)
                == .certificate(
                    CollateralCertificate(
                        collateral: number("YP-2024-001"), certificateNumber: "沪(2023)浦字不动产权第012345号",
                        registeredOn: day("2023-05-16"), authority: "上海市自然资源确权登记局", owners: [company()],
                        registration: nil, property: .realEstate,
                        place: Address(division: "310115", line: "上海市浦东新区示例路100号", postalCode: nil))))
    }

    @Test(
        arguments: [
            (
                "<vehicle><plate>沪A12345</plate><vin>LSVAA00C0N2000018</vin><engine-number>WP12</engine-number><model>货车</model></vehicle>",
                PropertyKind.vehicle, nil
            ),
            (
                "<equipment><item><name>机床</name><serial-number>V1</serial-number><quantity>1</quantity></item></equipment>",
                .equipment, nil
            ),
            (
                "<equipment><item><name>机床</name><serial-number>V1</serial-number><quantity>1</quantity></item><place><division>320583</division><line>昆山</line><postal-code>215300</postal-code></place></equipment>",
                .equipment, Address(division: "320583", line: "昆山", postalCode: "215300")
            ),
            ("<other-property><description>应收账款</description></other-property>", .other, nil),
        ] as [(String, PropertyKind, Address?)])
    func `a certificate of registration says what of the mortgage, whatever is mortgaged`(
        property: String, kind: PropertyKind, place: Address?
    ) throws {
        let registration = """
            <mortgage-registration><mortgage>DY-2024-001</mortgage>\
            <registration-kind>\(kind == .realEstate ? "maximum-amount" : "movable")</registration-kind>\
            <mortgagee><name>示例银行</name><credit-code>91310115MA1000025K</credit-code></mortgagee>\
            <claim-amount currency="CNY" scale="2">1500000.00</claim-amount>\
            <claim-period><start>2024-03-28</start><end>2027-03-27</end></claim-period><rank>3</rank>\
            </mortgage-registration>
            """
        let text = SampleRecords.text(.collateralCertificate).replacing(/<!--[\s\S]*?-->/, with: "")
            .replacing(/<title-certificate>[\s\S]*<\/title-certificate>/, with: registration)
            .replacing(/<real-estate>[\s\S]*<\/real-estate>/, with: property)
            .replacing("</collateral>", with: "</collateral><mortgage>DY-2024-001</mortgage>", maxReplacements: 1)
        guard case .certificate(let certificate) = try SampleRecords.validator.record(Array(text.utf8)).facts.effect
        else { throw Missing() }
        #expect(certificate.property == kind)
        #expect(certificate.place == place)
        #expect(
            try certificate.registration
                == MortgageRegistration(
                    mortgage: number("DY-2024-001"), claimAmount: money("1500000.00"), rank: 3,
                    kind: kind == .realEstate ? .maximumAmount : nil))
    }

    @Test func `a valuation report has a value for each collateral, and the methods behind it`() throws {
        #expect(
            try effect(.valuationReport, ("<method>market</method>", "<method>market</method><method>income</method>"))
                == .valuation(
                    ValuationReport(
                        valueDate: day("2024-03-15"), issuedOn: day("2024-03-20"), validUntil: day("2025-03-19"),
                        kind: .initial, reportNumber: "沪示估字(2024)第0018号", valuer: "上海示例房地产估价有限公司",
                        items: [
                            ValuedCollateral(
                                collateral: number("YP-2024-001"), methods: [.market, .income],
                                value: money("2500000.00"))
                        ])))
    }

    @Test func `an inspection report says how loans and collaterals were found, and when to look again`() throws {
        #expect(
            try effect(.inspectionReport)
                == .inspection(
                    InspectionReport(
                        inspectedOn: day("2024-04-15"), nextDue: day("2024-07-15"), grade: "normal",
                        loans: [number("DK-2024-001")],
                        conditions: [
                            InspectionReport.Condition(
                                collateral: number("YP-2024-001"), condition: "good", occupancy: "owner-occupied")
                        ])))
    }

    @Test(arguments: TitleVerification.Result.allCases)
    func `a verification has a result for each collateral`(result: TitleVerification.Result) throws {
        #expect(
            try effect(.titleVerification, (">agrees<", ">\(result.rawValue)<"))
                == .verification(
                    TitleVerification(
                        verifiedOn: day("2025-03-20"),
                        items: [TitleVerification.Item(collateral: number("YP-2024-001"), result: result)])))
    }

    @Test func `a seizure stands until it ends by itself or is lifted`() throws {
        let seized = try effect(
            .seizureNotice, ("<authority>", "<until>2028-06-04</until><authority>"),
            ("</collateral>", "</collateral><collateral>YP-2</collateral>"),
            (
                "\n  <collateral>YP-2024-001</collateral>",
                "<collateral>YP-2024-001</collateral><collateral>YP-2</collateral>"
            ))
        #expect(
            try seized
                == .seizure(
                    SeizureNotice(
                        seizure: number("CF-2025-001"), action: .seized, on: day("2025-06-05"),
                        until: day("2028-06-04"), authority: "上海市浦东新区人民法院",
                        collaterals: [number("YP-2024-001"), number("YP-2")])))
        guard case .seizure(let lifted) = try effect(.seizureNotice, (">seized<", ">lifted<")) else { throw Missing() }
        #expect(lifted.action == .lifted && lifted.until == nil)
    }

    @Test func `a determination fixes the claim, also where nothing was drawn`() throws {
        #expect(
            try effect(.claimDetermination)
                == .determination(
                    ClaimDetermination(
                        mortgage: number("DY-2024-001"), determinedOn: day("2027-03-21"), ground: .term,
                        loans: [number("DK-2024-001")], claim: money("12000000.00"))))
        let nothing = try effect(
            .claimDetermination, ("\n  <loan>DK-2024-001</loan>", ""), (">12000000.00<", ">0.00<"))
        guard case .determination(let determination) = nothing else { throw Missing() }
        #expect(determination.loans.isEmpty)
        #expect(try determination.claim == money("0.00"))
    }

    @Test func `a mortgage ends over some of its collaterals, or over all of them`() throws {
        let proceeds = "<ground>loss</ground><proceeds currency=\"CNY\" scale=\"2\">1000000.00</proceeds>"
        #expect(
            try effect(.extinguishment, ("<ground>loss</ground>", proceeds))
                == .extinguishment(
                    Extinguishment(
                        mortgage: number("DY-2024-001"), collaterals: [number("YP-2024-001")],
                        endedOn: day("2025-09-18"), ground: .loss, proceeds: money("1000000.00"))))
        let whole = try effect(
            .extinguishment, (">loss<", ">waiver<"), ("\n  <collateral>YP-2024-001</collateral>", ""))
        guard case .extinguishment(let extinguishment) = whole else { throw Missing() }
        #expect(extinguishment.collaterals.isEmpty && extinguishment.proceeds == nil)
    }

    private struct Missing: Error {}
}

internal import Records

extension FactsExtraction {
    static func verification(_ root: RecordElement) throws(PlacedProblem) -> TitleVerification {
        var verification = TitleVerification(verifiedOn: try day("verified-on", in: root), items: [])
        for item in children("item", of: root) {
            verification.items.append(
                TitleVerification.Item(
                    collateral: try identifier("collateral", in: item), result: try word("result", in: item)))
        }
        return verification
    }

    static func seizure(_ root: RecordElement) throws(PlacedProblem) -> SeizureNotice {
        SeizureNotice(
            seizure: try identifier("seizure", in: root), action: try word("action", in: root),
            on: try day("on", in: root), until: try optionalDay("until", in: root),
            authority: try required("authority", in: root) { $0 },
            collaterals: try identifiers("collateral", in: root))
    }

    static func determination(_ root: RecordElement) throws(PlacedProblem) -> ClaimDetermination {
        ClaimDetermination(
            mortgage: try identifier("mortgage", in: root), determinedOn: try day("determined-on", in: root),
            ground: try word("ground", in: root), loans: try identifiers("loan", in: root),
            claim: try money("claim", in: root))
    }

    static func extinguishment(_ root: RecordElement) throws(PlacedProblem) -> Extinguishment {
        Extinguishment(
            mortgage: try identifier("mortgage", in: root), collaterals: try identifiers("collateral", in: root),
            endedOn: try day("ended-on", in: root), ground: try word("ground", in: root),
            proceeds: try optionalMoney("proceeds", in: root))
    }
}

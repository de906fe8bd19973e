internal import Records

extension FactsExtraction {
    static func policy(_ root: RecordElement) throws(PlacedProblem) -> Policy {
        let classification = try child("classification", of: root)
        var policy = Policy(
            collateral: [:], alerts: try alerts(try child("alerts", of: root)),
            releaseWorkingDays: try number("release-working-days", in: root),
            approvalDays: try number("approval-days", in: root), fees: [:],
            classification: ClassificationSteps(
                missedInstalments: try steps(try child("missed-instalments", of: classification)),
                daysPastDue: try steps(try child("days-past-due", of: classification))))
        for element in root.elements where element.isOurs {
            if element.isNamed("collateral-rule") {
                policy.collateral[try word("type", in: element)] = CollateralRule(
                    cap: try rate("cap", in: element), haircut: try rate("haircut", in: element),
                    revaluation: try revaluation(in: element))
            } else if element.isNamed("fee") {
                policy.fees[try word("kind", in: element)] = try money("amount", in: element)
            }
        }
        return policy
    }

    private static func revaluation(in rule: RecordElement) throws(PlacedProblem) -> RevaluationInterval {
        if rule.child("revalue-months") != nil { return .months(try number("revalue-months", in: rule)) }
        if rule.child("revalue-days") != nil { return .days(try number("revalue-days", in: rule)) }
        _ = try child("no-revaluation", of: rule)
        return .never
    }

    private static func alerts(_ alerts: RecordElement) throws(PlacedProblem) -> AlertThresholds {
        let fall = try child("value-fall", of: alerts)
        let ratio = try child("pledge-ratio", of: alerts)
        let verification = try child("title-verification", of: alerts)
        let missed = try child("missed-instalments", of: alerts)
        let inspection = try child("inspection", of: alerts)
        return AlertThresholds(
            valueFall: AlertThresholds.ValueFall(
                yellow: try rate("yellow", in: fall), orange: try rate("orange", in: fall),
                red: try rate("red", in: fall)),
            pledgeRatio: AlertThresholds.PledgeRatio(
                yellowOverCap: try rate("yellow-over-cap", in: ratio),
                orangeOverCap: try rate("orange-over-cap", in: ratio), red: try rate("red", in: ratio)),
            staleValuation: try days(try child("stale-valuation", of: alerts)),
            unregisteredMortgage: try days(try child("unregistered-mortgage", of: alerts)),
            titleVerification: AlertThresholds.TitleVerification(
                intervalMonths: try number("interval-months", in: verification),
                orange: try number("orange", in: verification)),
            missedInstalments: AlertThresholds.MissedInstalments(
                yellow: try number("yellow", in: missed), orange: try number("orange", in: missed),
                redInARow: try number("red-in-a-row", in: missed), redInTotal: try number("red-in-total", in: missed)),
            inspection: AlertThresholds.Inspection(
                yellow: try number("yellow", in: inspection), red: try number("red", in: inspection)))
    }

    private static func days(_ node: RecordElement) throws(PlacedProblem) -> AlertThresholds.DaySteps {
        AlertThresholds.DaySteps(orange: try number("orange", in: node), red: try number("red", in: node))
    }

    private static func steps(_ node: RecordElement) throws(PlacedProblem) -> ClassificationSteps.Steps {
        ClassificationSteps.Steps(
            specialMention: try number("special-mention", in: node), substandard: try number("substandard", in: node),
            doubtful: try number("doubtful", in: node), loss: try number("loss", in: node))
    }
}

import Records
import RegistryProjection
import Servicing

@testable import MunimentArchive

/// What the archive computes, as rows that can be compared with those of `PlainRisk`.
enum RiskText {
    static func alerts(_ book: AlertBook) -> (rows: [String], notEvaluated: [String]) {
        let rows = (book.open + book.ended).map { entry -> String in
            let state: String =
                switch entry.state {
                case .open: "open"
                case .closed(let filing): "closed by \(filing)"
                case .noLongerHolds: "no longer"
                }
            return PlainRisk.Row(
                identity: entry.identity.description, level: entry.level,
                figure: entry.alert.map { figure($0.figure) } ?? "-", evidence: entry.evidence.map(\.value),
                contracts: entry.contracts.map(\.value), exposure: entry.exposure?.minorUnits, state: state,
                warnings: entry.warnings.map(\.filing.value), disposals: entry.disposals.map(\.filing.value)
            ).text
        }
        let gaps = book.notEvaluated.flatMap { gap in
            Array(repeating: "\(gap.rule.rawValue) \(gap.reason.rawValue)", count: max(1, gap.count))
        }
        return (rows.sorted(), gaps.sorted())
    }

    private static func figure(_ figure: AlertFigure) -> String {
        switch figure {
        case .valueFall(let fall, _): "fall \(fall.from.value) \(fall.to.value)"
        case .pledgeRatio(let coverage): "ratio \(coverage.secured) \(coverage.value ?? -1)"
        case .staleValuation(let due, _): "stale \(due)"
        case .unknownValue(.missing): "missing"
        case .unknownValue(.expired(let point)): "expired \(point.validUntil)"
        case .unknownValue(.contradictory(let day, _)): "clash \(day)"
        case .unknownValue(.otherCurrency(let filing)): "other currency \(filing)"
        case .unregistered(_, let days): "unregistered \(days)"
        case .titleVerification(let due, _): "title due \(due)"
        case .titleResult(let result, let day): "\(result.rawValue) \(day)"
        case .missedInstalments(let total, let inARow, _): "missed \(total) \(inARow)"
        case .inspection(let due, _): "inspection due \(due)"
        }
    }

    static func value(_ value: CollateralValue) -> String {
        switch value {
        case .known(let point): "known \(text(point))"
        case .unknown(.expired(let point)): "expired \(text(point))"
        case .unknown(.contradictory(let day, let filings)): "clash \(day) \(filings.map(\.value))"
        case .unknown(.missing): "missing"
        case .unknown(.otherCurrency(let filing)): "other currency \(filing)"
        }
    }

    static func value(_ value: PlainRisk.Value) -> String {
        switch value {
        case .known(let point): "known \(text(point))"
        case .expired(let point): "expired \(text(point))"
        case .clash(let day, let filings): "clash \(day) \(filings)"
        case .missing: "missing"
        }
    }

    static func text(_ point: ValuePoint) -> String {
        var appraisal = point.filing.value
        if case .indexed(let base) = point.source { appraisal = base.value }
        return "\(point.value) on \(point.valueDate) by \(point.filing) from \(appraisal) until \(point.validUntil)"
    }

    static func text(_ point: PlainRisk.Point) -> String {
        "\(point.value) on \(point.date) by \(point.filing) from \(point.appraisal) until \(point.until)"
    }

    static func coverage(_ coverages: [MortgageCoverage?], _ portfolio: SecurityPortfolio) -> [String] {
        zip(portfolio.mortgages, coverages).compactMap { mortgage, coverage in
            coverage.map {
                "\(mortgage.facts.name) \($0.secured) \($0.stakes.map(\.found)) \($0.stakes.map(\.drawn)) "
                    + "\(String(describing: $0.lendable)) \(String(describing: $0.cap?.millionthsOfPercent)) "
                    + "\($0.unruledCollaterals) \(mortgage.unknownLoans) \(mortgage.isRegistered)"
            }
        }.sorted()
    }

    static func coverage(_ coverages: [PlainRisk.Coverage]) -> [String] {
        coverages.map {
            "\($0.mortgage.name) \($0.secured) \($0.found) \($0.drawn) "
                + "\(String(describing: $0.lendable)) \(String(describing: $0.cap)) "
                + "\($0.unruled) \($0.unknownLoans) \($0.mortgage.isRegistered)"
        }.sorted()
    }
}

package import Records
package import RegistryProjection
package import Servicing

/// All alerts of a portfolio at its moment: computed from its facts under its policy, with what people have filed about
/// them.
package struct AlertBook: Sendable {
    /// What holds and is not closed: the gravest first, of those one currency after the other, in it by exposure.
    package var open: [AlertEntry] = []
    /// What was closed by a disposal record, and what people filed about that no longer holds. Of a part of a portfolio only
    /// what still holds.
    package var ended: [AlertEntry] = []
    /// What could not be evaluated, and why.
    package var notEvaluated: [UnevaluatedRule] = []
}

/// One alert with what has been done about it. What raised it is held by reference, as there are hundreds of thousands that are
/// put in order and handed on.
package struct AlertEntry: Sendable {
    package enum State: Hashable, Sendable {
        case open
        case closed(by: FilingNumber)
        /// The facts that raised it no longer hold.
        case noLongerHolds
    }

    private let cause: Cause
    /// `nil` where it no longer holds: what it was then is only known if a warning said so.
    package var level: AlertLevel?
    package var state: State
    /// By hand: the warning itself, or those that confirm it.
    package var warnings: [FiledWarning]
    package var disposals: [Filed<DisposalRecord>]

    private final class Cause: Sendable {
        let identity: AlertIdentity
        let alert: Alert?
        let exposure: Money?
        let contracts: [FilingNumber]

        init(_ identity: AlertIdentity, _ alert: Alert?, _ exposure: Money?, _ contracts: [FilingNumber]) {
            self.identity = identity
            self.alert = alert
            self.exposure = exposure
            self.contracts = contracts
        }
    }

    init(
        identity: AlertIdentity, level: AlertLevel?, alert: Alert?, state: State = .open, exposure: Money?,
        contracts: [FilingNumber], warnings: [FiledWarning] = [], disposals: [Filed<DisposalRecord>] = []
    ) {
        cause = Cause(identity, alert, exposure, contracts)
        self.level = level
        self.state = state
        self.warnings = warnings
        self.disposals = disposals
    }

    package var identity: AlertIdentity { cause.identity }
    /// What raised it, where it is computed and still holds.
    package var alert: Alert? { cause.alert }
    /// Principal that is at risk with its subject; `nil` where it is not known.
    package var exposure: Money? { cause.exposure }
    /// The contracts of the mortgages and loans that it concerns: whose officers have to act.
    package var contracts: [FilingNumber] { cause.contracts }
    /// Before that day it did not hold; `nil` where that cannot be said.
    var firstDay: CalendarDate? { alert == nil ? warnings.first?.warnedOn : alert?.firstDay }
    /// By when what was filed last about it must be done.
    package var deadline: CalendarDate? { disposals.compactMap(\.fact.deadline).last }
    /// Whether that was to be done before a day, and it is still open.
    package func isOverdue(on day: CalendarDate) -> Bool { state == .open && deadline.map { $0 < day } ?? false }
    /// The filings that prove it.
    package var evidence: [FilingNumber] { alert?.evidence ?? warnings.map(\.filing) }
}

/// A rule that could not be evaluated for some subjects.
package struct UnevaluatedRule: Hashable, Sendable {
    package enum Reason: String, CaseIterable, Sendable {
        case noPolicy = "no-policy"
        /// The policy has no rule for the type of the collateral.
        case noRuleForType = "no-rule-for-type"
        case unknownValue = "unknown-value"
        /// The value of some of its collaterals: it is judged on the others.
        case someValuesUnknown = "some-values-unknown"
        case neverInspected = "never-inspected"
        /// A loan that is secured is not filed, or in another currency.
        case unknownLoan = "unknown-loan"
    }

    package var rule: AlertRule
    package var reason: Reason
    package var count: Int
    /// The first of them.
    package var examples: [BusinessIdentifier]
}

/// Gathers what could not be evaluated.
struct UnevaluatedTally: Sendable {
    private struct Key: Hashable {
        var rule: AlertRule
        var reason: UnevaluatedRule.Reason
    }

    private struct Tally {
        var count = 0
        var examples: [BusinessIdentifier] = []
    }

    private static let exampleCount = 3

    private var counts: [Key: Tally] = [:]

    mutating func add(_ rule: AlertRule, _ reason: UnevaluatedRule.Reason, _ subject: BusinessIdentifier) {
        func add(to tally: inout Tally) {
            tally.count += 1
            if tally.examples.count < Self.exampleCount { tally.examples.append(subject) }
        }
        add(to: &counts[Key(rule: rule, reason: reason), default: Tally()])
    }

    mutating func add(_ other: UnevaluatedTally) {
        counts.merge(other.counts) { one, other in
            Tally(
                count: one.count + other.count,
                examples: Array((one.examples + other.examples).prefix(Self.exampleCount)))
        }
    }

    var rules: [UnevaluatedRule] {
        counts.map { UnevaluatedRule(rule: $0.rule, reason: $0.reason, count: $1.count, examples: $1.examples) }
            .sorted { ($0.rule.rawValue, $0.reason.rawValue) < ($1.rule.rawValue, $1.reason.rawValue) }
    }
}

package import Records

/// A figure that a rule warns of: what it is, which threshold it is beyond, since when, and what proves it.
package struct Alert: Hashable, Sendable {
    package var identity: AlertIdentity
    package var figure: AlertFigure
    package var step: AlertStep
    /// The filings that the figure comes from, in ascending order, each once.
    package var evidence: [FilingNumber]
    /// Before that day it did not hold; `nil` where only its fact says when it began.
    package var firstDay: CalendarDate?

    package var level: AlertLevel { step.level }

    /// - Parameters:
    ///   - subject: the collateral, the mortgage or the loan that the figure is of.
    ///   - fact: what raised it. It has to be the same on every day on which the same thing is warned of.
    ///   - day: of what raised it, where the figure does not tell it.
    ///   - evidence: in any order.
    /// - Returns: `nil` where there is nothing to warn of.
    package init?(
        of subject: BusinessIdentifier, raisedBy fact: AlertIdentity.Fact, on day: CalendarDate? = nil,
        _ figure: AlertFigure, evidence: some Sequence<FilingNumber>, by thresholds: AlertThresholds
    ) {
        guard let step = thresholds.step(of: figure) else { return nil }
        identity = AlertIdentity(rule: figure.rule, subject: subject, fact: fact)
        self.figure = figure
        self.step = step
        firstDay = day ?? thresholds.firstDay(of: figure)
        let ascending = evidence.sorted()
        self.evidence = zip(ascending.indices, ascending).filter { $0 == 0 || ascending[$0 - 1] != $1 }.map(\.1)
    }
}

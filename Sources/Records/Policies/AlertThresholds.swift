/// From where on facts are yellow, orange or red (domain table "Alerts").
///
/// A step that the table ties to a state and not to a number is no threshold: an unknown value, for instance, is red
/// under every policy.
package struct AlertThresholds: Hashable, Sendable {
    package var valueFall: ValueFall
    package var pledgeRatio: PledgeRatio
    /// Days past the revaluation interval. Yellow as soon as the valuation is stale.
    package var staleValuation: DaySteps
    /// Days since the contract. Never yellow.
    package var unregisteredMortgage: DaySteps
    package var titleVerification: TitleVerification
    package var missedInstalments: MissedInstalments
    package var inspection: Inspection

    package init(
        valueFall: ValueFall, pledgeRatio: PledgeRatio, staleValuation: DaySteps, unregisteredMortgage: DaySteps,
        titleVerification: TitleVerification, missedInstalments: MissedInstalments, inspection: Inspection
    ) {
        self.valueFall = valueFall
        self.pledgeRatio = pledgeRatio
        self.staleValuation = staleValuation
        self.unregisteredMortgage = unregisteredMortgage
        self.titleVerification = titleVerification
        self.missedInstalments = missedInstalments
        self.inspection = inspection
    }

    /// Falls of the value against the previous or the initial valuation; each step begins with the fall itself (≥).
    package struct ValueFall: Hashable, Sendable {
        package var yellow: Rate
        package var orange: Rate
        package var red: Rate

        package init(yellow: Rate, orange: Rate, red: Rate) {
            self.yellow = yellow
            self.orange = orange
            self.red = red
        }
    }

    /// Each step begins above its figure (>).
    package struct PledgeRatio: Hashable, Sendable {
        /// Percentage points over the cap of the collateral's type.
        package var yellowOverCap: Rate
        /// Percentage points over the cap of the collateral's type.
        package var orangeOverCap: Rate
        /// The ratio itself, whatever the cap.
        package var red: Rate

        package init(yellowOverCap: Rate, orangeOverCap: Rate, red: Rate) {
            self.yellowOverCap = yellowOverCap
            self.orangeOverCap = orangeOverCap
            self.red = red
        }
    }

    /// Each step begins with more days than its figure (>).
    package struct DaySteps: Hashable, Sendable {
        package var orange: Int
        package var red: Int

        package init(orange: Int, red: Int) {
            self.orange = orange
            self.red = red
        }
    }

    /// Yellow when it is due; red where it found something.
    package struct TitleVerification: Hashable, Sendable {
        /// Calendar months from one to the next, 1–120.
        package var intervalMonths: Int
        /// From how many days overdue on (≥).
        package var orange: Int

        package init(intervalMonths: Int, orange: Int) {
            self.intervalMonths = intervalMonths
            self.orange = orange
        }
    }

    /// Numbers of missed instalments, each step beginning with its figure (≥).
    package struct MissedInstalments: Hashable, Sendable {
        package var yellow: Int
        package var orange: Int
        package var redInARow: Int
        package var redInTotal: Int

        package init(yellow: Int, orange: Int, redInARow: Int, redInTotal: Int) {
            self.yellow = yellow
            self.orange = orange
            self.redInARow = redInARow
            self.redInTotal = redInTotal
        }
    }

    /// Orange as soon as it is overdue.
    package struct Inspection: Hashable, Sendable {
        /// From how many days before it is due on.
        package var yellow: Int
        /// More days overdue than this (>).
        package var red: Int

        package init(yellow: Int, red: Int) {
            self.yellow = yellow
            self.red = red
        }
    }
}

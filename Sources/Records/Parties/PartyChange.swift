/// New particulars of a party from a day on (信息变更). They are complete: what is `nil` is no longer known.
package struct PartyChange: Hashable, Sendable {
    package var party: Party
    package var from: CalendarDate
    package var reason: String

    package init(party: Party, from: CalendarDate, reason: String) {
        self.party = party
        self.from = from
        self.reason = reason
    }
}

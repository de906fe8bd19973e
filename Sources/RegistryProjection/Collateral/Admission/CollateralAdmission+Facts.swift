internal import GRDB
internal import Records
internal import Servicing

extension CollateralAdmission {
    /// A certificate is registered once, however its number is written. One of a mortgage fits its contract, and registers
    /// it once over the collateral, with a rank that no other has.
    func objection(to certificate: CollateralCertificate) throws -> Objection? {
        if let (rival, written) = try filing(ofCertificate: certificate.certificateNumber) {
            let spelling = written == certificate.certificateNumber ? "" : ", as \(written),"
            return Objection(
                rule: "certificate-twice",
                problem:
                    "certificate \(certificate.certificateNumber) is registered\(spelling) by filing \(rival) already",
                expected: "<supersedes>\(rival)</supersedes> if this is its new version, or the number of another"
                    + " certificate", filing: rival)
        }
        guard let registration = certificate.registration else { return nil }
        guard let mortgage = try contract(of: registration.mortgage) else {
            return .unknownMortgage(registration.mortgage)
        }
        guard let collateral = try numbers.number(of: .collateral, certificate.collateral),
            try covers(mortgage, collateral)
        else { return .notInContract(certificate.collateral, registration.mortgage, mortgage) }
        if registration.claimAmount.currency.code != mortgage.currency {
            return .otherCurrency(
                "the registered amount", registration.claimAmount.currency, than: mortgage.currency, mortgage.contract)
        }
        if certificate.registeredOn < mortgage.signedOn {
            return .beforeContract("the mortgage was registered on", certificate.registeredOn, mortgage)
        }
        if let kind = registration.kind, kind != mortgage.kind {
            return Objection(
                rule: "other-kind",
                problem: "mortgage \(registration.mortgage) is registered as \(kind.rawValue), and is"
                    + " \(mortgage.kind.rawValue) (filing \(mortgage.contract))",
                expected: "\(mortgage.kind.rawValue), or the number of another mortgage", filing: mortgage.contract)
        }
        let others = try rows(
            """
            SELECT t.filing, t.mortgage FROM certificate AS t
            WHERE t.collateral = $1 AND \(Self.counts("t.filing"))
            """, collateral)
        defer { others.reset() }
        while try others.step() {
            guard others.int(1) == mortgage.number else { continue }
            let rival = try others.filing(0)
            return Objection(
                rule: "registered-twice",
                problem:
                    "mortgage \(registration.mortgage) over this collateral is registered by filing \(rival) already",
                expected: "<supersedes>\(rival)</supersedes> if this is its new version", filing: rival)
        }
        return try objection(
            toRegistering: registration.rank, of: mortgage.number, over: collateral, from: certificate.registeredOn)
    }

    func objection(to report: ValuationReport) throws -> Objection? {
        for item in report.items {
            guard let collateral = try numbers.number(of: .collateral, item.collateral),
                try isKnown(collateral: collateral)
            else { return .unknownCollateral(item.collateral) }
            let contracts = try rows(
                """
                SELECT t.filing, t.currency, t.mortgage FROM mortgage_collateral AS t
                WHERE t.collateral = $1 AND \(Self.counts("t.filing")) ORDER BY t.filing DESC
                """, collateral)
            defer { contracts.reset() }
            while try contracts.step() {
                if contracts.holds(1, item.value.currency.code) { continue }
                let (filing, other) = (try contracts.filing(0), try contracts.text(1))
                if let end = try end(of: try contracts.value(2), over: collateral), end.day <= report.valueDate {
                    continue
                }
                return .otherCurrency(
                    "the value of collateral \(item.collateral)", item.value.currency, than: other, filing)
            }
        }
        return nil
    }

    /// A seizure begins once and is lifted once, over the same collaterals, not before it began.
    func objection(to notice: SeizureNotice) throws -> Objection? {
        if let objection = try firstUnknown(notice.collaterals) { return objection }
        for name in notice.collaterals {
            guard let collateral = try numbers.number(of: .collateral, name) else { continue }
            var begun: (filing: FilingNumber, on: CalendarDate)?
            var lifted: FilingNumber?
            let steps = try rows(
                """
                SELECT t.filing, t.action, t.on_day, t.collateral FROM seizure AS t
                WHERE t.seizure = $1 AND \(Self.counts("t.filing"))
                """, notice.seizure.text)
            while try steps.step() {
                guard try steps.value(3) == collateral else { continue }
                switch try steps.word(1) as SeizureNotice.Action {
                case .seized: begun = (try steps.filing(0), try steps.day(2))
                case .lifted: lifted = try steps.filing(0)
                }
            }
            if let objection = Self.objection(to: notice, name, begun, lifted) { return objection }
        }
        return nil
    }

    private static func objection(
        to notice: SeizureNotice, _ collateral: BusinessIdentifier, _ begun: (filing: FilingNumber, on: CalendarDate)?,
        _ lifted: FilingNumber?
    ) -> Objection? {
        switch (notice.action, begun) {
        case (.seized, let begun?):
            return Objection(
                rule: "seizure-in-use",
                problem: "seizure \(notice.seizure) of collateral \(collateral) is filing \(begun.filing) already",
                expected: "<supersedes>\(begun.filing)</supersedes> if this is its new version, or another number",
                filing: begun.filing)
        case (.seized, nil): return nil
        case (.lifted, nil):
            return Objection(
                rule: "unknown-seizure", problem: "seizure \(notice.seizure) of collateral \(collateral) is not filed",
                expected: "the number of a seizure that stands (see `muniment collateral show \(collateral)`)",
                isMendable: true)
        case (.lifted, let begun?):
            if let lifted {
                return Objection(
                    rule: "lifted-twice", problem: "seizure \(notice.seizure) was lifted by filing \(lifted) already",
                    expected: "nothing more is needed", filing: lifted)
            }
            guard notice.on < begun.on else { return nil }
            return Objection(
                rule: "before-seizure",
                problem: "it was lifted on \(notice.on), and began on \(begun.on) (filing \(begun.filing))",
                expected: "a day from \(begun.on) on", filing: begun.filing)
        }
    }

    func objection(to warning: RiskWarning) throws -> Objection? {
        switch warning.reference {
        case .alert(let alert): try objection(toNaming: alert, on: warning.warnedOn)
        case .subject(let subject): try isKnown(subject) ? nil : .unknownSubject(subject.number)
        }
    }

    /// An alert is closed once, unless it has grown graver since: then by an action that ends a graver one. A ratio may have
    /// risen by a later day, and one that comes with time may come again then, by a policy that was filed since.
    func objection(to disposal: DisposalRecord) throws -> Objection? {
        if let objection = try objection(toNaming: disposal.alert, on: disposal.disposedOn) { return objection }
        // What stands in the place of a closing disposal closes nothing anew.
        if let left, let replaced = try self.disposal(left), replaced.alert == disposal.alert, replaced.closes,
            replaced.action.ends >= disposal.action.ends
        {
            return nil
        }
        let closings = try rows(
            """
            SELECT t.filing, t.action, t.disposed_on FROM disposal AS t
            WHERE t.alert = $1 AND t.closes = 1 AND \(Self.counts("t.filing")) ORDER BY t.filing
            """, disposal.alert.description)
        defer { closings.reset() }
        while try closings.step() {
            let action: DisposalRecord.Action = try closings.word(1)
            guard action.ends >= disposal.action.ends else { continue }
            let closing = try closings.filing(0)
            if try closings.day(2) < disposal.disposedOn {
                let rule = disposal.alert.rule
                if rule == .pledgeRatio { continue }
                if rule.comesWithTime,
                    try filing("SELECT t.filing FROM policy AS t WHERE t.filing > $1", closing.value) != nil
                {
                    continue
                }
            }
            return Objection(
                rule: "alert-closed", problem: "alert \(disposal.alert) was closed by filing \(closing) already",
                expected: "an alert that is open (see `muniment alerts`), an action for a graver one, or"
                    + " <supersedes>\(closing)</supersedes> if that closed it in error", filing: closing)
        }
        return nil
    }

    /// An alert has a subject, and a fact that is there: what people do about it comes after what raised it.
    private func objection(toNaming alert: AlertIdentity, on day: CalendarDate) throws -> Objection? {
        let roles = alert.rule.subjectRole.map { [$0] } ?? [.collateral, .mortgage, .loan]
        guard try roles.contains(where: { try isKnown(Subject(role: $0, number: alert.subject)) }) else {
            return .unknownSubject(alert.subject)
        }
        switch alert.fact {
        case .filing(let filing):
            let row = try rows("SELECT t.effective FROM filing AS t WHERE t.number = $1", filing.value)
            defer { row.reset() }
            guard try row.step() else { return .unknownFact(alert, filing) }
            guard let fact = CalendarDate(try row.text(0)), fact > day else { return nil }
            return .beforeAlert(alert, fact, day)
        case .day(let fact): return fact <= day ? nil : .beforeAlert(alert, fact, day)
        }
    }

    private func isKnown(_ subject: Subject) throws -> Bool {
        switch subject.role {
        case .collateral: try isKnown(subject.number)
        case .mortgage: try contract(of: subject.number) != nil
        case .loan:
            try numbers.number(of: .loan, subject.number).map {
                try filing(
                    "SELECT t.filing FROM loan_contract AS t WHERE t.loan = $1 AND \(Self.counts("t.filing"))", $0)
                    != nil
            } ?? false
        case .party: false
        }
    }
}

extension Objection {
    static func unknownFact(_ alert: AlertIdentity, _ filing: FilingNumber) -> Objection {
        Objection(
            rule: "unknown-alert",
            problem: "there is no alert \(alert): filing \(filing), which would have raised it, is not filed",
            expected: "an alert that `muniment alerts` lists")
    }

    static func beforeAlert(_ alert: AlertIdentity, _ fact: CalendarDate, _ day: CalendarDate) -> Objection {
        Objection(
            rule: "before-alert",
            problem: "there is no alert \(alert) on \(day) yet: what would raise it is of \(fact)",
            expected: "an alert that `muniment alerts --as-of \(day)` lists, or a day from \(fact) on")
    }

    static func unknownSubject(_ number: BusinessIdentifier) -> Objection {
        Objection(
            rule: "unknown-subject",
            problem: "nothing filed names a collateral, mortgage or loan \(number) that it could be of",
            expected: "an alert that `muniment alerts` lists, or the number of a filed collateral, mortgage or loan",
            isMendable: true)
    }
}

internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection
internal import Servicing

struct CollateralShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a collateral: title, registration, mortgages and ranks, values, coverage, alerts.",
        discussion: """
            EXAMPLES
              muniment collateral show YP-2024-001
              muniment collateral show YP-2024-001 --as-of 2025-03-31 --known-at 44
            """)

    @Argument(help: ArgumentHelp("The collateral's number.", valueName: "collateral"))
    var collateral: IdentifierArgument

    @OptionGroup var options: ListingOptions

    func run() throws {
        let archive = try options.archive.open()
        let (registry, behind) = try archive.registryForReading()
        let moment = try options.moment.moment(in: registry)
        let (portfolio, place) = try archive.knownCollateral(collateral.identifier, at: moment, in: registry)
        let story = CollateralStory(
            portfolio: portfolio, collateral: portfolio.collaterals[place],
            owners: try registry.owners(of: collateral.identifier, at: moment),
            values: try registry.values(of: collateral.identifier, at: moment),
            events: try registry.events(of: collateral.identifier, at: moment),
            alerts: try AlertBook(portfolio, in: registry).about(portfolio.collaterals[place], in: portfolio))
        if options.archive.json {
            Output.standard.json(story.json)
        } else if options.csv {
            options.write(story.json.listing, nothing: "")
        } else {
            Output.standard.write(story.text(width: Output.standard.width, style: Output.standard.style))
        }
        noteBehind(behind)
    }
}

extension Archive {
    /// A collateral with all that hangs together with it.
    ///
    /// - Throws: `.notFound` where no filing in force spoke of it.
    func knownCollateral(
        _ name: BusinessIdentifier, at moment: Moment, in registry: Registry
    ) throws -> (portfolio: SecurityPortfolio, place: Int) {
        if let scope = try registry.scope(of: .collateral, name) {
            let portfolio = try SecurityPortfolio(at: moment, in: registry, scope: scope)
            if let place = portfolio.collaterals.firstIndex(where: { $0.name == name }) { return (portfolio, place) }
        }
        throw MunimentError(
            .notFound, "collateral \(name)", "is not known at filing \(moment.knownAt)",
            remedy: "see `muniment collateral list`, or file its mortgage contract or certificate")
    }
}

/// One screen that tells the whole story of a collateral.
struct CollateralStory {
    let portfolio: SecurityPortfolio
    let collateral: SecurityCollateral
    let owners: [Filed<String>]
    let values: [FiledValue]
    let events: [CollateralEvent]
    let alerts: AlertBook

    private var moment: Moment { portfolio.moment }
    private var state: CollateralState { CollateralState(collateral, in: portfolio) }
    private var valueState: ValueState { ValueState(collateral, in: portfolio) }

    func text(width: Int?, style: Style) -> String {
        var fields = Fields()
        fields.append("state 状态", state.label, state == .seized ? .red : nil)
        if let type = collateral.type { fields.append("type 类型", type.rawValue) }
        if !owners.isEmpty {
            fields.append(
                "owner 所有权人", owners.map(\.fact).joined(separator: "、") + ", filing \(owners[0].filing)")
        }
        if let title = collateral.title {
            fields.append(
                "title 权属", "\(title.fact.certificate ?? ""), \(title.fact.registeredOn), filing \(title.filing)")
        }
        if let address = collateral.address {
            fields.append("address 坐落", address + (collateral.division.map { " (\($0))" } ?? ""))
        }
        for seizure in collateral.seizures {
            fields.append(
                "seizure 查封", "\(seizure.fact.seizure) since \(seizure.fact.on), filing \(seizure.filing)", .red)
        }
        if let verification = collateral.verification {
            fields.append(
                "verified 产权核查",
                "\(verification.fact.verifiedOn): \(verification.fact.result.rawValue), filing \(verification.filing)",
                verification.fact.result == .agrees ? nil : .red)
        }
        appendValue(&fields)
        appendMortgages(&fields)
        if let missing = portfolio.missingPolicy { fields.append("policy 政策", missing, .yellow) }
        let entries = alerts.open + alerts.ended
        if !entries.isEmpty { fields.append("alerts 预警", "") }
        for entry in entries {
            fields.append(
                entry.levelText,
                "\(entry.identity.rule.label) \(entry.identity.subject): \(entry.figureText)"
                    + (entry.disposalText(on: moment.asOf).map { "; \($0)" } ?? ""),
                entry.state == .open ? entry.level?.tone : .dim, depth: 1)
        }
        if portfolio.policy != nil {
            for rule in alerts.notEvaluated {
                let subjects = rule.examples.map(\.text).joined(separator: ", ")
                fields.append("not evaluated 未评估", "\(rule.rule.label), as \(rule.reason.text): \(subjects)", .yellow)
            }
        }
        return style.bold("Collateral \(collateral.name)")
            + style.dim("  at the end of \(moment.asOf), known at filing \(moment.knownAt)") + "\n"
            + fields.text(width: width, style: style)
    }

    private func appendValue(_ fields: inout Fields) {
        switch collateral.value {
        case .known(let point):
            let value =
                collateral.currency.map { "\($0) \(Money(minorUnits: point.value, currency: $0).grouped)" } ?? ""
            fields.append("value 价值", "\(value) on \(point.valueDate), \(valueState.label)", valueState.tone)
        case .unknown: fields.append("value 价值", valueState.label, valueState.tone)
        }
        // The latest dozen; `collateral history` has them all.
        for (value, change) in zip(values, values.changes).suffix(12).reversed() {
            fields.append(
                "\(value.point.valueDate)",
                "\(Money(minorUnits: value.point.value, currency: value.currency).grouped)"
                    + (change.map { " (\($0.millionthsOfPercent > 0 ? "+" : "")\($0.fixed) %)" }
                        ?? "") + "  \(value.point.label)"
                    + (value.valuer.map { ", \($0)" } ?? "") + ", valid until \(value.point.validUntil), filing"
                    + " \(value.point.filing)", depth: 1)
        }
        if values.count > 12 {
            fields.append("…", "\(values.count - 12) earlier: muniment collateral history \(collateral.name)", depth: 1)
        }
    }

    private func appendMortgages(_ fields: inout Fields) {
        for mortgage in portfolio.mortgages {
            for release in mortgage.facts.released where release.fact.collateral == collateral.number {
                fields.append(
                    "mortgage 抵押",
                    "\(mortgage.name), released 已解除 \(release.fact.on), \(release.fact.ground.rawValue),"
                        + " filing \(release.filing)")
            }
        }
        let places = portfolio.mortgages.indices.filter { place in
            portfolio.mortgages[place].stakes.contains {
                portfolio.collaterals[$0.collateral].number == collateral.number
            }
        }
        for place in places {
            let mortgage = portfolio.mortgages[place]
            guard
                let stake = mortgage.stakes.first(where: {
                    portfolio.collaterals[$0.collateral].number == collateral.number
                })
            else { continue }
            let amount = mortgage.amount
            fields.append(
                "mortgage 抵押",
                "\(mortgage.name), rank \(stake.rank) 顺位, \(mortgage.kind.rawValue), \(amount.currency)"
                    + " \(amount.grouped), \(mortgage.state.label), filing \(mortgage.contract)")
            if let end = mortgage.facts.extinguishment {
                fields.append(
                    "ended 消灭", "\(end.fact.on), \(end.fact.ground.rawValue), filing \(end.filing)", depth: 1)
            }
            if let registration = stake.registration {
                fields.append(
                    "registration 登记",
                    "\(registration.certificate ?? ""), \(registration.registeredOn), filing \(registration.filing)",
                    depth: 1
                )
            } else if !mortgage.hasEnded {
                fields.append("registration 登记", "none since \(mortgage.signedOn)", .yellow, depth: 1)
            }
            if !mortgage.loans.isEmpty {
                fields.append(
                    "secures 担保",
                    mortgage.loans.map { "\(portfolio.loans[$0].name)" }.joined(separator: ", "), depth: 1)
            }
            guard let coverage = portfolio.coverages[place] else { continue }
            func money(_ units: Int?) -> String {
                units.map { Money(minorUnits: $0, currency: amount.currency).grouped } ?? "unknown 未知"
            }
            fields.append(
                "coverage 抵质押率",
                coverage.ratioText
                    + (coverage.cap.map { " of at most \($0.fixed) %" } ?? "")
                    + ": \(money(coverage.secured)) secured by \(money(coverage.value))",
                portfolio.policy?.fact.alerts.level(of: .pledgeRatio(coverage))?.tone, depth: 1)
            if coverage.shortfall != 0 {
                fields.append("shortfall 担保不足", money(coverage.shortfall), .red, depth: 1)
            }
        }
    }

    var json: JSONValue {
        func money(_ units: Int?, _ currency: Currency?) -> JSONValue {
            guard let units, let currency else { return .null }
            return JSONValue(Money(minorUnits: units, currency: currency))
        }
        var (point, until): (ValuePoint?, CalendarDate?) = (nil, nil)
        if case .known(let known) = collateral.value { (point, until) = (known, known.validUntil) }
        return [
            "collateral": JSONValue(collateral.name), "asOf": JSONValue(moment.asOf),
            "knownAt": JSONValue(moment.knownAt), "state": .string(state.rawValue),
            "type": collateral.type.map { .string($0.rawValue) } ?? .null,
            "owners": .array(owners.map { .string($0.fact) }),
            "title": collateral.title.map { title in
                [
                    "certificate": title.fact.certificate.map { .string($0) } ?? .null,
                    "registeredOn": JSONValue(title.fact.registeredOn),
                    "filing": JSONValue(title.filing),
                ]
            } ?? .null,
            "address": collateral.address.map { .string($0) } ?? .null,
            "division": collateral.division.map { .string($0) } ?? .null,
            "region": collateral.region.map { .string($0) } ?? .null,
            "seizure": collateral.seizures.first.map { seizure in
                [
                    "seizure": .string(seizure.fact.seizure), "since": JSONValue(seizure.fact.on),
                    "filing": JSONValue(seizure.filing),
                ]
            } ?? .null,
            "verification": collateral.verification.map { verification in
                [
                    "verifiedOn": JSONValue(verification.fact.verifiedOn),
                    "result": .string(verification.fact.result.rawValue), "filing": JSONValue(verification.filing),
                ]
            } ?? .null,
            "valueState": .string(valueState.rawValue), "value": money(point?.value, collateral.currency),
            "valueDate": JSONValue(point?.valueDate), "validUntil": JSONValue(until),
            "values": .array(values.map(\.json)),
            "mortgages": .array(
                portfolio.mortgages.indices.filter { place in
                    portfolio.mortgages[place].stakes.contains {
                        portfolio.collaterals[$0.collateral].number == collateral.number
                    }
                }.map { portfolio.json(mortgage: $0) }),
            "events": .array(
                events.map { event in
                    [
                        "day": JSONValue(event.day), "event": .string(event.kind.rawValue), "text": .string(event.text),
                        "detail": event.detail.map { .string($0) } ?? .null, "filing": JSONValue(event.filing),
                    ]
                }),
            "policy": JSONValue(portfolio.policy?.filing),
            "alerts": .array(alerts.open.map { $0.json(portfolio.policy?.filing, on: moment.asOf) }),
            "closedAlerts": .array(alerts.ended.map { $0.json(portfolio.policy?.filing, on: moment.asOf) }),
            "notEvaluated": .array(alerts.notEvaluated.map(\.json)),
        ]
    }
}

extension [FiledValue] {
    /// By how much of the value before its day each differs; `nil` where none was there, or several that contradict each
    /// other. They are in the order of their days.
    var changes: [Rate?] {
        var changes: [Rate?] = []
        var first = 0
        var before: FiledValue?
        for (place, value) in enumerated() {
            if value.point.valueDate != self[first].point.valueDate {
                before = Self.holding(self[first..<place])
                first = place
            }
            changes.append(value.change(from: before))
        }
        return changes
    }

    /// Of the values of one day, the one that holds: of an appraisal and an index the appraisal.
    static func holding(_ sameDay: ArraySlice<FiledValue>) -> FiledValue? {
        let appraised = sameDay.filter { !$0.point.isIndexed }
        return Set(appraised.map(\.point.value)).count > 1 ? nil : appraised.last ?? sameDay.last
    }
}

extension FiledValue {
    fileprivate func change(from before: FiledValue?) -> Rate? {
        guard let before, before.currency == currency, before.point.value > 0 else { return nil }
        let change = Int128(point.value - before.point.value) * Int128(Rate.whole) / Int128(before.point.value)
        return Rate(millionthsOfPercent: Int(clamping: change))
    }

    var json: JSONValue {
        [
            "valueDate": JSONValue(point.valueDate),
            "value": JSONValue(Money(minorUnits: point.value, currency: currency)),
            "kind": .string(point.kind), "validUntil": JSONValue(point.validUntil),
            "appraisedOn": JSONValue(point.appraisedOn), "methods": .array(methods.map { .string($0.rawValue) }),
            "valuer": valuer.map { .string($0) } ?? .null, "reportNumber": reportNumber.map { .string($0) } ?? .null,
            "filing": JSONValue(point.filing),
        ]
    }
}

extension SecurityPortfolio {
    func json(mortgage place: Int) -> JSONValue {
        let mortgage = mortgages[place]
        let (facts, coverage) = (mortgage.facts, coverages[place])
        func money(_ units: Int?) -> JSONValue {
            units.map { JSONValue(Money(minorUnits: $0, currency: facts.amount.currency)) } ?? .null
        }
        func rate(_ rate: Rate?) -> JSONValue { rate.map { .string($0.description) } ?? .null }
        return [
            "mortgage": JSONValue(facts.name), "kind": .string(facts.kind.rawValue),
            "state": .string(mortgage.state.rawValue),
            "amount": JSONValue(facts.amount), "signedOn": JSONValue(facts.signedOn),
            "from": JSONValue(facts.from), "until": JSONValue(facts.until),
            "determinationDue": JSONValue(facts.determinationDate),
            "determination": facts.determination.map { determination in
                [
                    "on": JSONValue(determination.fact.on), "ground": .string(determination.fact.ground.rawValue),
                    "claim": JSONValue(determination.fact.claim), "filing": JSONValue(determination.filing),
                ]
            } ?? .null,
            "ended": facts.extinguishment.map { end in
                [
                    "on": JSONValue(end.fact.on), "ground": .string(end.fact.ground.rawValue),
                    "proceeds": end.fact.proceeds.map { JSONValue($0) } ?? .null, "filing": JSONValue(end.filing),
                ]
            } ?? .null,
            "released": .array(
                facts.released.compactMap { release in
                    collateral(release.fact.collateral).map { collateral in
                        [
                            "collateral": JSONValue(collaterals[collateral].name),
                            "on": JSONValue(release.fact.on), "ground": .string(release.fact.ground.rawValue),
                            "filing": JSONValue(release.filing),
                        ]
                    }
                }),
            "registeredOn": JSONValue(mortgage.registeredOn), "filing": JSONValue(facts.contract),
            "loans": .array(mortgage.loans.map { JSONValue(loans[$0].name) }),
            "principal": .array(
                mortgage.loans.map { loan in
                    [
                        "loan": JSONValue(loans[loan].name),
                        "principal": JSONValue(
                            Money(minorUnits: loans[loan].principal, currency: loans[loan].currency)),
                    ]
                }),
            "collaterals": .array(
                mortgage.stakes.map { stake in
                    [
                        "collateral": JSONValue(collaterals[stake.collateral].name), "rank": .int(stake.rank),
                        "priorClaims": money(stake.priorClaims),
                        "value": money(collaterals[stake.collateral].value.amount),
                        "valueState": .string(ValueState(collaterals[stake.collateral], in: self).rawValue),
                        "registration": JSONValue(stake.registration?.filing),
                        "certificate": (stake.registration?.certificate).map { .string($0) } ?? .null,
                    ]
                }),
            "secured": money(coverage?.secured), "value": money(coverage?.value), "lendable": money(coverage?.lendable),
            "pledgeRatio": rate(coverage?.pledgeRatio), "cap": rate(coverage?.cap),
            "shortfall": money(coverage?.shortfall),
            "unknownCollaterals": coverage.map { .int($0.unknownCollaterals) } ?? .null,
        ]
    }
}

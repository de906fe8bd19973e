internal import GRDB
package import Records

/// Whether a record may become a filing, given those before it.
package enum Admission: Hashable, Sendable {
    case admitted
    /// The same bytes with the same attachments are filing `number`.
    case alreadyFiled(FilingNumber, FilingState)
    /// It collides with a rule; `filing` is the one that it collides with.
    case rejected(rule: String, problem: String, expected: String, filing: FilingNumber?)
    /// It refers to a filing that is not there: it may be tried again after others of its batch.
    case unresolved(rule: String, problem: String, expected: String)
}

extension RegistryTransaction {
    /// Decides whether the record that `entry` names may be filed as `number`; reads only.
    ///
    /// The rules are those of the domain document, "Record kinds": the same bytes are already filed; one identifier of a
    /// kind has one filing in force; nothing is superseded or withdrawn twice.
    package func admit(_ entry: JournalEntry, _ facts: RecordFacts) throws -> Admission {
        let rivals = try filings(kind: facts.kind, identifier: facts.header.identifier)
        if let same = try rivals.first(where: { try $0.holdsSameBytes(as: entry, database) }) {
            return .alreadyFiled(same.number, try state(of: same.number))
        }
        if facts.kind == .charter, try filing(FilingNumber(0)) != nil {
            return .rejected(
                rule: "charter-twice", problem: "an archive has one charter, and it is filing 0",
                expected: "a record of another kind", filing: FilingNumber(0))
        }
        if case .schema(let declaration) = facts.effect,
            let rejection = try admitSchema(declaration, superseding: entry.relation?.target)
        {
            return rejection
        }
        let admission: Admission =
            switch entry.relation {
            case .withdraws(let target): try admitWithdrawal(of: target)
            case .supersedes(let target): try admitSuccessor(of: target, facts)
            case nil: .admitted
            }
        guard case .admitted = admission else { return admission }
        for rival in rivals where rival.number != entry.relation?.target {
            guard try state(of: rival.number) == .inForce else { continue }
            return .rejected(
                rule: "identifier-in-use",
                problem:
                    "\(facts.kind) \(facts.header.identifier) is already filing \(rival.number), with other bytes or"
                    + " other attachments",
                expected:
                    "<supersedes>\(rival.number)</supersedes> in the header if this is its new version, or another"
                    + " identifier",
                filing: rival.number)
        }
        return try admitFacts(entry, facts)
    }

    /// The rules of what is filed about loans, collaterals, mortgages, parties, policies and alerts.
    private func admitFacts(_ entry: JournalEntry, _ facts: RecordFacts) throws -> Admission {
        var objection: Objection?
        if let target = entry.relation?.withdrawn, let kind = try filing(target)?.kind {
            let restored = try lending.predecessor(of: target)
            objection = try lending.objection(toWithdrawing: target, kind)
            if objection == nil {
                objection = try collateral.objection(toWithdrawing: target, kind, restoring: restored)
            }
        } else {
            let target = entry.relation?.superseded
            objection = try lending.objection(to: facts, superseding: target)
            if objection == nil { objection = try collateral.objection(to: facts, superseding: target) }
        }
        return objection?.admission ?? .admitted
    }

    private func admitSuccessor(of target: FilingNumber, _ facts: RecordFacts) throws -> Admission {
        guard let filing = try filing(target) else { return unknown("supersedes", target) }
        guard filing.kind == facts.kind, filing.identifier == facts.header.identifier else {
            return .rejected(
                rule: "supersedes-another-record",
                problem: "filing \(target) is \(filing.kind) \(filing.identifier), not \(facts.kind)"
                    + " \(facts.header.identifier)",
                expected: "a record supersedes an earlier version of itself: the same kind and identifier",
                filing: target)
        }
        return switch try state(of: target) {
        case .inForce: .admitted
        case .superseded(let first):
            .rejected(
                rule: "superseded-twice", problem: "filing \(target) has been superseded by filing \(first) already",
                expected: "<supersedes>\(first)</supersedes>, the version in force", filing: first)
        case .withdrawn(let withdrawal):
            .rejected(
                rule: "supersedes-withdrawn", problem: "filing \(target) was withdrawn by filing \(withdrawal)",
                expected: "a record without <supersedes>: the identifier is free again", filing: withdrawal)
        }
    }

    /// A kind has one schema in force; a new version supersedes the one before.
    private func admitSchema(
        _ declaration: SchemaDeclaration, superseding target: FilingNumber?
    ) throws -> Admission? {
        for addition in try schemaAdditions() {
            let isSameKind = addition.declaration.kind == declaration.kind
            if addition.filing == target, !isSameKind {
                return .rejected(
                    rule: "supersedes-another-schema",
                    problem: "filing \(addition.filing) is the schema of \(addition.declaration.kind)",
                    expected: "the number of the filing that added the schema of \(declaration.kind)",
                    filing: addition.filing)
            }
            guard isSameKind, addition.filing != target, try state(of: addition.filing) == .inForce else { continue }
            return .rejected(
                rule: "schema-in-use",
                problem: "the kind \(declaration.kind) has a schema already, which filing \(addition.filing) added",
                expected: "`schema add --supersedes \(addition.filing)` if this is its new version, or another kind",
                filing: addition.filing)
        }
        return nil
    }

    private func admitWithdrawal(of target: FilingNumber) throws -> Admission {
        guard let filing = try filing(target) else { return unknown("withdraws", target) }
        guard ![RecordKind.charter, .schema, .withdrawal].contains(filing.kind) else {
            return .rejected(
                rule: "not-withdrawable", problem: "filing \(target) is a \(filing.kind), which cannot be withdrawn",
                expected: "the number of a filing that was made in error", filing: target)
        }
        return switch try state(of: target) {
        case .inForce: .admitted
        case .superseded(let successor):
            .rejected(
                rule: "withdraws-superseded", problem: "filing \(target) has been superseded by filing \(successor)",
                expected: "withdraw filing \(successor) first", filing: successor)
        case .withdrawn(let first):
            .rejected(
                rule: "withdrawn-twice", problem: "filing \(target) has been withdrawn by filing \(first) already",
                expected: "nothing more is needed", filing: first)
        }
    }

    private func unknown(_ element: String, _ target: FilingNumber) -> Admission {
        .unresolved(
            rule: "unknown-filing", problem: "<\(element)> names filing \(target), and there is no such filing",
            expected: "the number of a filing of this archive (see `muniment find`)")
    }
}

internal import Importing
internal import Records
internal import RegistryProjection

/// What the registry has against rows, by their place; asked before a record is made of them.
struct RowObjections: Sendable {
    let archive: Archive

    /// Without a registry that can be read there are none: the intake makes it follow, and then it can be asked again.
    ///
    /// - Parameter rows: those of one record, so of one kind.
    func callAsFunction(_ rows: [ImportedRow]) throws(MunimentError) -> [Int: RowObjection] {
        guard let registry = try? archive.registryForReading().registry else { return [:] }
        let repayments = rows.compactMap { row in
            if case .repayment(let repayment) = row.fact { repayment } else { nil }
        }
        let disbursements = rows.compactMap { row in
            if case .disbursement(let disbursement) = row.fact { disbursement } else { nil }
        }
        var objections: [Int: Objection] = [:]
        if !repayments.isEmpty, repayments.count == rows.count { objections = try registry.objections(to: repayments) }
        if !disbursements.isEmpty, disbursements.count == rows.count {
            objections = try registry.objections(to: disbursements)
        }
        return objections.mapValues { objection in
            guard objection.isAlreadyFiled, let filing = objection.filing else {
                return RowObjection(
                    isAlreadyFiled: false,
                    problem: RowProblem(problem: objection.problem, expected: objection.expected))
            }
            return RowObjection(isAlreadyFiled: true, problem: RowProblem(problem: "in filing \(filing) as it is"))
        }
    }
}

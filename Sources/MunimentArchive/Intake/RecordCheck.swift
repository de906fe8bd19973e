package import RecordXML
package import Records

/// `check`: says what `file` would say of records and attachments by themselves, and stores nothing.
package struct RecordCheck: Sendable {
    private let preparation: Preparation

    package init(_ validator: RecordValidator, schemaTrial: @escaping Intake.SchemaTrial) {
        preparation = Preparation(validator: validator, isForFiling: false, schemaTrial: schemaTrial)
    }

    /// - Parameters:
    ///   - progress: told how many are done.
    ///   - report: told of each, in order.
    package func run(
        _ submissions: [Submission], isInterrupted: () -> Bool, progress: (_ done: Int) -> Void,
        report: (SubmissionReport) -> Void
    ) throws(MunimentError) {
        var start = 0
        while start < submissions.count, !isInterrupted() {
            let group = submissions[start..<min(start + Intake.groupLimit.submissions, submissions.count)]
            let outcomes = parallelMap(Array(group)) { submission in
                Result { () throws(MunimentError) in try preparation.prepare(submission, into: nil) }
            }
            for (submission, outcome) in zip(group, outcomes) {
                switch try outcome.get() {
                case .ready(let filing):
                    let result = SubmissionResult.acceptable(filing.facts.kind, filing.facts.header.identifier)
                    report(SubmissionReport(submission, result, filing))
                case .rejected(let findings): report(SubmissionReport(submission, .rejected(findings)))
                }
            }
            start = group.endIndex
            progress(start)
        }
    }
}

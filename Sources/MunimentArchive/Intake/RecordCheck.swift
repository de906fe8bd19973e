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
    ///   - report: told of each, in order, by another thread.
    package func run(
        _ submissions: some IteratorProtocol<Submission>, isInterrupted: () -> Bool, progress: (_ done: Int) -> Void,
        report: @escaping @Sendable (SubmissionReport) -> Void
    ) throws(MunimentError) {
        var groups = SubmissionGroups(submissions)
        var done = 0
        let reporting = Background()
        while !isInterrupted(), let group = groups.next() {
            let outcomes = parallelMap(group) { submission in
                Result { () throws(MunimentError) in try preparation.prepare(submission, into: nil) }
            }
            // The group before this one was being reported meanwhile.
            try reporting.wait()
            reporting.start { () throws(MunimentError) in
                for (submission, outcome) in zip(group, outcomes) {
                    switch try outcome.get() {
                    case .ready(let filing):
                        let result = SubmissionResult.acceptable(filing.facts.kind, filing.facts.header.identifier)
                        report(SubmissionReport(submission, result, filing))
                    case .rejected(let findings): report(SubmissionReport(submission, .rejected(findings)))
                    }
                }
            }
            done += group.count
            progress(done)
        }
        try reporting.wait()
    }
}

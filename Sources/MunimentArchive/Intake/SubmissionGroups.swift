/// Cuts submissions into the groups that are prepared, committed and reported together.
struct SubmissionGroups<Submissions: IteratorProtocol<Submission>> {
    /// The most submissions of one group, and the most bytes of their records.
    private static var limit: (submissions: Int, recordBytes: Int) { (1000, 32 << 20) }

    private var submissions: Submissions
    private var upcoming: Submission?
    private let isOne: Bool

    /// - Parameter isOne: whether all of them are one group.
    init(_ submissions: Submissions, isOne: Bool = false) {
        self.submissions = submissions
        self.isOne = isOne
        upcoming = self.submissions.next()
    }

    var hasMore: Bool { upcoming != nil }

    mutating func next() -> [Submission]? {
        var group: [Submission] = []
        var bytes = 0
        while let submission = upcoming, isOne || group.count < Self.limit.submissions && bytes < Self.limit.recordBytes
        {
            group.append(submission)
            bytes += submission.size
            upcoming = submissions.next()
        }
        return group.isEmpty ? nil : group
    }
}

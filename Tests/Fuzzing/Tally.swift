import Glibc

/// What one run of a fuzzer came to.
struct Tally {
    /// No input may take longer, in seconds of processor time. Counting coverage makes a loop over megabytes five times
    /// slower than it is in the program; there the limit is one second too.
    static func timeLimit(of bytes: [UInt8]) -> Double { bytes.count > Seeds.largestSmall * 2 ? 5 : 1 }

    private let begin = ContinuousClock.now
    private var outcomes: [String: Int] = [:]
    private var longest = 0.0

    mutating func note(_ rules: [String], time: Double) {
        outcomes[rules.first ?? "accepted", default: 0] += 1
        longest = max(longest, time)
    }

    func report() {
        let inputs = outcomes.values.reduce(0, +)
        let accepted = outcomes["accepted"] ?? 0
        let seconds = Double((ContinuousClock.now - begin).components.seconds)
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        print(
            "RESULT \(target.rawValue): \(inputs) inputs, \(Int(Double(inputs) / max(seconds, 1))) a second;",
            "\(accepted) accepted, \(inputs - accepted) rejected for \(outcomes.count - (accepted > 0 ? 1 : 0)) reasons;",
            "longest \(Double(Int(longest * 1000)) / 1000) s, peak memory \(usage.ru_maxrss / 1024) MB")
        for (outcome, count) in outcomes.sorted(by: { $0.value > $1.value }) { print("  \(outcome): \(count)") }
        fflush(nil)
    }
}

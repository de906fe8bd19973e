internal import Glibc
internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection
internal import Synchronization

/// Shows what becomes of submissions: a line each on standard output, progress on standard error.
final class IntakeReporter: Sendable {
    private struct State {
        var filed = 0
        var already = 0
        var acceptable = 0
        var heldBack = 0
        var rejected = 0
        var unnamed = UnnamedFiles()
        var lastProgress = -1.0
        var hasProgressLine = false
    }

    private let listing: IntakeListing
    /// How many submissions there are, where progress is shown.
    private let total: Int
    private let json: Bool
    private let verb: String
    /// What to call a submission, where its path is not the user's.
    private let names: [String: String]
    private let state = Mutex(State())
    private let started = ContinuousClock.now

    init(_ listing: IntakeListing, json: Bool, verb: String, names: [String: String] = [:]) {
        self.names = names
        self.listing = listing
        self.json = json
        self.verb = verb
        // Only who looks at a terminal waits for the count.
        total = Output.standardError.isTerminal ? listing.reduce(0) { count, _ in count + 1 } : 0
    }

    /// The submissions to report on. To be asked for once.
    func submissions() -> IntakeListing.Iterator {
        listing.makeIterator { [self] path in state.withLock { $0.unnamed.found(path) } }
    }

    func report(_ report: SubmissionReport) {
        clearProgress()
        state.withLock { state in
            for attachment in report.attachments { state.unnamed.named(attachment) }
            switch report.result {
            case .filed: state.filed += 1
            case .alreadyFiled: state.already += 1
            case .acceptable: state.acceptable += 1
            case .heldBack: state.heldBack += 1
            case .rejected: state.rejected += 1
            }
        }
        let path = names[report.submission.path] ?? report.submission.path
        var result = report.result
        if case .rejected(let findings) = result {
            result = .rejected(
                findings.map { finding in
                    var finding = finding
                    finding.file = names[finding.file] ?? finding.file
                    return finding
                })
        }
        if json {
            Output.standard.json(JSONValue(path, result))
        } else {
            Output.standard.write(text(path, result))
        }
    }

    private func text(_ file: String, _ result: SubmissionResult) -> String {
        let style = Output.standard.style
        let path = printable(file)
        switch result {
        case .filed(let receipt):
            return
                "\(style.green("filed"))     \(column(receipt.number))  \(receipt.kind) \(receipt.identifier)  \(path)\n"
        case .alreadyFiled(let number, let state):
            return "already   \(column(number))  \(path)\(state == .inForce ? "" : " (\(state.text))")\n"
        case .acceptable(let kind, let identifier):
            return "\(style.green("ok"))                \(kind) \(identifier)  \(path)\n"
        case .heldBack(let kind, let identifier):
            return "\(style.yellow("held back"))         \(kind) \(identifier)  \(path)\n"
        case .rejected(let findings):
            return "\(style.red("rejected"))          \(path)\n"
                + findings.map { text($0, of: file, style) }.joined()
        }
    }

    private func text(_ finding: Finding, of file: String, _ style: Style) -> String {
        var place: [String] = []
        if finding.file != file { place.append(finding.file) }
        if let line = finding.line { place.append("line \(line)") }
        if let column = finding.column { place.append("column \(column)") }
        if let path = finding.path { place.append(path) }
        var text = ""
        if !place.isEmpty { text += "          \(style.dim(printable(place.joined(separator: ", "))))\n" }
        text += "          wrong: \(printable(finding.problem))\n"
        if !finding.expected.isEmpty { text += "          right: \(printable(finding.expected))\n" }
        return text
    }

    private func column(_ number: FilingNumber) -> String {
        let digits = number.description
        return String(repeating: " ", count: max(0, 6 - digits.count)) + digits
    }

    func progress(_ done: Int, _ bytes: Int) {
        guard total > 20 else { return }
        let elapsed = ContinuousClock.now - started
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        let isDue = state.withLock { state in
            guard seconds - state.lastProgress > 0.1 || done == total else { return false }
            state.lastProgress = seconds
            state.hasProgressLine = true
            return true
        }
        guard isDue else { return }
        let line = ProgressLine.text(
            done: done, total: total, bytes: bytes, elapsed: elapsed,
            width: (Output.standardError.width ?? 80) - 1)
        Output.standardError.write("\r\u{1B}[K\(line)")
    }

    private func clearProgress() {
        let shown = state.withLock { state in
            defer { state.hasProgressLine = false }
            return state.hasProgressLine
        }
        if shown { Output.standardError.write("\r\u{1B}[K") }
    }

    func note(_ text: String) { Output.standardError.line(printable(text)) }

    /// The summary, and the exit code that goes with it.
    func finish(interrupted: Bool, registryBehind: Bool = false) throws {
        clearProgress()
        let state = state.withLock { $0 }
        // Which files a rejected record would have named is not known.
        let unnamed = state.rejected == 0 && !interrupted ? state.unnamed.paths(in: listing).sorted() : []
        if json {
            Output.standard.json([
                "summary": [
                    "filed": .int(state.filed), "alreadyFiled": .int(state.already),
                    "acceptable": .int(state.acceptable), "heldBack": .int(state.heldBack),
                    "rejected": .int(state.rejected), "interrupted": .bool(interrupted),
                    "unnamedFiles": .array(unnamed.map { .string($0) }),
                ]
            ])
        } else {
            var parts: [String] = []
            if state.filed > 0 { parts.append("\(state.filed.grouped) filed") }
            if state.already > 0 { parts.append("\(state.already.grouped) already filed") }
            if state.acceptable > 0 {
                parts.append("\(state.acceptable.grouped) \(verb == "checked" ? "in order" : verb)")
            }
            if state.heldBack > 0 { parts.append("\(state.heldBack.grouped) held back") }
            if state.rejected > 0 { parts.append("\(state.rejected.grouped) rejected") }
            if parts.isEmpty, !interrupted { parts.append("no records (*.xml) found") }
            Output.standardError.line(parts.isEmpty ? "nothing done" : parts.joined(separator: ", "))
            if !unnamed.isEmpty {
                Output.standardError.line(
                    "\(unnamed.count.counted("file")) beside the records, named by none of them and not filed:")
                for path in unnamed.prefix(10) { Output.standardError.line("  \(printable(path))") }
                if unnamed.count > 10 { Output.standardError.line("  …") }
            }
            if interrupted { Output.standardError.line("interrupted; run the same command again for the rest") }
        }
        if interrupted { throw ExitStatus.interrupted }
        // Before rejections, which another run tells again.
        if registryBehind { throw ExitStatus.registryUnusable }
        if state.rejected > 0 { throw ExitStatus.someRejected }
    }
}

extension JSONValue {
    init(_ file: String, _ result: SubmissionResult) {
        let path: JSONValue = ["path": .string(file)]
        self =
            switch result {
            case .filed(let receipt):
                path.adding("result", "filed").adding("filing", .int(receipt.number.value))
                    .adding("kind", .string(receipt.kind.name))
                    .adding("identifier", .string(receipt.identifier.text))
                    .adding("sha256", .string(receipt.digest.hex))
            case .alreadyFiled(let number, let state):
                path.adding("result", "already-filed").adding("filing", .int(number.value))
                    .adding("state", .string(state.text))
            case .acceptable(let kind, let identifier):
                path.adding("result", "acceptable").adding("kind", .string(kind.name))
                    .adding("identifier", .string(identifier.text))
            case .heldBack(let kind, let identifier):
                path.adding("result", "held-back").adding("kind", .string(kind.name))
                    .adding("identifier", .string(identifier.text))
            case .rejected(let findings):
                path.adding("result", "rejected").adding("findings", .array(findings.map { JSONValue($0) }))
            }
    }
}

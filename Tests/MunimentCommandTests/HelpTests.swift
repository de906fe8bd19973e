import Foundation
import Journaling
import MunimentArchive
import MunimentTestSupport
import Testing

/// What `--help` says is part of the product: it changes only with a recorded snapshot (`scripts/record-snapshots`).
@Suite struct `The help` {
    private static let snapshots = "\(packageRoot)/Tests/MunimentCommandTests/Snapshots"
    private static let isRecording = ProcessInfo.processInfo.environment["MUNIMENT_RECORD_SNAPSHOTS"] != nil

    @Test func `of every command is as recorded`() throws {
        let commands = try HelpedCommand.all()
        #expect(commands.count > 15)
        var changed: [String] = []
        var stale = Set(try FileManager.default.contentsOfDirectory(atPath: Self.snapshots))
        for command in commands {
            let name = command.words.joined(separator: "-") + ".txt"
            stale.remove(name)
            let path = "\(Self.snapshots)/\(name)"
            if Self.isRecording {
                try command.help.write(toFile: path, atomically: true, encoding: .utf8)
            } else {
                let recorded = try? String(contentsOfFile: path, encoding: .utf8)
                if command.help != recorded { changed.append(name) }
            }
        }
        if Self.isRecording {
            for name in stale { try FileManager.default.removeItem(atPath: "\(Self.snapshots)/\(name)") }
        }
        #expect(changed == [], "run scripts/record-snapshots if this is meant")
        #expect(Self.isRecording || stale == [], "of commands that are no more")
    }

    @Test func `of every command shows examples, and names --json where it applies`() throws {
        for command in try HelpedCommand.all() {
            #expect(!command.examples.isEmpty, "\(command.words)")
            #expect(!command.isLeaf || command.help.contains("--json"), "\(command.words)")
        }
    }

    @Test func `prints the exit codes`() throws {
        let help = try Sandbox(founding: false).run("--help").text
        for code in ["0", "1", "3", "4", "5", "10", "11", "12", "64", "130"] {
            #expect(help.split(whereSeparator: \.isWhitespace).contains(Substring(code)), "\(code)")
        }
    }

    @Test func `has examples that all work as they stand`() throws {
        let examples = Set(try HelpedCommand.all().flatMap(\.examples)).sorted()
        #expect(examples.count > 25)
        let worlds = try [
            ExampleWorld(), ExampleWorld(withOwnSchema: true), ExampleWorld(founding: false), ExampleWorld.ofLoans(),
        ]
        for example in examples {
            // Each begins in a world that the one before has not touched.
            var complaints: [String] = []
            for world in worlds {
                let outcome = try world.run(example)
                // What `--fail-on` is for.
                if outcome.status == 0 || outcome.status == 4 && example.contains("--fail-on") {
                    complaints = []
                    break
                }
                complaints.append("\(outcome.status): \(outcome.diagnostics)\(outcome.text.suffix(300))")
            }
            #expect(complaints == [], "\(example)")
        }
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func `comes with completions for each shell`(shell: String) throws {
        let outcome = try Sandbox(founding: false).run("--generate-completion-script", shell)
        #expect(outcome.status == 0)
        for word in ["checkpoint", "all-or-nothing", "verify"] { #expect(outcome.text.contains(word), "\(word)") }
        #expect(!outcome.text.contains("compile-schema"), "what users never run is not offered")
    }
}

/// A command with its help text.
struct HelpedCommand {
    /// With `muniment` first.
    var words: [String]
    var help: String
    /// It has no commands below it.
    var isLeaf: Bool

    /// The lines under EXAMPLES.
    var examples: [String] {
        let lines: [Substring] = help.split(separator: "\n").map { line in line.drop { $0 == " " } }
        return lines.filter { $0.hasPrefix("muniment ") }.map { String($0) }
    }

    /// Every command that is shown, found by asking the program itself.
    static func all() throws -> [HelpedCommand] {
        let sandbox = try Sandbox(founding: false)
        let dump =
            try JSONSerialization.jsonObject(
                with: Data(sandbox.run("--experimental-dump-help").bytes)) as? [String: Any]
        var commands: [HelpedCommand] = []
        func add(_ command: [String: Any]?, below words: [String]) throws {
            guard let command, let name = command["commandName"] as? String, name != "help" else { return }
            guard command["shouldDisplay"] as? Bool != false else { return }
            let words = words + [name]
            let subcommands = command["subcommands"] as? [[String: Any]] ?? []
            let help = try sandbox.run(Array(words.dropFirst()) + ["--help"]).text
            commands.append(HelpedCommand(words: words, help: help, isLeaf: subcommands.isEmpty))
            for subcommand in subcommands { try add(subcommand, below: words) }
        }
        try add(dump?["command"] as? [String: Any], below: [])
        return commands
    }
}

/// A folder in which the examples of the help texts make sense.
private struct ExampleWorld {
    private let template: Sandbox
    private let key: String

    init(founding: Bool = true, withOwnSchema: Bool = false) throws {
        template = try Sandbox(founding: founding)
        let folder = template.folder
        for name in ["contract.xml", "report.xml", "intake/2024-001/借款合同.xml"] {
            let identifier = "HT-2025-\(name.utf8.count)"
            try SampleRecord(identifier, documents: [.init("\(identifier).txt", "正本")]).write(to: folder, as: name)
        }
        for name in ["srv", "etc"] { try folder.makeFolder(name) }
        let own = "\(packageRoot)/archive/specimens/own-schema/safe-deposit-receipt.xsd"
        let xsd = try String(contentsOfFile: own, encoding: .utf8)
        try folder.write(xsd, to: "safe-deposit-receipt.xsd")
        for suffix in ["csv", "map"] {
            let path = "\(packageRoot)/archive/specimens/import/银行流水.\(suffix)"
            try folder.write(String(contentsOfFile: path, encoding: .utf8), to: "对账单.\(suffix)")
        }
        guard founding else {
            key = ""
            return
        }
        let test = try template.archive()
        for number in 1...30 {
            try test.file(
                SampleRecord(
                    "HT-2024-\(number)", title: "浦东 抵押 评估 \(number)", documents: [.init("附件/借款合同.pdf", "\(number)")]))
        }
        if withOwnSchema {
            try folder.write(xsd.replacing("保管箱收据", with: "收据"), to: "old/safe-deposit-receipt.xsd")
            try template.run("schema", "add", "old/safe-deposit-receipt.xsd")
        }
        try template.run("log", "checkpoint", "-o", "2026-01-01.checkpoint")
        try template.run("prove", "12", "-o", "12.tlog-proof")
        try template.run("get", "12", "-o", "record.xml")
        key = test.archive.verifierKey.text
    }

    /// An archive that `init` founded, with the specimens and so with loans, parties and policies.
    static func ofLoans() throws -> ExampleWorld {
        let world = try ExampleWorld(founding: false)
        #expect(try world.template.run("init").status == 0)
        let specimens = "\(packageRoot)/archive/specimens"
        #expect(try world.template.run("file", "\(specimens)/intake").status == 0)
        let regions = try String(contentsOfFile: "\(specimens)/import/地区对照.csv", encoding: .utf8)
        try world.template.folder.write(regions, to: "地区对照.csv")
        let policy = try String(contentsOfFile: "\(specimens)/intake/2025-押品政策/押品政策 2025.xml", encoding: .utf8)
        try world.template.folder.write(policy.replacing("YPZC-2025-001", with: "YPZC-2026-001"), to: "policy-2026.xml")
        return world
    }

    /// Runs an example in a copy of this world; what lies in the root folder of a machine lies below it here.
    func run(_ example: String) throws -> ProgramOutcome {
        let copy = try Sandbox(founding: false)
        for name in try FileManager.default.contentsOfDirectory(atPath: template.folder.path)
        where !["scratch", "home"].contains(name) {
            try FileManager.default.copyItem(atPath: template.folder[name], toPath: copy.folder[name])
        }
        // These make their files, and do not write over others.
        for name in example.split(separator: " ") where name.hasSuffix(".checkpoint") || name.hasSuffix(".tlog-proof") {
            if example.contains("-o \(name)") { try? copy.folder.remove(String(name)) }
        }
        let line = example.replacing("/srv/", with: "srv/").replacing("/etc/", with: "etc/")
        return try copy.shell("KEY='\(key)'; \(line)")
    }
}

import MunimentTestSupport
import Testing

/// What the registry says is not trusted: it is a file like any other.
@Suite struct `A command on a damaged registry` {
    @Test(arguments: ["filing", "subject", "content", "schema_addition", "projection"])
    func `tells the damage, whatever value stands where`(table: String) throws {
        let sandbox = try Sandbox()
        let test = try sandbox.archive()
        try test.file(SampleRecord("HT-1", documents: [.init("a.txt", "a")]))
        try test.file(SampleRecord("HT-1", title: "更正", supersedes: 1))
        let registry = RegistryFile(test.registryPath)
        try registry.execute("INSERT INTO schema_addition VALUES (1, 'kind', 'urn:x', 'y')")
        try sandbox.folder.copy("archive/registry.sqlite", to: "whole.sqlite")
        for column in try registry.shape(of: table).columns {
            for value in ["'x'", "-1", "1.5", "x'ff'", "9223372036854775807"] {
                try sandbox.folder.copy("whole.sqlite", to: "archive/registry.sqlite")
                // A key takes integers only.
                guard (try? registry.execute("UPDATE \(table) SET \(column) = \(value)")) != nil else { continue }
                for command in [["find", "HT-1"], ["show", "1"]] {
                    let outcome = try sandbox.run(command)
                    #expect(
                        [0, 12].contains(outcome.status),
                        "\(table).\(column) = \(value), \(command): \(outcome.diagnostics)")
                }
            }
        }
    }
}

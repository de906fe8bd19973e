import ContentStorage
import Foundation
import Glibc
import MunimentArchive
import MunimentTestSupport
import Records
import Testing

/// What must not be shown, and what must not be shown raw.
@Suite struct `What is printed` {
    private let sandbox: Sandbox
    private let folder: TemporaryFolder
    private static let secrets = ["甄不泄", "机密用途", "31011019920506000X", "秘密题名"]

    init() throws {
        sandbox = try Sandbox()
        folder = sandbox.folder
    }

    private func record(_ identifier: String) -> SampleRecord {
        var record = SampleRecord(identifier, title: "秘密题名", documents: [.init("\(identifier).txt", "机密用途")])
        record.borrower = "甄不泄"
        record.purpose = "机密用途"
        return record
    }

    @Test func `when something fails is never what a record says`() throws {
        let test = try sandbox.archive()
        for number in 1...3 { try test.file(record("HT-\(number)")) }
        try folder.copy("archive", to: "whole")
        let entry = try test.archive.content(of: FilingNumber(2))
        let registry = "archive/registry.sqlite"
        let damages: [() throws -> Void] = [
            { try folder.remove("archive/\(test.archive.store.name(of: entry.entry.record.digest))") },
            {
                let name = "archive/\(test.archive.store.name(of: entry.entry.record.digest))"
                let bytes = Array(try #require(folder.bytes(of: name)).dropLast(20))
                try folder.remove(name)
                try folder.write(bytes, to: name)
            },
            { try folder.remove("archive/\(test.archive.store.name(of: entry.attachments[0].reference.digest))") },
            { try folder.remove(registry) },
            { try folder.write(Array(try #require(folder.bytes(of: registry)).prefix(9000)), to: registry) },
            { try RegistryFile(folder[registry]).execute("UPDATE filing SET effective = 'x', supersedes = 'y'") },
            { try folder.write([1], to: "archive/journal/tile/entries/000.p/4") },
            { try folder.write([1], to: "archive/journal/checkpoint") },
            { try folder.remove("keys") },
        ]
        let again = try record("HT-9").write(to: folder, as: "intake/record.xml")
        for damage in damages {
            try folder.copy("whole", to: "archive")
            try damage()
            for arguments in [
                ["get", "2"], ["get", "2", "--attachment", "x"], ["get", "2", "--attachment", "HT-2.txt"],
                ["show", "2"],
                ["show", "77"], ["audit"], ["prove", "2", "-o", "proof"], ["rebuild"], ["status"], ["log"],
                ["file", again],
            ] {
                let outcome = try sandbox.run(arguments + (arguments.first == "get" ? [] : ["--json"]))
                let shown =
                    outcome.diagnostics + (["audit", "status", "log"].contains(arguments[0]) ? outcome.text : "")
                for secret in Self.secrets { #expect(!shown.contains(secret), "\(arguments): \(shown)") }
                #expect(outcome.status < 128, "\(arguments)")
            }
        }
    }

    @Test func `of a journal holds no word of any record`() throws {
        try sandbox.archive().file(record("HT-1"))
        for (name, bytes) in folder.files(below: "archive/journal") {
            let text = String(decoding: bytes, as: UTF8.self)
            for secret in Self.secrets + ["HT-1", "KH-200920"] { #expect(!text.contains(secret), "\(name)") }
        }
    }

    /// Things that a terminal would act on.
    private static let controls: [Unicode.Scalar] = [
        "\u{1B}", "\u{7}", "\u{8}", "\u{9B}", "\u{202E}", "\u{2066}", "\u{2028}", "\u{7F}",
    ]

    private func expectPrintable(_ outcome: ProgramOutcome, _ what: String) {
        let lines = outcome.text + outcome.diagnostics
        let found = lines.unicodeScalars.filter { Self.controls.contains($0) || ($0.value < 32 && $0 != "\n") }
        #expect(found.isEmpty, "\(what): \(lines.debugDescription)")
    }

    @Test func `from a title or a body cannot act on the terminal`() throws {
        var filed = 0
        for (number, control) in ["&#x9B;31m", "&#x202E;", "&#x2066;", "&#x85;", "&#x2028;", "&#x7F;", "&#x200F;"]
            .enumerated()
        {
            var record = SampleRecord("HT-\(number)", title: "甲\(control)乙")
            let path = try record.write(to: folder, as: "intake/\(number).xml")
            expectPrintable(try sandbox.run("check", path), "check \(control)")
            var outcome = try sandbox.run("file", path)
            expectPrintable(outcome, "file \(control)")
            if outcome.status == 3 {
                // Then the body may still take it.
                record = SampleRecord("HT-\(number)")
                record.purpose = "甲\(control)乙"
                try record.write(to: folder, as: "intake/\(number).xml")
                outcome = try sandbox.run("file", path)
                expectPrintable(outcome, "file \(control) in the body")
            }
            guard outcome.status == 0 else { continue }
            filed += 1
            for arguments in [["find", "HT-\(number)"], ["show", "\(filed)"], ["log"]] {
                expectPrintable(try sandbox.run(arguments), "\(arguments) \(control)")
            }
        }
        #expect(filed > 0)
    }

    @Test func `of file names cannot act on the terminal`() throws {
        let name = "intake/\u{1B}[31m坏\u{202E}\u{8}.xml"
        try folder.write("<no", to: name)
        try folder.write("x", to: "intake/\u{1B}[2Jstray.txt")
        for command in [
            ["check", "intake"], ["file", "intake"], ["file", folder[name]], ["file", "no\u{1B}[31mwhere"],
        ] {
            expectPrintable(try sandbox.run(command), "\(command)")
        }
        try folder.write("x", to: "archive/objects/ab/\u{1B}[31mstray")
        try folder.write("x", to: "archive/journal/\u{1B}[31mstray")
        expectPrintable(try sandbox.run("audit"), "audit")
        for command in [
            ["prove", "0", "-o", "\u{1B}[31m.proof"], ["get", "0", "-o", "\u{1B}[31m.xml"],
            ["find", "--archive", "\u{1B}[31m"],
        ] {
            expectPrintable(try sandbox.run(command), "\(command)")
        }
        // JSON escapes it, and gives it back as it is.
        let outcome = try sandbox.run("check", "intake", "--json")
        expectPrintable(outcome, "check --json")
        #expect(try outcome.objects().first?["path"] as? String == name)
    }

    @Test func `of a file whose name is no text is told and harms nobody`() throws {
        try SampleRecord("HT-1").write(to: folder, as: "intake/good.xml")
        let bytes: [CChar] = (folder["intake/"].utf8CString.dropLast() + [-1, -2]) + ".xml".utf8CString
        let descriptor = open(bytes, O_CREAT | O_WRONLY, 0o644)
        try #require(descriptor >= 0)
        close(descriptor)
        let outcome = try sandbox.run("file", "intake")
        #expect(outcome.status == 3)
        #expect(outcome.text.contains("filed") && outcome.text.contains("good.xml"))
        #expect(try sandbox.archive().size() == 2)
    }

    @Test func `has colour only on a terminal`() throws {
        try sandbox.archive().file(SampleRecord("HT-1"))
        try #require(access("/usr/bin/script", X_OK) == 0, "script(1) is needed for a terminal")
        let plain = try sandbox.shell("NO_COLOR=1 script -qec 'muniment show 1' /dev/null")
        let coloured = try sandbox.shell("script -qec 'muniment show 1' /dev/null")
        #expect(coloured.text.contains("\u{1B}["))
        #expect(!plain.text.contains("\u{1B}["))
        #expect(try !sandbox.run("show", "1").text.contains("\u{1B}["))
    }
}

import Records
import Testing

@Suite struct `An error` {
    @Test func `says the thing, the reason and the remedy`() {
        let error = MunimentError(.noArchive, "archive/", "is not an archive", remedy: "run `muniment init`")
        #expect("\(error)" == "archive/: is not an archive; run `muniment init`")
        #expect("\(MunimentError(.failed, "x", "broke"))" == "x: broke")
    }

    @Test func `equals another of the same code`() {
        #expect(MunimentError(.locked, "a", "b") == MunimentError(.locked, "c", "d", remedy: "e"))
        #expect(MunimentError(.locked, "a", "b") != MunimentError(.failed, "a", "b"))
    }

    @Test func `knows where it was thrown`() {
        let error = MunimentError(.failed, "x", "y")
        #expect("\(error.file)" == "RecordsTests/MunimentErrorTests.swift")
        #expect(error.line == #line - 2)
    }
}

package import ContentStorage
internal import RecordXML
package import Records
internal import RegistryProjection

/// Turns submissions into filings: validates the record, examines its attachments, and stages all bytes. Needs no lock,
/// and runs on both cores.
package struct Preparation: Sendable {
    package enum Outcome: Sendable {
        case ready(Filing)
        case rejected([Finding])
    }

    let validator: RecordValidator
    /// Whether what is prepared may be filed, and so needs its words.
    let isForFiling: Bool
    /// Tries a schema that somebody wants to add, apart from this process.
    let schemaTrial: @Sendable (_ xsd: [UInt8], SchemaDeclaration, _ file: String) throws(MunimentError) -> [Finding]

    /// - Parameter batch: where the bytes go; `nil`: nothing is stored, attachments are only read and compared (`check`).
    /// - Throws: what befalls the archive, such as a full disk; what is wrong with the submission is an outcome.
    package func prepare(_ submission: Submission, into batch: ContentStore.Batch?) throws(MunimentError) -> Outcome {
        let path = submission.path
        if let obstacle = submission.obstacle {
            return rejected("not-a-file", path, problem: obstacle, expected: "an ordinary file")
        }
        guard submission.size <= RecordValidator.sizeLimit else {
            return tooLarge(path, submission.size)
        }
        let bytes: [UInt8]
        if let content = submission.content {
            bytes = content
        } else {
            do {
                let source = try SourceFile(OpenFile(reading: path))
                bytes = try source.file.readAll(limit: RecordValidator.sizeLimit)
                if source.changed(afterReading: bytes.count) { throw SourceFile.changedObstacle }
            } catch let obstacle as SourceObstacle {
                return rejected(obstacle.rule, path, problem: obstacle.problem, expected: obstacle.expected)
            } catch let error as MunimentError {
                return rejected("unreadable", path, problem: error.reason, expected: "a readable file")
            } catch {
                return rejected("unreadable", path, problem: "cannot be read", expected: "a readable file")
            }
        }
        switch try validator.validate(bytes, file: path, withText: isForFiling) {
        case .invalid(let findings): return .rejected(findings)
        case .valid(let record): return try attach(record, path, batch)
        }
    }

    private func attach(
        _ record: ValidatedRecord, _ path: String, _ batch: ContentStore.Batch?
    ) throws(MunimentError) -> Outcome {
        var findings: [Finding] = []
        var contents: [StagedContent] = []
        let attachments = record.facts.header.attachments
        if !attachments.isEmpty {
            let folder: OpenFile
            do throws(MunimentError) {
                folder = try OpenFile(reading: DurableFile.parent(of: path), folder: true)
            } catch {
                return rejected("unreadable", path, problem: error.reason, expected: "a folder that stays where it is")
            }
            for attachment in attachments {
                do {
                    if case .schema(let declaration) = record.facts.effect {
                        let (content, faults) = try takeSchema(attachment, declaration, in: folder, batch)
                        contents.append(content)
                        findings += faults
                    } else {
                        contents.append(try take(attachment, in: folder, batch))
                    }
                } catch let obstacle as SourceObstacle {
                    findings.append(
                        Finding(
                            rule: obstacle.rule, file: path, path: "/\(record.facts.kind)/header/attachments",
                            problem: "the attachment \(attachment.file) \(obstacle.problem)",
                            expected: obstacle.expected))
                } catch let error as MunimentError {
                    for content in contents { content.discard() }
                    throw error
                } catch {
                    throw MunimentError(.failed, path, "an attachment cannot be read")
                }
            }
        }
        if case .schema = record.facts.effect, attachments.map(\.role) != ["schema"] {
            findings.append(
                Finding(
                    rule: "schema-attachment", file: path, path: "/schema/header/attachments",
                    problem: "a schema record has exactly one attachment, the XSD, with the role schema",
                    expected: "<role>schema</role> and no other attachment"))
        }
        guard findings.isEmpty else {
            for content in contents { content.discard() }
            return .rejected(findings)
        }
        let staged =
            try batch?.stage(record.bytes, as: record.reference) ?? StagedContent(notStored: record.reference)
        return .ready(
            Filing(
                path: path, facts: record.facts, words: isForFiling ? CatalogueWords(of: record.facts) : nil,
                schemaSet: record.schemaSet, record: staged, contents: contents))
    }

    /// Reads one attachment, storing it on the way where there is a batch.
    private func take(
        _ attachment: AttachmentDescription, in folder: OpenFile, _ batch: ContentStore.Batch?
    ) throws -> StagedContent {
        let source = try SourceFile(attachment.file, in: folder)
        let staged: StagedContent
        do throws(MunimentError) {
            if let batch {
                staged = try batch.stage(source.file)
            } else {
                var hasher = ContentHasher()
                try eachPiece(of: source.file) { (piece) throws(MunimentError) in hasher.update(piece) }
                staged = StagedContent(notStored: hasher.finalize())
            }
        } catch {
            guard error.thing == source.file.path else { throw error }
            throw SourceObstacle(rule: "attachment-unreadable", problem: error.reason, expected: "a readable file")
        }
        try compare(staged, with: attachment, source)
        return staged
    }

    /// Reads the one attachment of a `schema` record, and tries out just the bytes that are stored.
    private func takeSchema(
        _ attachment: AttachmentDescription, _ declaration: SchemaDeclaration, in folder: OpenFile,
        _ batch: ContentStore.Batch?
    ) throws -> (StagedContent, [Finding]) {
        let source = try SourceFile(attachment.file, in: folder)
        let xsd: [UInt8]
        do throws(MunimentError) {
            xsd = try source.file.readAll(limit: SchemaTrial.sizeLimit)
        } catch {
            throw SourceObstacle(
                rule: "schema-unreadable", problem: error.reason,
                expected: "an XSD of at most \(SchemaTrial.sizeLimit) bytes")
        }
        let reference = ContentReference(digest: ContentDigest(hashing: xsd), size: xsd.count)
        let staged = try batch?.stage(xsd, as: reference) ?? StagedContent(notStored: reference)
        try compare(staged, with: attachment, source)
        return (staged, try schemaTrial(xsd, declaration, source.file.path))
    }

    private func compare(
        _ staged: StagedContent, with attachment: AttachmentDescription, _ source: SourceFile
    ) throws(SourceObstacle) {
        if source.changed(afterReading: staged.reference.size) {
            staged.discard()
            throw SourceFile.changedObstacle
        }
        guard let stated = attachment.digest, stated != staged.reference.digest else { return }
        staged.discard()
        throw SourceObstacle(
            rule: "attachment-digest",
            problem: "does not have the SHA-256 that the record states: it is \(staged.reference.digest.hex)",
            expected: "the file of which the record speaks, or a corrected <sha256>")
    }

    private func tooLarge(_ path: String, _ size: Int) -> Outcome {
        rejected(
            "record-too-large", path,
            problem: "has \(size) bytes, more than the \(RecordValidator.sizeLimit) that a record may have",
            expected: "a record with its documents as attachments, which may be of any size")
    }

    private func rejected(_ rule: String, _ path: String, problem: String, expected: String) -> Outcome {
        .rejected([Finding(rule: rule, file: path, problem: problem, expected: expected)])
    }
}

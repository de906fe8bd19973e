internal import GRDB
internal import Records

extension RegistryTransaction {
    /// Projects one filing into rows. Total: whatever stands in the journal has its rows, and nothing is rejected here.
    ///
    /// Also used alone by `rebuild`, so that both give the same tables.
    package func apply(_ filing: ProjectedFiling) throws {
        let (number, entry, facts, words) = (filing.number, filing.entry, filing.facts, filing.words)
        let header = facts.header
        try run(
            """
            INSERT INTO filing (number, filed_at, officer, kind, identifier, title, effective, author, department,
                schema_set, record_digest, record_size, supersedes, withdraws)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """,
            [
                "1": number.value, "2": entry.time.seconds, "3": entry.officer?.text, "4": facts.kind.name,
                "5": header.identifier.text, "6": header.title, "7": header.effective.description, "8": header.author,
                "9": header.department, "10": entry.schemaSet.hex, "11": entry.record.digest.hex,
                "12": entry.record.size, "13": entry.relation?.superseded?.value,
                "14": entry.relation?.withdrawn?.value,
            ])
        for subject in header.subjects {
            try run(
                "INSERT INTO subject (filing, role, number) VALUES ($1, $2, $3)",
                ["1": number.value, "2": subject.role.rawValue, "3": subject.number.text])
        }
        for (position, (attachment, content)) in zip(header.attachments, entry.contents).enumerated() {
            try run(
                """
                INSERT INTO content (filing, position, name, media_type, role, digest, size)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                """,
                [
                    "1": number.value, "2": position, "3": attachment.file, "4": attachment.mediaType,
                    "5": attachment.role, "6": content.digest.hex, "7": content.size,
                ])
        }
        if case .schema(let declaration) = facts.effect, let schema = entry.contents.first {
            try run(
                "INSERT INTO schema_addition (filing, kind, namespace, digest) VALUES ($1, $2, $3, $4)",
                [
                    "1": number.value, "2": declaration.kind.name, "3": declaration.namespace,
                    "4": schema.digest.hex,
                ])
        }
        try run(
            "INSERT INTO catalogue (rowid, words, identifiers) VALUES ($1, $2, $3)",
            ["1": number.value, "2": words.words, "3": words.identifiers])
    }
}

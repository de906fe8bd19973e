internal import ArgumentParser
internal import Presentation
internal import RecordXML
internal import Records

struct TemplateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template",
        abstract: "Print an annotated skeleton of a record.",
        discussion: """
            Write over each blank (___); the comment beside it says what is allowed. Then run `muniment check`.

            EXAMPLES
              muniment template loan-contract > contract.xml
              muniment template
            """)

    @Argument(help: "The kind of record; without it, the kinds are listed.")
    var kind: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let kinds = RecordKind.shipped.filter { ShippedSchemas.template(for: $0) != nil }
        guard let kind else {
            if output.json {
                Output.standard.json(.array(kinds.map { .string($0.name) }))
            } else {
                kinds.forEach { Output.standard.line($0.name) }
            }
            return
        }
        guard let known = RecordKind(kind), let template = ShippedSchemas.template(for: known) else {
            throw MunimentError(
                .notFound, "template", "there is none of that kind",
                remedy: "the kinds are: \(kinds.map(\.name).joined(separator: ", "))")
        }
        if output.json {
            Output.standard.json([
                "kind": .string(kind), "template": .string(String(decoding: template, as: UTF8.self)),
            ])
        } else {
            Output.standard.write(bytes: template)
        }
    }
}

internal import CLibXML2
internal import Records

/// Turns what libxml2 says of an XSD into plain words.
enum SchemaCompilationWording {
    static func refused(_ location: String, file: String, set: SchemaSet) -> Finding {
        Finding(
            rule: "schema-location", file: file,
            problem:
                "the schema refers to `\(location.abridged)`, which is not in the schema set; nothing else is loaded",
            expected: "one of \(set.files.joined(separator: ", ")), by its bare name")
    }

    static func finding(for fault: CompiledSchema.Fault, file: String) -> Finding {
        let names = names(in: fault.message)
        let about = names.map { "`\($0.abridged)`" }.joined(separator: ", ")
        func finding(_ problem: String, _ expected: String = "") -> Finding {
            Finding(rule: "schema-invalid", file: file, line: fault.line, problem: problem, expected: expected)
        }
        switch xmlParserErrors(rawValue: UInt32(bitPattern: fault.code)) {
        case XML_SCHEMAP_SRC_RESOLVE:
            return finding(
                "something is referred to that is declared nowhere: \(about)",
                "a name declared in this XSD, or in one that it includes or imports with its schemaLocation")
        case XML_SCHEMAP_REGEXP_INVALID, XML_REGEXP_COMPILE_ERROR:
            return finding("a pattern is not a regular expression of XML Schema", "see XML Schema part 2, appendix F")
        case XML_SCHEMAP_S4S_ELEM_NOT_ALLOWED, XML_SCHEMAP_S4S_ELEM_MISSING, XML_SCHEMAP_ELEM_NONAME_NOREF:
            return finding("an element of the XSD is missing or stands where it may not: \(about)")
        case XML_SCHEMAP_S4S_ATTR_NOT_ALLOWED, XML_SCHEMAP_S4S_ATTR_MISSING, XML_SCHEMAP_S4S_ATTR_INVALID_VALUE:
            return finding("an attribute of the XSD is missing, unknown or has a wrong value: \(about)")
        case XML_SCHEMAP_REDEFINED_TYPE, XML_SCHEMAP_REDEFINED_ELEMENT, XML_SCHEMAP_REDEFINED_ATTR,
            XML_SCHEMAP_REDEFINED_GROUP, XML_SCHEMAP_REDEFINED_ATTRGROUP:
            return finding("something is declared twice: \(about)", "each name once")
        case XML_SCHEMAP_NOT_DETERMINISTIC:
            return finding(
                "the order of elements is ambiguous: \(about)",
                "an order in which each next element decides which part of the schema it belongs to")
        case XML_SCHEMAP_SRC_INCLUDE, XML_SCHEMAP_SRC_IMPORT, XML_SCHEMAP_SRC_IMPORT_3_1, XML_SCHEMAP_SRC_IMPORT_3_2:
            return finding(
                "an include or import does not fit the namespace of the file that it names",
                "include for the same target namespace, import for another one")
        default:
            return finding(
                about.isEmpty ? "the schema is not valid here" : "the schema is not valid here, about \(about)",
                "what XML Schema 1.0 allows; `xmllint --schema` tells more")
        }
    }

    /// The names in quotation marks, without namespaces.
    private static func names(in message: String) -> [String] {
        let parts = message.split(separator: "'", omittingEmptySubsequences: false)
        var names: [String] = []
        for index in stride(from: 1, to: parts.count, by: 2) {
            let name = parts[index].collapsedName
            if !name.isEmpty, !names.contains(name), names.count < 3 { names.append(name) }
        }
        return names
    }
}

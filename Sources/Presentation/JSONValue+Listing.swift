extension JSONValue {
    /// What an object holds as rows of a name and a value. Names of fields within each other, and places in lists, counted
    /// from 1, are joined by points: `mortgages.1.rank`. What is missing has no row.
    package var listing: Listing {
        var listing = Listing([.init("field", "Field"), .init("value", "Value")])
        append("", to: &listing)
        return listing
    }

    private func append(_ name: String, to listing: inout Listing) {
        func inner(_ part: String) -> String { name.isEmpty ? part : "\(name).\(part)" }
        switch self {
        case .object(let fields): for field in fields { field.value.append(inner(field.name), to: &listing) }
        case .array(let values):
            for (place, value) in values.enumerated() { value.append(inner("\(place + 1)"), to: &listing) }
        case .string(let text): listing.append([.text(name), .text(text)])
        case .int(let number): listing.append([.text(name), .number(number)])
        case .bool(let truth): listing.append([.text(name), .text(truth ? "true" : "false")])
        case .null: break
        }
    }
}

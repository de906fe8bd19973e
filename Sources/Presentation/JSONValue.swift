/// A JSON value whose objects keep the order of their fields. Numbers are integers: money is minor units.
///
/// Written as literals, `["number": 12, "title": "…", "supersedes": nil]`, and with `JSONValue(x)` around what may be
/// missing, which makes it `null`.
package enum JSONValue: Hashable, Sendable {
    package struct Field: Hashable, Sendable {
        package let name: String
        package let value: JSONValue

        package init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    case object([Field])
    case array([JSONValue])
    case string(String)
    case int(Int)
    case bool(Bool)
    case null

    package init(_ text: String?) { self = text.map(Self.string) ?? .null }

    package init(_ number: Int?) { self = number.map(Self.int) ?? .null }

    package init(_ truth: Bool?) { self = truth.map(Self.bool) ?? .null }

    package init(_ values: some Sequence<JSONValue>) { self = .array(Array(values)) }

    /// An object with a field more; any other value unchanged.
    package func adding(_ name: String, _ value: JSONValue) -> JSONValue {
        guard case .object(let fields) = self else { return self }
        return .object(fields + [Field(name, value)])
    }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringInterpolation,
    ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    package init(dictionaryLiteral fields: (String, JSONValue)...) {
        self = .object(fields.map { Field($0.0, $0.1) })
    }

    package init(arrayLiteral values: JSONValue...) { self = .array(values) }

    package init(stringLiteral text: String) { self = .string(text) }

    package init(integerLiteral number: Int) { self = .int(number) }

    package init(booleanLiteral truth: Bool) { self = .bool(truth) }

    package init(nilLiteral: ()) { self = .null }
}

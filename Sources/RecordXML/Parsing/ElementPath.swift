/// An element that knows where it stands.
protocol ElementPath: Equatable {
    associatedtype Elements: Sequence<Self>
    var localName: String { get }
    var parentElement: Self? { get }
    /// The elements directly inside, in order.
    var elements: Elements { get }
}

extension ElementPath {
    /// Such as `/valuation-report/item[2]/value`; a number stands only where there are several of one name.
    var path: String {
        var steps: [String] = []
        var next: Self? = self
        while let element = next {
            steps.append(element.localName.abridged + element.ordinalAmongNamesakes)
            next = element.parentElement
        }
        return "/" + steps.reversed().joined(separator: "/")
    }

    private var ordinalAmongNamesakes: String {
        guard let siblings = parentElement?.elements else { return "" }
        let name = localName
        var count = 0
        var ordinal = 0
        for sibling in siblings where sibling.localName == name {
            count += 1
            if sibling == self { ordinal = count }
        }
        return count > 1 ? "[\(ordinal)]" : ""
    }
}

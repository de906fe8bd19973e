internal import CLibXML2

/// Which element of a tree, or which of its attributes: what is left of a node when its tree is gone.
struct Place: Hashable {
    /// Such as `/loan-contract/principal/@currency`.
    var path: String
    /// How many elements begin before this one.
    var ordinal: Int
    var attribute: String?

    /// - Parameter node: an element; an attribute in the guise of one; or text.
    init(of node: xmlNodePtr, attribute: String? = nil) {
        let element: xmlNodePtr
        if node.isElement {
            element = node
            self.attribute = attribute
        } else {
            element = node.parentElement ?? node
            self.attribute = node.pointee.type == XML_ATTRIBUTE_NODE ? node.localName : attribute
        }
        path = element.path + (self.attribute.map { "/@\($0)" } ?? "")
        ordinal = element.ordinal
    }

    init(of element: RecordElement, attribute: String? = nil) {
        path = element.path + (attribute.map { "/@\($0)" } ?? "")
        ordinal = element.ordinal
        self.attribute = attribute
    }
}

extension UnsafeMutablePointer<xmlNode> {
    /// How many elements of the document begin before this one. O(elements before it).
    fileprivate var ordinal: Int {
        var count = 0
        var node = self
        while true {
            if let previous = node.pointee.prev {
                node = previous
                count += node.countOfElements
            } else if let parent = node.parentElement {
                node = parent
                count += 1
            } else {
                return count
            }
        }
    }

    /// Of the subtree, itself included.
    private var countOfElements: Int { isElement ? elements.reduce(1) { $0 + $1.countOfElements } : 0 }
}

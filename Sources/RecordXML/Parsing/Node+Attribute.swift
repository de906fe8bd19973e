internal import CLibXML2

extension UnsafeMutablePointer<xmlAttr> {
    var localName: String { pointee.name.map { String(cString: $0) } ?? "" }

    var text: String {
        guard let value = pointee.children else { return "" }
        return value.pointee.next == nil ? value.pointee.content.map { String(cString: $0) } ?? "" : whole
    }

    private var whole: String {
        var text = ""
        var node = pointee.children
        while let part = node {
            if let content = part.pointee.content { text += String(cString: content) }
            node = part.pointee.next
        }
        return text
    }
}

internal import CLibXML2

extension ParseWatch {
    /// A fault of the parser in plain words: rule, problem, and what would be right.
    static func words(for error: xmlError) -> (rule: String, problem: String, expected: String) {
        let code = xmlParserErrors(rawValue: UInt32(bitPattern: error.code))
        let first = LibXML2.beginning(of: error.str1).abridged
        let second = LibXML2.beginning(of: error.str2).abridged
        func broken(_ problem: String, _ expected: String = "") -> (String, String, String) {
            ("not-well-formed", problem, expected)
        }
        switch code {
        case XML_NS_ERR_UNDEFINED_NAMESPACE:
            return (
                "undefined-prefix", "the prefix `\(first)` is used without being declared",
                "`xmlns:\(first)=\"…\"` on this element or one around it, or a name without prefix"
            )
        case XML_ERR_TAG_NAME_MISMATCH:
            return broken(
                "`<\(first)>`\(error.int1 > 0 ? " of line \(error.int1)" : "") is closed by `</\(second)>`",
                "`</\(first)>`")
        case XML_ERR_TAG_NOT_FINISHED: return broken("the file ends before its last element is closed")
        case XML_ERR_DOCUMENT_EMPTY: return ("not-xml", "there is no element where the record should begin", "`<`")
        case XML_ERR_DOCUMENT_END: return broken("something follows after the end of the record", "nothing")
        case XML_ERR_UNDECLARED_ENTITY:
            return broken("`&\(first);` stands for nothing", "the character itself, or `&#…;` with its number")
        case XML_ERR_ENTITYREF_SEMICOL_MISSING, XML_ERR_NAME_REQUIRED:
            return broken("a name is missing or cut", "`&amp;` for a plain `&`, `&lt;` for a plain `<`")
        case XML_ERR_LT_IN_ATTRIBUTE: return broken("an attribute contains `<`", "`&lt;`")
        case XML_ERR_ATTRIBUTE_NOT_STARTED: return broken("an attribute's value is not in quotation marks", "`\"…\"`")
        case XML_ERR_ATTRIBUTE_NOT_FINISHED: return broken("an attribute's value has no closing quotation mark")
        case XML_ERR_ATTRIBUTE_WITHOUT_VALUE: return broken("an attribute has no value", "`=\"…\"` after its name")
        case XML_ERR_ATTRIBUTE_REDEFINED, XML_NS_ERR_ATTRIBUTE_REDEFINED:
            return broken("the attribute `\(first)` is given twice", "once")
        case XML_ERR_COMMENT_NOT_FINISHED: return broken("a comment is not closed", "`-->`")
        case XML_ERR_HYPHEN_IN_COMMENT: return broken("a comment contains `--`", "one hyphen, or none")
        case XML_ERR_CDATA_NOT_FINISHED: return broken("a CDATA section is not closed", "`]]>`")
        case XML_ERR_MISPLACED_CDATA_END: return broken("the text contains `]]>`", "`]]&gt;`")
        case XML_ERR_PI_NOT_FINISHED, XML_ERR_XMLDECL_NOT_FINISHED: return broken("a `<?` is not closed", "`?>`")
        case XML_ERR_RESERVED_XML_NAME:
            return broken("`<?xml` does not stand at the very start of the file", "nothing before it")
        case XML_ERR_SPACE_REQUIRED: return broken("a blank is missing between two parts of a tag", "a blank")
        case XML_ERR_GT_REQUIRED: return broken("a tag is not closed", "`>`")
        case XML_ERR_INVALID_CHAR, XML_ERR_INVALID_CHARREF:
            return broken("a character that XML does not allow", "printable text, tabs and line breaks")
        case XML_ERR_INVALID_ENCODING, XML_I18N_CONV_FAILED, XML_I18N_NO_OUTPUT, XML_ERR_UNSUPPORTED_ENCODING,
            XML_ERR_UNKNOWN_ENCODING:
            return ("encoding", "there are bytes that are no characters in the file's encoding", savedAsDeclared)
        case XML_ERR_NAME_TOO_LONG: return broken("a name is longer than any name may be", "at most 50,000 bytes")
        case XML_ERR_NO_MEMORY: return ("too-large", "there is not enough memory to read the file", "")
        default:
            return error.domain == Int32(XML_FROM_NAMESPACE.rawValue)
                ? (
                    "undefined-prefix", "a namespace or a prefix is not used as XML wants it",
                    "one declared prefix a name"
                )
                : broken("the XML is broken here")
        }
    }
}

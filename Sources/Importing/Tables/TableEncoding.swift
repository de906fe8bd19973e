/// How the text of a table is encoded.
package enum TableEncoding: String, CaseIterable, Sendable {
    case utf8 = "UTF-8"
    /// With all of GBK and GB 2312 within it.
    case gb18030 = "GB18030"

    /// - Parameter name: as people call it: `utf8`, `GBK`, `GB2312`, `cp936`.
    package init?(name: String) {
        switch name.lowercased().filter({ $0 != "-" && $0 != "_" && $0 != " " }) {
        case "utf8": self = .utf8
        case "gb18030", "gbk", "gb2312", "cp936": self = .gb18030
        default: return nil
        }
    }
}

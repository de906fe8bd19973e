/// How the characters of an XML file are written, as far as finding its markup needs to know.
///
/// A file may say so in its XML declaration; only these families are read, because others can hide markup from a scan
/// (UTF-7) or will be unreadable in thirty years.
enum RecordEncoding {
    case utf8
    /// GB 18030, and GBK and GB 2312, which are parts of it.
    case gb18030
    case utf16BigEndian
    case utf16LittleEndian

    /// - Throws: the declared name, where it is none of ours or is not what the first bytes show.
    init(detecting bytes: [UInt8]) throws(UnreadableEncoding) {
        let start = bytes.prefix(4)
        if start == [0xFF, 0xFE, 0, 0] || start == [0, 0, 0xFE, 0xFF] || start == [0, 0, 0, 0x3C]
            || start == [0x3C, 0, 0, 0]
        {
            throw UnreadableEncoding(name: "UTF-32")
        }
        let declared = Self.declaredName(in: bytes)
        let families: [RecordEncoding]
        switch declared {
        case nil: families = [.utf8, .utf16BigEndian, .utf16LittleEndian]
        case "utf-8", "utf8", "us-ascii", "ascii": families = [.utf8]
        case "gb18030", "gbk", "gb2312": families = [.gb18030]
        case "utf-16": families = [.utf16BigEndian, .utf16LittleEndian]
        case "utf-16be": families = [.utf16BigEndian]
        case "utf-16le": families = [.utf16LittleEndian]
        case let name?: throw UnreadableEncoding(name: name)
        }
        switch (start.first, start.dropFirst().first) {
        case (0xFE, 0xFF), (0, 0x3C): self = .utf16BigEndian
        case (0xFF, 0xFE), (0x3C, 0): self = .utf16LittleEndian
        default: self = families.contains(.gb18030) && !start.starts(with: Self.utf8Mark) ? .gb18030 : .utf8
        }
        guard families.contains(self) else { throw UnreadableEncoding(name: declared ?? "", contradicted: true) }
    }

    /// The length of the byte order mark that `bytes` begin with.
    func markLength(of bytes: [UInt8]) -> Int {
        switch self {
        case .utf8: bytes.starts(with: Self.utf8Mark) ? 3 : 0
        case .gb18030: 0
        case .utf16BigEndian: bytes.starts(with: [0xFE, 0xFF]) ? 2 : 0
        case .utf16LittleEndian: bytes.starts(with: [0xFF, 0xFE]) ? 2 : 0
        }
    }

    var isUTF16: Bool { self == .utf16BigEndian || self == .utf16LittleEndian }

    private static let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The `encoding` of the XML declaration in lower case; a declaration is ASCII, or ASCII spread over 16 bits.
    private static func declaredName(in bytes: [UInt8]) -> String? {
        // Most records begin with exactly this.
        if bytes.starts(with: usualDeclaration) { return "utf-8" }
        let start = bytes.prefix(512).filter { $0 != 0 && $0 < 0x80 }
        guard start.starts(with: "<?xml".utf8), start.count > 5, start[5].isXMLSpace else { return nil }
        // Beyond this the parser would still find an encoding.
        guard let end = start.firstIndex(of: UInt8(ascii: ">")) else { return "" }
        let declaration = String(decoding: start[..<end], as: UTF8.self)
        guard let keyword = declaration.firstRange(of: "encoding") else { return nil }
        let value = declaration[keyword.upperBound...].drop { $0 != "\"" && $0 != "'" }
        guard let quote = value.first else { return nil }
        return value.dropFirst().prefix { $0 != quote }.lowercased()
    }

    private static let usualDeclaration = Array(#"<?xml version="1.0" encoding="UTF-8"?>"#.utf8)
}

/// An encoding that is not read.
struct UnreadableEncoding: Error {
    /// As declared, in lower case.
    var name: String
    /// The first bytes show another one.
    var contradicted = false
}

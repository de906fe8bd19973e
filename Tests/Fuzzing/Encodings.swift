import Foundation

/// A document in other encodings than UTF-8, told and untold, right and wrong.
enum Encodings {
    static func all(of document: String) -> [(name: String, bytes: [UInt8])] {
        func declared(_ name: String) -> String {
            let body = document.firstRange(of: "?>").map { document[$0.upperBound...] } ?? document[...]
            return "<?xml version=\"1.0\" encoding=\"\(name)\"?>" + body
        }
        let bare = declared("").replacing(" encoding=\"\"", with: "")
        var all: [(String, [UInt8])] = [
            ("utf-8 with a mark", [0xEF, 0xBB, 0xBF] + declared("UTF-8").utf8),
            ("utf-8 untold", Array(bare.utf8)),
            ("utf-16le marked", utf16(declared("UTF-16"), isLittle: true, isMarked: true)),
            ("utf-16be marked", utf16(declared("utf-16"), isLittle: false, isMarked: true)),
            ("utf-16le bare", utf16(declared("UTF-16LE"), isLittle: true, isMarked: false)),
            ("utf-16be bare", utf16(declared("UTF-16BE"), isLittle: false, isMarked: false)),
            ("utf-16le untold", utf16(bare, isLittle: true, isMarked: true)),
            ("utf-16be as le", utf16(declared("UTF-16LE"), isLittle: false, isMarked: true)),
            ("utf-16 as utf-8", utf16(declared("UTF-8"), isLittle: true, isMarked: true)),
            ("utf-16 odd", utf16(bare, isLittle: true, isMarked: true) + [0]),
            ("utf-16 half a pair", utf16(bare, isLittle: true, isMarked: true) + [0x00, 0xD8]),
            ("utf-32le", declared("UTF-32").unicodeScalars.flatMap { littleEndian($0.value) }),
            ("utf-32le marked", [0xFF, 0xFE, 0, 0] + bare.unicodeScalars.flatMap { littleEndian($0.value) }),
            ("utf-7", Array(declared("UTF-7").replacing("中", with: "+Ti0-").utf8)),
            ("utf-7 far away", Array("<?xml version=\"1.0\"\(blanks(600))encoding=\"UTF-7\"?><a>+Ti0-</a>".utf8)),
            ("utf-7 far away, a record", Array(farDeclared(document, "UTF-7").utf8)),
            ("latin-1 far away", Array(farDeclared(document, "ISO-8859-1").utf8)),
            ("utf-8 far away", Array(farDeclared(document, "UTF-8").utf8)),
            ("ebcdic", [0x4C, 0x6F, 0xA7, 0x94, 0x93, 0x40] + declared("EBCDIC-US").utf8),
            ("overlong", Array(declared("UTF-8").utf8) + [0xC0, 0xBC, 0x61, 0xC0, 0xAF, 0x3E]),
            ("a surrogate in utf-8", Array(declared("UTF-8").utf8) + [0xED, 0xA0, 0x80]),
            ("NUL", Array(declared("UTF-8").utf8) + [0]),
        ]
        for name in [
            "GBK", "GB2312", "gb18030", "ISO-8859-1", "US-ASCII", "UTF-8\"", "", "x", "UTF-16", "HZ", "ISO-2022-JP",
            "windows-1252", "HTML", "base64", "UCS-2", "UCS-4",
        ] {
            all.append(("utf-8 as \(name.filter { $0 != "\"" })", Array(declared(name).utf8)))
        }
        let gb18030 = String.Encoding(rawValue: 0x8000_0632)
        for name in ["GB18030", "GBK", "gb2312", "UTF-8"] {
            if let bytes = declared(name).data(using: gb18030) { all.append(("gb18030 as \(name)", Array(bytes))) }
        }
        return all
    }

    static func utf16(_ text: String, isLittle: Bool, isMarked: Bool) -> [UInt8] {
        ((isMarked ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
            return isLittle ? [low, high] : [high, low]
        }
    }

    private static func littleEndian(_ scalar: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: scalar >> (8 * $0)) }
    }

    /// A declaration whose end is farther off than most readers look.
    private static func farDeclared(_ document: String, _ name: String) -> String {
        document.replacing(/<\?xml.*?\?>/, with: "<?xml version=\"1.0\"\(blanks(600))encoding=\"\(name)\"?>")
    }

    private static func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }
}

/// What authors and their enemies write into records.
enum Words {
    static let names = [
        "a", "m:header", "header", "loan", "party", "collateral", "mortgage", "principal", "annual-rate", "term",
        "start", "end", "attachment", "file", "borrower", "credit-code", "identity-number", "supersedes",
        "withdraws",
        "loan-contract", "valuation-report", "schema", "charter", "Signature", "xml:a", "xmlns:a", "x:y", "中",
        "_", "a.b",
    ]

    static let values = [
        "", " ", "0", "00", "-1", "1", "+1", "1.", ".5", "1e9", "NaN", "INF", "9223372036854775808",
        "999999999999999999",
        "0.01", "100.00", "1000000", "2024-02-29", "2023-02-29", "2024-02-30", "0000-01-01", "-0001-01-01",
        "9999-12-31",
        "10000-01-01", "2024-01-01Z", "2024-01-01+08:00", "2024-01-01T00:00:00Z", "2024-01-01T24:00:00Z",
        "\n2024-01-01\t",
        "true", "1 2", "a/b", "../a", "a/../b", "/etc/passwd", "C:\\a", "a//b", "a\u{301}.pdf", "á.pdf", "CON", ".",
        "中文", "𠀀", "\u{FFFD}", "\u{2028}", "\u{85}", "\u{9B}31m", "\u{200B}", "\u{202E}abc", "\u{FEFF}", "&#0;",
        "&#x1F;",
        "&#xD;", "&#x10FFFF;", "&#xD800;", "&#xFFFE;", "&#99999999999;", "&amp;lt;", "&lt;a&gt;", "&a;", "&",
        "]]>", "--",
        "<![CDATA[1]]>", "<![CDATA[]]>", "1<!-- -->0", "1<?a?>0", "91310115MA1K4B9C7D", "31011019920506000X",
        "110101199902300018", "CNY", "JPY", "BHD", "XXX",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ]

    static let attributes = [
        " a=\"1\"", " version=\"1\"", " version=\"2\"", " currency=\"JPY\"", " currency=\"BHD\" scale=\"3\"",
        " scale=\"0\"", " xmlns=\"\"", " xmlns=\"urn:muniment:record:1\"", " xmlns:m=\"urn:muniment:record:1\"",
        " xmlns:m=\"\"", " xmlns:xml=\"http://www.w3.org/XML/1998/namespace\"", " xmlns:xml=\"a\"",
        " xmlns:xmlns=\"a\"",
        " xmlns:a=\"http://www.w3.org/XML/1998/namespace\"", " xmlns:a=\"http://www.w3.org/2000/xmlns/\"",
        " xmlns:a=\"u\" xmlns:b=\"u\" a:c=\"1\" b:c=\"2\"", " xml:lang=\"zh\"", " xml:lang=\"\"",
        " xml:space=\"x\"",
        " xml:id=\"a\"", " xml:base=\"a b\"", " a:b=\"1\"", " a:b:c=\"1\"", " :a=\"1\"", " a=\"<\"", " a='\"'",
        " a",
        " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"",
        " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"false\"",
        " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"Money\"",
        " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"a:b\"",
        " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"xs:string\""
            + " xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"",

        " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"urn:muniment:record:1 a.xsd\"",
        " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"urn:a /etc/passwd b\"",

        " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:noNamespaceSchemaLocation=\"file:///etc/passwd\"",
        " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:a=\"1\"",
    ]

    static let markup = [
        "<a/>", "x", " ", "\n", "<!-- comment -->", "<!---->", "<!--><b c=\"\"/>-->", "<!-- -- -->", "<?a?>",
        "<?a <b c=\"?>",
        "<?xml version=\"1.0\"?>", "<?xml-stylesheet href=\"file:///etc/passwd\"?>", "<![CDATA[ ]]>",
        "<![CDATA[<b>]]>",
        "<![CDATA[]]]]>", "]]>", "&#32;", "&#x4E2D;", "&lt;", "&a;", "<!DOCTYPE a>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]>",
        "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\" parse=\"text\"/>",
        "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/>",
        "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><a b=\"c\">d</a></Signature>",
        "<supersedes>1</supersedes>", "<loan>DK-1</loan>", "<party>KH-1</party>", "<original/>",

        "<attachments><attachment><file>a</file><media-type>a/b</media-type><role>other</role></attachment></attachments>",
    ]
}

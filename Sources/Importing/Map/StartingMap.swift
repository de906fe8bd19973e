package import RecordXML
internal import Records

/// A map to begin with: every element of a kind, with what it is, what it must look like, and a guess at its column.
package enum StartingMap {
    /// - Returns: text in UTF-8 that `ImportMap` reads; what may be left out stands behind a #.
    package static func text(for form: RecordForm) -> String {
        let shape = RowShape(form)
        let label = [form.root.zh, form.root.en].filter { !$0.isEmpty }.joined(separator: " · ")
        var text = """
            # \(label): 从表格导入的对照表 · a map for importing tables
            #
            # 每行一个元素：元素 = 列名。把右边改成你的表里的列名；以 # 开头的行不起作用，不需要的行在前面加 #。
            # One element a line: ELEMENT = COLUMN. Write the names of your own columns on the right; a line that begins
            # with # says nothing.
            #
            #   元素 = 列甲 / 列乙            第一个不为空的列 · the first of them that is not empty
            #   元素 = 列甲 + "-" + 列乙      连接 · put together
            #   元素 = "值"                   各行相同 · the same for all rows
            #   元素 = 列名 (万元)            单位 · unit: 元 千元 万元 百万元 亿元; 不计正负 · unsigned
            #   元素 = 列名 (月/日/年)        日期写法 · days: 年/月/日 月/日/年 日/月/年 Excel Excel 1904
            #   元素 = 列名 (小数)            利率写法 · rates: % ‰ BP 小数
            #       网银 -> transfer          缩进的行：上一行某个值的含义，* 为其他各值 · what a value means; * is any other
            #   仅当 借贷标志 = 贷            只导入这些行 · only where COLUMN = VALUE, VALUE; 也可用 !=
            #
            # 列名里有括号、引号、" / " 或 " + " 时写成 [列名] · a column name with such signs in it stands in [ ]

            record kind = \(form.kind)

            """
        if let container = shape.container {
            text += "\n# 每份记录的行数 · rows of a record (\(container.zh) · \(container.en))\n"
            text += "# rows per record = \(RowShape.usualRowsPerRecord)\n"
        }
        if shape.container?.hasCurrency != false {
            text += "\n# 各行金额的币种，不写即为人民币 · the currency of all amounts; CNY where it is not said\n"
            text += "# currency = \"CNY\"\n"
        }
        text += "\n# ── 记录头 · Header ──\n"
        if let header = form.root.element(named: "header") {
            let supplied = shape.container == nil ? ["identifier", "title"] : ["identifier", "title", "effective"]
            let made = ["subjects", "attachments", "supersedes"] + (shape.container == nil ? [] : ["identifier"])
            for element in header.elements where !made.contains(element.name) {
                write(
                    element, [], isOptional: supplied.contains(element.name), isConstant: shape.container != nil, &text)
            }
        }
        if let container = shape.container {
            let around = form.root.elements.filter { $0.name != "header" && $0.name != container.name }
            if !around.isEmpty { text += "\n# ── \(label) ──\n" }
            for element in around { write(element, [], isOptional: false, isConstant: true, &text) }
        }
        text += "\n# ── \(shape.element.zh.isEmpty ? form.kind.name : shape.element.zh) · \(shape.element.en) ──\n"
        for element in shape.element.elements where element.name != "header" {
            write(element, [], isOptional: false, isConstant: false, &text)
        }
        return text
    }

    /// Header values that are the same for all rows, as they are most often.
    private static let usual = ["confidentiality": "confidential", "retention": "30-years"]

    private static func write(
        _ element: RecordForm.Element, _ path: [String], isOptional: Bool, isConstant: Bool, _ text: inout String
    ) {
        let isOptional = isOptional || !element.isRequired
        let path = path + [element.name]
        guard element.elements.isEmpty else {
            text += "\n# \(element.label)\(isOptional ? "（可不写 · optional）" : "")\n"
            for child in element.elements {
                write(child, path, isOptional: isOptional, isConstant: isConstant, &text)
            }
            return
        }
        let choices = element.choices.map { $0.zh.isEmpty ? $0.value : "\($0.value) \($0.zh)" }
        let hint = choices.isEmpty ? element.hint : choices.joined(separator: ", ")
        text += "\n# \(element.label)\(hint.isEmpty ? "" : ": \(hint)")\(isOptional ? "（可不写 · optional）" : "")\n"
        let name = element.zh.isEmpty ? element.name : element.zh
        let source: String
        if ValueKind(element) == .empty {
            source = "\"\""
        } else if let usual = usual[element.name] {
            source = "\"\(usual)\""
        } else if isConstant {
            source = "\"___\""
        } else {
            source = name.contains { "[]()（）\"“”/+=".contains($0) } ? "[\(name)]" : name
        }
        text += "\(isOptional ? "# " : "")\(path.joined(separator: "/")) = \(source)\n"
    }
}

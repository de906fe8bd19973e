internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection
internal import Servicing

struct PartyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "party",
        abstract: "Show a borrower or guarantor, and how its particulars changed.",
        discussion: """
            EXAMPLES
              muniment party show KH-100217
              muniment party history KH-100217
            """,
        subcommands: [PartyShowCommand.self, PartyHistoryCommand.self])
}

struct PartyShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a party as it is on a day, and its loans.",
        discussion: """
            EXAMPLES
              muniment party show KH-100217
              muniment party show KH-100217 --as-of 2024-12-31
            """)

    @Argument(help: ArgumentHelp("The party's number.", valueName: "party"))
    var party: IdentifierArgument

    @OptionGroup var options: ListingOptions

    func run() throws {
        let (registry, behind) = try options.archive.open().registryForReading()
        let file = try registry.knownParty(party.identifier, at: options.moment.moment(in: registry))
        let json = JSONValue(file.particulars.fact).adding("from", JSONValue(file.from))
            .adding("filing", JSONValue(file.particulars.filing))
            .adding(
                "loans",
                .array(
                    file.loans.map { loan in
                        [
                            "loan": JSONValue(loan.loan), "role": .string(loan.role.rawValue),
                            "filing": JSONValue(loan.filing),
                        ]
                    }))
        if options.archive.json {
            Output.standard.json(json)
        } else if options.csv {
            options.write(json.listing, nothing: "")
        } else {
            let (style, width) = (Output.standard.style, Output.standard.width)
            let party = file.particulars.fact
            var fields = Fields()
            fields.append("name 姓名或名称", party.name)
            fields.append(party.document.label, party.document.number)
            if let phone = party.phone { fields.append("phone 电话", phone) }
            if let address = party.address {
                fields.append(
                    "address 地址", "\(address.line) (\(address.division)\(address.postalCode.map { ", \($0)" } ?? ""))")
            }
            fields.append("since 自", "\(file.from), filing \(file.particulars.filing)")
            var text = style.bold("Party \(party.number)") + "\n" + fields.text(width: width, style: style)
            var table = TextTable([.init("Loan 贷款"), .init("Role 角色"), .init("Filing", .right)])
            for loan in file.loans { table.append(["\(loan.loan)", .init(loan.role.label), "\(loan.filing)"]) }
            if !table.isEmpty { text += "\n" + table.text(width: width, style: style) }
            Output.standard.write(text)
        }
        noteBehind(behind)
    }
}

struct PartyHistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List all that filings in force say of a party, by the day from which it holds.",
        discussion: """
            EXAMPLES
              muniment party history KH-100217
            """)

    @Argument(help: ArgumentHelp("The party's number.", valueName: "party"))
    var party: IdentifierArgument

    @OptionGroup var options: ListingOptions

    func run() throws {
        let (registry, behind) = try options.archive.open().registryForReading()
        let file = try registry.knownParty(party.identifier, at: options.moment.moment(in: registry))
        var listing = Listing([
            .init("from", "From 自"), .init("name", "Name 姓名或名称", shrinks: true),
            .init("documentKind", nil), .init("document", "Document 证件号码"), .init("phone", "Phone 电话"),
            .init("address", "Address 地址", shrinks: true), .init("source", "By"), .init("filing", "Filing", .right),
        ])
        for version in file.history {
            let party = version.party.fact
            listing.append([
                .day(version.from), .text(party.name), .text(party.document.kind), .text(party.document.number),
                Datum(party.phone), Datum(party.address?.line),
                .text(version.isChange ? "party-change" : "loan-contract"), .filing(version.party.filing),
            ])
        }
        options.write(listing, nothing: "Nothing is known of it.")
        noteBehind(behind)
    }
}

extension Registry {
    fileprivate func knownParty(_ party: BusinessIdentifier, at moment: Moment) throws -> PartyFile {
        guard let file = try self.party(party, at: moment) else {
            throw MunimentError(
                .notFound, "party \(party)", "is not known at filing \(moment.knownAt)",
                remedy: "see `muniment find --party`")
        }
        return file
    }
}

extension LoanRole {
    var label: String { self == .borrower ? "borrower 借款人" : "guarantor 保证人" }
}

extension IdentityDocument {
    fileprivate var label: String {
        switch self {
        case .identityNumber: "identity number 居民身份证"
        case .creditCode: "credit code 统一社会信用代码"
        case .other(let type, _): type
        }
    }

    fileprivate var kind: String {
        switch self {
        case .identityNumber: "identity-number"
        case .creditCode: "credit-code"
        case .other(let type, _): type
        }
    }

    fileprivate var number: String {
        switch self {
        case .identityNumber(let number), .creditCode(let number), .other(_, let number): number
        }
    }
}

extension JSONValue {
    fileprivate init(_ party: Party) {
        self = [
            "number": JSONValue(party.number), "name": .string(party.name),
            "document": ["kind": .string(party.document.kind), "number": .string(party.document.number)],
            "phone": JSONValue(party.phone),
            "address": party.address.map { address in
                [
                    "division": .string(address.division), "line": .string(address.line),
                    "postalCode": JSONValue(address.postalCode),
                ]
            } ?? .null,
        ]
    }
}

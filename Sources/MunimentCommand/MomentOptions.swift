internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection

/// The two times of every question to the registry.
struct MomentOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The day in the world that is asked about. (default: today in the archive's time zone)",
            valueName: "yyyy-mm-dd"))
    var asOf: DateArgument?

    @OptionGroup var known: KnownAtOptions

    /// - Throws: as `KnownAtOptions.filing(in:)`.
    func moment(in registry: Registry) throws -> Moment { try known.moment(asOf: asOf?.date, in: registry) }
}

/// What is known where a question is answered.
struct KnownAtOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What was known then: only filings up to this one, or filed up to the end of this day.",
            valueName: "filing|yyyy-mm-dd"))
    var knownAt: KnownAtArgument?

    /// - Parameter day: the day that is asked about; `nil` for today.
    /// - Throws: as `filing(in:)`.
    func moment(asOf day: CalendarDate?, in registry: Registry) throws -> Moment {
        Moment(asOf: day ?? LocalTime.today(), knownAt: try filing(in: registry) ?? registry.newestFiling())
    }

    /// The last filing that is known; `nil` where all are.
    ///
    /// - Throws: `.usage` for a filing that the registry does not have, and a day before the first filing.
    func filing(in registry: Registry) throws -> FilingNumber? {
        switch knownAt {
        case nil: return nil
        case .filing(let number):
            let last = try registry.newestFiling()
            guard number <= last else {
                throw MunimentError(
                    .usage, "--known-at", "there is no filing \(number): the last one is \(last)",
                    remedy: "name a filing up to \(last), or a day")
            }
            return number
        case .day(let day):
            guard let number = try registry.lastFiling(upTo: day, dayOf: LocalTime.day(of:)) else {
                throw MunimentError(
                    .usage, "--known-at", "nothing had been filed by \(day)", remedy: "name a later day, or a filing")
            }
            return number
        }
    }
}

/// A filing number or a calendar day as an argument.
enum KnownAtArgument: ExpressibleByArgument {
    case filing(FilingNumber)
    case day(CalendarDate)

    init?(argument: String) {
        if let number = FilingNumber(text: argument) {
            self = .filing(number)
        } else if let day = CalendarDate(argument) {
            self = .day(day)
        } else {
            return nil
        }
    }
}

/// What every command takes that answers with rows.
struct ListingOptions: ParsableArguments {
    @Flag(help: "Print CSV (RFC 4180, UTF-8), amounts without separators.")
    var csv = false

    @OptionGroup var moment: MomentOptions
    @OptionGroup var archive: ArchiveOptions

    func validate() throws {
        guard !(csv && archive.json) else { throw ValidationError("--csv and --json exclude each other.") }
    }

    /// Writes the rows as asked for.
    ///
    /// - Parameter nothing: what to say to people where there is no row.
    func write(_ listing: Listing, nothing: String) {
        let output = Output.standard
        if archive.json {
            for row in listing.json { output.json(row) }
        } else if csv {
            listing.writeCSV { output.write(bytes: $0) }
        } else if listing.isEmpty {
            output.line(nothing)
        } else {
            listing.table.write(width: output.width, style: output.style) { output.write(bytes: $0) }
        }
    }

    /// Writes rows that are made a piece at a time, on both cores: where programs read them, no more than some pieces are
    /// in memory.
    ///
    /// - Parameters:
    ///   - count: of rows.
    ///   - make: makes the rows of a range.
    func write(
        _ columns: [Listing.Column], count: Int, nothing: String,
        _ make: @Sendable (Range<Int>, inout Listing) -> Void
    ) {
        let output = Output.standard
        @Sendable func part(_ range: Range<Int>) -> Listing {
            var part = Listing(columns)
            make(range, &part)
            return part
        }
        if csv {
            output.write(bytes: Listing(columns).csvHead)
            Pieces(count: count).forEach {
                part($0).csvRows
            } _: {
                output.write(bytes: $0)
            }
        } else {
            var listing = Listing(columns)
            Pieces(count: count).forEach {
                part($0)
            } _: {
                listing.append($0)
            }
            write(listing, nothing: nothing)
        }
    }

    /// Whether people read the answer.
    var isShown: Bool { !csv && !archive.json }
}

/// A loan, collateral or party number as an argument.
struct IdentifierArgument: ExpressibleByArgument {
    let identifier: BusinessIdentifier

    init?(argument: String) {
        guard let identifier = BusinessIdentifier(argument) else { return nil }
        self.identifier = identifier
    }
}

extension Registry {
    /// The last filing.
    ///
    /// - Throws: `.registryUnusable` where there is none: an archive begins with one.
    fileprivate func newestFiling() throws -> FilingNumber {
        guard let last = try lastFiling() else {
            throw MunimentError(.registryUnusable, path, "knows no filing", remedy: "run `muniment rebuild`")
        }
        return last
    }

    /// The file of one loan.
    ///
    /// - Throws: `.notFound` where no contract of it was in force.
    func knownLoan(_ loan: BusinessIdentifier, at moment: Moment) throws -> LoanFile {
        guard let file = try self.loan(loan, at: moment) else {
            throw MunimentError(
                .notFound, "loan \(loan)", "is not known at filing \(moment.knownAt)",
                remedy: "see `muniment loan list`, or file its loan-contract")
        }
        return file
    }
}

extension Archive {
    /// The journal entry of a filing.
    ///
    /// - Parameter knownAt: the last filing that is known; `nil` where all are.
    /// - Throws: `.notFound` for a filing that is not there, or was not known yet.
    func entry(_ number: FilingNumber, knownAt: FilingNumber?) throws -> JournalEntry {
        let entry = try entry(number)
        if let knownAt, number > knownAt {
            throw MunimentError(
                .notFound, "filing \(number)",
                "is not known at filing \(knownAt), as it was filed on \(LocalTime.day(of: entry.time))",
                remedy: "ask with a later --known-at, or without")
        }
        return entry
    }
}

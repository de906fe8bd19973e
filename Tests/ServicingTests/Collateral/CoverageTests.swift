import Records
import Servicing
import Testing

@Suite struct `What a mortgage covers` {
    @Test func `is its loan, by the value of its collateral`() throws {
        var test = TestGroup(loans: [700])
        try test.collateral(1000)
        test.mortgage(900)
        let coverage = test.coverage[0]
        #expect(coverage.secured == 700)
        #expect(coverage.value == 1000)
        #expect(coverage.lendable == 700)
        #expect(coverage.shortfall == 0)
        #expect(coverage.pledgeRatio == Rate(percent: "70"))
        #expect(coverage.cap == Rate(percent: "70"))
        #expect(coverage.stakes == [StakeCoverage(found: 1000, drawn: 700)])
    }

    @Test func `is no more than its amount`() throws {
        var test = TestGroup(loans: [700, 500])
        try test.collateral(2000)
        test.mortgage(600, loans: [0, 1])
        #expect(test.secured == [600])
        #expect(test.drawn == [[600]])
        test.group.loans = [200, 100]
        #expect(test.secured == [300])
    }

    @Test func `falls short by the haircut, which the ratio does not know of`() throws {
        var test = TestGroup(loans: [700])
        try test.collateral(1000, cap: "70", haircut: "10")
        test.mortgage(900)
        #expect(test.coverage[0].lendable == 630)
        #expect(test.coverage[0].shortfall == 70)
        #expect(test.coverage[0].pledgeRatio == Rate(percent: "70"))
    }

    @Test func `is over a cap by the least excess`() throws {
        var test = TestGroup(loans: [700_000_000_01])
        try test.collateral(1_000_000_000_00)
        test.mortgage(.max)
        #expect(test.coverage[0].pledgeRatio == Rate(percent: "70.000001"))
        #expect(test.coverage[0].shortfall == 1)
    }

    @Test func `has prior claims of others before it`() throws {
        var test = TestGroup(loans: [700])
        try test.collateral(1000)
        test.mortgage(900, on: [(0, 2, 400)])
        #expect(test.coverage[0].value == 600)
        #expect(test.drawn == [[600]])
        #expect(test.coverage[0].shortfall == 280)
        test.group.mortgages[0].stakes[0].priorClaims = 1500
        #expect(test.coverage[0].value == 0)
        #expect(test.coverage[0].pledgeRatio == nil)
        #expect(test.coverage[0].isBare)
        #expect(test.coverage[0].shortfall == 700)
        #expect(test.coverage[0].cap == Rate(percent: "70"))
    }

    @Test func `has those prior claims before it that only an earlier rank tells of`() throws {
        var test = TestGroup(loans: [600, 600, 600])
        try test.collateral(1000)
        test.mortgage(600, loans: [0], on: [(0, 1, 200)])
        test.mortgage(600, loans: [1], on: [(0, 2, 0)])
        test.mortgage(600, loans: [2], on: [(0, 3, 0)], isRegistered: false)
        #expect(test.found == [[800], [200], [0]])
        #expect(test.drawn == [[600], [200], [0]])
        // Of others between the ranks, who come before the second alone.
        test.group.mortgages[1].stakes[0].priorClaims = 300
        #expect(test.found == [[800], [100], [0]])
        // More than the value: nobody finds anything.
        test.group.mortgages[0].stakes[0].priorClaims = 1200
        #expect(test.found == [[0], [0], [0]])
    }

    @Test func `is unknown, and not nothing, where no value is known`() throws {
        var test = TestGroup(loans: [700])
        try test.collateral(nil)
        test.mortgage(900)
        #expect(test.coverage[0].value == nil)
        #expect(test.coverage[0].shortfall == nil)
        #expect(test.coverage[0].pledgeRatio == nil)
        #expect(test.coverage[0].cap == nil)
        #expect(!test.coverage[0].isBare)
        #expect(test.coverage[0].secured == 700)
        #expect(test.coverage[0].unknownCollaterals == 1)
        // A second one of known value counts alone.
        try test.collateral(1000)
        test.group.mortgages[0].stakes.append(.init(collateral: 1, rank: 1, priorClaims: 0, isRegistered: true))
        #expect(test.coverage[0].value == 1000)
        #expect(test.coverage[0].shortfall == 0)
        #expect(test.coverage[0].unknownCollaterals == 1)
        #expect(test.found == [[nil, 1000]])
    }

    @Test func `has no cap where the policy has no rule for a type`() throws {
        var test = TestGroup(loans: [700])
        try test.collateral(1000, cap: nil, haircut: nil)
        test.mortgage(900)
        #expect(test.coverage[0].value == 1000)
        #expect(test.coverage[0].pledgeRatio == Rate(percent: "70"))
        #expect(test.coverage[0].shortfall == nil)
        #expect(test.coverage[0].unruledCollaterals == 1)
        try test.collateral(500)
        test.group.mortgages[0].stakes.append(.init(collateral: 1, rank: 1, priorClaims: 0, isRegistered: true))
        #expect(test.coverage[0].value == 1500)
        #expect(test.coverage[0].lendable == 350)
        #expect(test.coverage[0].cap == nil)
    }

    @Test func `over two types has the cap of both, by value`() throws {
        var test = TestGroup(loans: [800])
        try test.collateral(1000, cap: "70")
        try test.collateral(500, cap: "40")
        test.mortgage(900, on: [(0, 1, 0), (1, 1, 0)])
        let coverage = test.coverage[0]
        #expect(coverage.value == 1500)
        #expect(coverage.lendable == 900)
        #expect(coverage.cap == Rate(percent: "60"))
        #expect(coverage.pledgeRatio == Rate(percent: "53.333334"))
        #expect(test.drawn == [[800, 0]])
    }

    @Test func `of the largest amounts does not trap`() throws {
        var test = TestGroup(loans: [.max, .max, .max])
        for _ in 0..<3 { try test.collateral(.max, cap: "100") }
        for _ in 0..<3 { test.mortgage(.max, loans: [0, 1, 2], on: [(0, 1, 0), (1, 1, .max), (2, 1, 1)]) }
        #expect(test.secured == [.max, .max, .max])
        #expect(test.coverage.allSatisfy { $0.cap == Rate(percent: "100") })
    }
}

@Suite struct `Mortgages that share` {
    @Test func `a collateral are served by rank, and its value once`() throws {
        var test = TestGroup(loans: [600, 600])
        try test.collateral(1000)
        test.mortgage(600, loans: [1], on: [(0, 2, 0)])
        test.mortgage(600, loans: [0], on: [(0, 1, 0)])
        #expect(test.found == [[400], [1000]])
        #expect(test.drawn == [[400], [600]])
        #expect(test.coverage.map(\.shortfall) == [320, 0])
        #expect(test.coverage.map(\.pledgeRatio) == [Rate(percent: "150"), Rate(percent: "60")])
    }

    @Test func `a collateral are served after all that are registered where they are not`() throws {
        var test = TestGroup(loans: [600, 600])
        try test.collateral(1000)
        test.mortgage(600, loans: [0], on: [(0, 1, 0)], isRegistered: false)
        test.mortgage(600, loans: [1], on: [(0, 2, 0)])
        #expect(test.drawn == [[400], [600]])
    }

    @Test func `a collateral are served by what is registered over it, whatever else is not`() throws {
        var test = TestGroup(loans: [600, 600])
        try test.collateral(1000)
        try test.collateral(100)
        test.mortgage(600, loans: [0], on: [(0, 1, 0), (1, 1, 0)])
        test.group.mortgages[0].stakes[1].isRegistered = false
        test.mortgage(600, loans: [1], on: [(0, 2, 0)])
        #expect(test.drawn == [[600, 0], [400]])
    }

    @Test func `a rank are served in proportion, the remainder to the earlier filing`() throws {
        var test = TestGroup(loans: [200, 100])
        try test.collateral(100)
        test.mortgage(500, loans: [0])
        test.mortgage(500, loans: [1])
        #expect(test.drawn == [[67], [33]])
        #expect(test.found == [[67], [33]])
        test.group.loans = [100, 100]
        test.group.collaterals[0].value = 101
        #expect(test.drawn == [[51], [50]])
        // Told in the other order, by the same filings.
        test.group.mortgages.swapAt(0, 1)
        #expect(test.drawn == [[50], [51]])
        // What neither needs belongs to both.
        test.group.collaterals[0].value = 1000
        #expect(test.found == [[500], [500]])
        #expect(test.drawn == [[100], [100]])
    }

    @Test func `a rank and a loan count it once`() throws {
        var test = TestGroup(loans: [100, 100])
        try test.collateral(150)
        test.mortgage(500, loans: [0])
        test.mortgage(60, loans: [0])
        test.mortgage(500, loans: [1])
        #expect(test.drawn == [[75], [0], [75]])
        test.group.mortgages[0].amount = 40
        // Claims of 40, 60 and 100.
        #expect(test.drawn == [[30], [45], [75]])
    }

    @Test func `a rank share by amounts where nothing is claimed`() throws {
        var test = TestGroup(loans: [0])
        try test.collateral(100)
        test.mortgage(300)
        test.mortgage(100)
        #expect(test.found == [[75], [25]])
        #expect(test.coverage.map(\.pledgeRatio) == [Rate(percent: "0"), Rate(percent: "0")])
    }

    @Test func `a rank have the largest prior claim before them`() throws {
        var test = TestGroup(loans: [100, 100])
        try test.collateral(100)
        test.mortgage(100, loans: [0], on: [(0, 1, 20)])
        test.mortgage(100, loans: [1], on: [(0, 1, 60)])
        #expect(test.drawn == [[20], [20]])
    }

    @Test func `a loan under different caps cover it by what each may lend`() throws {
        var test = TestGroup(loans: [900])
        try test.collateral(1000, cap: "70")
        try test.collateral(500, cap: "40")
        test.mortgage(900, on: [(0, 1, 0)])
        test.mortgage(900, on: [(1, 1, 0)])
        // 700 to 200.
        #expect(test.secured == [700, 200])
        #expect(test.coverage.map(\.shortfall) == [0, 0])
        #expect(test.coverage.map(\.pledgeRatio) == [Rate(percent: "70"), Rate(percent: "40")])
        test.group.loans = [901]
        #expect(test.secured == [701, 200])
        test.group.mortgages[0].amount = 300
        #expect(test.secured == [300, 601])
    }

    @Test func `a loan cover it by their amounts where nothing is lendable`() throws {
        var test = TestGroup(loans: [90])
        try test.collateral(nil)
        try test.collateral(nil)
        test.mortgage(100, on: [(0, 1, 0)])
        test.mortgage(200, on: [(1, 1, 0)])
        #expect(test.secured == [30, 60])
        // One is worth something: it bears what its amount allows.
        test.group.collaterals[1].value = 10
        test.group.loans = [250]
        #expect(test.secured == [50, 200])
    }

    @Test func `a loan leave room for what only one of them secures`() throws {
        var test = TestGroup(loans: [100, 100])
        try test.collateral(1000)
        try test.collateral(1000)
        test.mortgage(100, loans: [0, 1], on: [(0, 1, 0)])
        test.mortgage(100, loans: [0], on: [(1, 1, 0)])
        #expect(test.secured == [100, 100])
    }

    @Test func `draw on several collaterals in order`() throws {
        var test = TestGroup(loans: [500, 300])
        for _ in 0..<2 { try test.collateral(400) }
        test.mortgage(500, loans: [0], on: [(1, 1, 0), (0, 1, 0)])
        test.mortgage(300, loans: [1], on: [(1, 2, 0)])
        #expect(test.drawn == [[100, 400], [300]])
        #expect(test.found == [[400, 400], [300]])
    }
}

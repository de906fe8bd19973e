import Records
import Servicing
import Testing

@Suite struct `Assumed shocks` {
    private func percent(_ millionths: Int) -> Rate { Rate(millionthsOfPercent: millionths) }

    @Test func `are read as a user writes them`() throws {
        let shocks = try Shocks(
            parsing: "residential=-20%, region:三亚=-30.5%,land=+1000%,industrial-building = 0.000001%")
        #expect(
            shocks.types == [
                .init(type: .residentialBuilding, change: percent(-20_000_000)),
                .init(type: .land, change: percent(1_000_000_000)),
                .init(type: .industrialBuilding, change: percent(1)),
            ])
        #expect(shocks.regions == [.init(region: "三亚", change: percent(-30_500_000))])
        #expect(try Shocks(parsing: "deposit=1000.0%,region:a=b=-100.000000%").regions[0].region == "a=b")
    }

    @Test(arguments: [
        "", ",", "residential", "residential=", "residential=20", "residential=%", "residential=--1%", "=-20%",
        "re=-20%", "castle=-20%", "residential=-100.000001%", "residential=1000.000001%", "residential=1001%",
        "residential=10000%", "residential=-1.0000001%", "region:=-20%", "residential=-20%,residential-building=-30%",
        "region:三亚=-20%,region:三亚=-30%", "residential=-20%,", "residential=-2０%", "residential=1.%",
    ])
    func `are refused`(_ text: String) {
        #expect(throws: ShockSyntaxError.self) { try Shocks(parsing: text) }
    }

    @Test func `are refused with the words that would help`() {
        let error = #expect(throws: ShockSyntaxError.self) { try Shocks(parsing: "re=-20%") }
        #expect(error?.description == "“re” may be any of residential-building, receivable: write more of it")
    }

    @Test func `apply where they are harshest`() throws {
        let shocks = try Shocks(parsing: "residential=-20%,region:a=-30%,region:b=5%")
        func change(_ type: CollateralType, in regions: Set<Int>) -> Rate? {
            shocks.change(of: type) { regions.contains($0) }
        }
        #expect(change(.residentialBuilding, in: []) == percent(-20_000_000))
        #expect(change(.residentialBuilding, in: [0, 1]) == percent(-30_000_000))
        #expect(change(.residentialBuilding, in: [1]) == percent(-20_000_000))
        #expect(change(.land, in: [1]) == percent(5_000_000))
        #expect(change(.land, in: []) == nil)
    }

    @Test func `change a value, half-up`() {
        #expect(Shocks.value(1001, after: percent(-50_000_000)) == 501)
        #expect(Shocks.value(1001, after: percent(-100_000_000)) == 0)
        #expect(Shocks.value(1000, after: percent(1_000_000_000)) == 11_000)
        #expect(Shocks.value(.max, after: percent(1)) == .max)
    }
}

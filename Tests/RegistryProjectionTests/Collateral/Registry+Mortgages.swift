import Records
import RegistryProjection

extension Registry {
    func mortgages(at moment: Moment, cores: Int = 2) throws -> [PortfolioMortgage] {
        try mortgages(at: moment, cores: cores) { $0 }
    }
}

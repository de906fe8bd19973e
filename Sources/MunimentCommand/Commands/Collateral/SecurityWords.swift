internal import ArgumentParser
internal import MunimentArchive
internal import Presentation
internal import Records
internal import RegistryProjection
internal import Servicing

/// Words and colours that the commands about security share.
extension AlertLevel: ExpressibleByArgument {
    /// In both languages.
    var label: String {
        switch self {
        case .yellow: "yellow 黄"
        case .orange: "orange 橙"
        case .red: "red 红"
        }
    }

    var tone: Style.Tone {
        switch self {
        case .yellow, .orange: .yellow
        case .red: .red
        }
    }
}

extension AlertRule: ExpressibleByArgument {
    var label: String {
        switch self {
        case .valueFall: "value fall 价值下跌"
        case .pledgeRatio: "pledge ratio 抵质押率"
        case .valuation: "valuation 估值"
        case .registration: "registration 抵押登记"
        case .titleVerification: "title 产权核查"
        case .missedInstalments: "missed instalments 违约期数"
        case .inspection: "inspection 贷后检查"
        case .warning: "warning 人工预警"
        }
    }
}

extension CollateralType: ExpressibleByArgument {}

extension MortgageState: ExpressibleByArgument {
    var label: String {
        switch self {
        case .agreed: "agreed 已签约"
        case .registered: "registered 已登记"
        case .determined: "claim determined 债权已确定"
        case .extinguished: "extinguished 已消灭"
        }
    }
}

/// How a collateral stands.
enum CollateralState: String, CaseIterable, ExpressibleByArgument {
    /// A court blocks dealing with it.
    case seized
    /// Every mortgage over it is registered.
    case registered
    /// It is mortgaged, and not every mortgage is registered.
    case agreed
    /// It was mortgaged, and is no longer.
    case released
    /// It was never mortgaged.
    case free

    init(_ collateral: SecurityCollateral, in portfolio: SecurityPortfolio) {
        if !collateral.seizures.isEmpty {
            self = .seized
        } else if collateral.mortgages.isEmpty {
            self = collateral.wasReleased ? .released : .free
        } else {
            self = collateral.mortgages.allSatisfy { portfolio.mortgages[$0].isRegistered } ? .registered : .agreed
        }
    }

    var label: String {
        switch self {
        case .seized: "seized 查封"
        case .registered: "registered 已登记"
        case .agreed: "agreed 已签约"
        case .released: "released 已解除"
        case .free: "free 未抵押"
        }
    }
}

/// How good the value of a collateral is.
enum ValueState: String {
    case fresh, stale
    case expired, contradictory, missing
    case otherCurrency = "other-currency"
    /// The policy does not say when a value of this type is stale.
    case noRule = "no-rule"

    init(_ collateral: SecurityCollateral, in portfolio: SecurityPortfolio) {
        switch collateral.value {
        case .unknown(.expired): self = .expired
        case .unknown(.contradictory): self = .contradictory
        case .unknown(.missing): self = .missing
        case .unknown(.otherCurrency): self = .otherCurrency
        case .known:
            guard let interval = portfolio.rule(collateral.type)?.revaluation else {
                self = .noRule
                return
            }
            let staleness = collateral.value.staleness(asOf: portfolio.moment.asOf, interval: interval)
            if case .stale = staleness { self = .stale } else { self = .fresh }
        }
    }

    var label: String {
        switch self {
        case .fresh: "fresh 有效"
        case .stale: "stale 应重估"
        case .expired: "unknown: expired 已失效"
        case .contradictory: "unknown: contradictory 相互矛盾"
        case .missing: "unknown: no valuation 无估值"
        case .otherCurrency: "unknown: other currency 币种不符"
        case .noRule: "no rule for the type 政策未规定"
        }
    }

    var tone: Style.Tone? {
        switch self {
        case .fresh: nil
        case .stale, .noRule: .yellow
        case .expired, .contradictory, .missing, .otherCurrency: .red
        }
    }
}

extension ValuePoint {
    /// `appraised` or `indexed`, and of the former which kind.
    var kind: String {
        switch source {
        case .appraisal(let kind): kind.rawValue
        case .indexed: "indexed"
        }
    }

    /// In both languages.
    var label: String {
        switch source {
        case .appraisal(.initial): "initial 初始评估"
        case .appraisal(.periodic): "periodic 定期重估"
        case .appraisal(.triggered): "triggered 触发重估"
        case .appraisal(.disposal): "disposal 处置评估"
        case .indexed: "indexed 指数重估"
        }
    }
}

/// What a lender demands of collateral, when it is warned, and how it classifies loans (押品政策).
///
/// In force from the effective day of its record until that of the next one; nothing of an earlier policy fills a gap.
package struct Policy: Hashable, Sendable {
    /// A type that is missing is not covered: what depends on its rule cannot be evaluated.
    package var collateral: [CollateralType: CollateralRule]
    package var alerts: AlertThresholds
    /// Within how many working days after payoff a release is certified and the originals are returned.
    package var releaseWorkingDays: Int
    /// How many days old an approval may be when the certificate is issued.
    package var approvalDays: Int
    /// A kind that is missing is free of charge.
    package var fees: [FeeKind: Money]
    package var classification: ClassificationSteps

    package init(
        collateral: [CollateralType: CollateralRule], alerts: AlertThresholds, releaseWorkingDays: Int,
        approvalDays: Int, fees: [FeeKind: Money], classification: ClassificationSteps
    ) {
        self.collateral = collateral
        self.alerts = alerts
        self.releaseWorkingDays = releaseWorkingDays
        self.approvalDays = approvalDays
        self.fees = fees
        self.classification = classification
    }
}

/// For what a lender may charge a fee.
package enum FeeKind: String, CaseIterable, Sendable {
    /// 贷款结清证明
    case payoffCertificate = "payoff-certificate"
    /// 解除抵押证明
    case releaseCertificate = "release-certificate"
    /// 档案复印
    case documentCopy = "document-copy"
}

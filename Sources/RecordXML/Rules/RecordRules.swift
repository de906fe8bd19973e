/// What XSD 1.0 cannot say about a record and is checked all the same.
///
/// The rules hold for elements of our own namespace, wherever they stand: a lender's schema that uses `Party` or `Period`
/// of `common.xsd` gets them with it.
enum RecordRules {
    /// More problems than are shown. Each costs a walk over what stands before it, so a file of nothing but faults would
    /// take minutes.
    static let problemLimit = 100

    static func problems(in root: RecordElement) -> [PlacedProblem] {
        var problems: [PlacedProblem] = []
        check(root, &problems)
        guard root.isOurs else { return problems }
        if root.isNamed("schema") {
            ReservedNameRule.check(root, &problems)
        } else if root.isNamed("disbursement") || root.isNamed("repayment-record") {
            VoucherRule.check(root, &problems)
        } else if root.isNamed("terms-amendment") {
            AmendmentRule.check(root, &problems)
        } else if root.isNamed("policy") {
            ThresholdRule.check(root, &problems)
        } else if root.isNamed("seizure-notice") {
            SeizureRule.check(root, &problems)
        } else if root.isNamed("price-index") {
            IndexPeriodRule.check(root, &problems)
        } else if root.isNamed("indexed-revaluation") {
            RegionMapRule.check(root, &problems)
        } else if root.isNamed("risk-warning") || root.isNamed("disposal-record") {
            AlertSubjectRule.check(root, &problems)
        }
        return problems
    }

    private static func check(_ element: RecordElement, _ problems: inout [PlacedProblem]) {
        guard problems.count < problemLimit else { return }
        if element.hasAttributes { AmountRule.check(element, &problems) }
        if element.isOurs {
            if element.isNamed("credit-code") || element.isNamed("identity-number") {
                CheckDigitRule.check(element, &problems)
            } else if element.isNamed("attachments") {
                AttachmentNameRule.check(element, &problems)
            } else if element.isNamed("floating-rate") {
                FloatingRateRule.check(element, &problems)
            } else {
                DateOrderRule.check(element, &problems)
            }
        }
        for child in element.elements { check(child, &problems) }
    }
}

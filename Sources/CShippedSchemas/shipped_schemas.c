#include "shipped_schemas.h"

/* The compiler reads the files themselves (#embed), so the files themselves stay their only home. */

static const unsigned char charter_xsd[] = {
#embed "../../schemas/charter.xsd"
};
static const unsigned char claim_determination_xsd[] = {
#embed "../../schemas/claim-determination.xsd"
};
static const unsigned char collateral_certificate_xsd[] = {
#embed "../../schemas/collateral-certificate.xsd"
};
static const unsigned char common_xsd[] = {
#embed "../../schemas/common.xsd"
};
static const unsigned char disbursement_xsd[] = {
#embed "../../schemas/disbursement.xsd"
};
static const unsigned char disposal_record_xsd[] = {
#embed "../../schemas/disposal-record.xsd"
};
static const unsigned char extinguishment_xsd[] = {
#embed "../../schemas/extinguishment.xsd"
};
static const unsigned char indexed_revaluation_xsd[] = {
#embed "../../schemas/indexed-revaluation.xsd"
};
static const unsigned char inspection_report_xsd[] = {
#embed "../../schemas/inspection-report.xsd"
};
static const unsigned char loan_contract_xsd[] = {
#embed "../../schemas/loan-contract.xsd"
};
static const unsigned char mortgage_contract_xsd[] = {
#embed "../../schemas/mortgage-contract.xsd"
};
static const unsigned char party_change_xsd[] = {
#embed "../../schemas/party-change.xsd"
};
static const unsigned char policy_xsd[] = {
#embed "../../schemas/policy.xsd"
};
static const unsigned char price_index_xsd[] = {
#embed "../../schemas/price-index.xsd"
};
static const unsigned char repayment_record_xsd[] = {
#embed "../../schemas/repayment-record.xsd"
};
static const unsigned char repayment_reversal_xsd[] = {
#embed "../../schemas/repayment-reversal.xsd"
};
static const unsigned char risk_warning_xsd[] = {
#embed "../../schemas/risk-warning.xsd"
};
static const unsigned char schema_xsd[] = {
#embed "../../schemas/schema.xsd"
};
static const unsigned char seizure_notice_xsd[] = {
#embed "../../schemas/seizure-notice.xsd"
};
static const unsigned char terms_amendment_xsd[] = {
#embed "../../schemas/terms-amendment.xsd"
};
static const unsigned char title_verification_xsd[] = {
#embed "../../schemas/title-verification.xsd"
};
static const unsigned char valuation_report_xsd[] = {
#embed "../../schemas/valuation-report.xsd"
};
static const unsigned char withdrawal_xsd[] = {
#embed "../../schemas/withdrawal.xsd"
};
static const unsigned char xmldsig_xsd[] = {
#embed "../../schemas/xmldsig.xsd"
};
static const unsigned char claim_determination_template[] = {
#embed "../../schemas/templates/claim-determination.xml"
};
static const unsigned char collateral_certificate_template[] = {
#embed "../../schemas/templates/collateral-certificate.xml"
};
static const unsigned char disbursement_template[] = {
#embed "../../schemas/templates/disbursement.xml"
};
static const unsigned char disposal_record_template[] = {
#embed "../../schemas/templates/disposal-record.xml"
};
static const unsigned char extinguishment_template[] = {
#embed "../../schemas/templates/extinguishment.xml"
};
static const unsigned char indexed_revaluation_template[] = {
#embed "../../schemas/templates/indexed-revaluation.xml"
};
static const unsigned char inspection_report_template[] = {
#embed "../../schemas/templates/inspection-report.xml"
};
static const unsigned char loan_contract_template[] = {
#embed "../../schemas/templates/loan-contract.xml"
};
static const unsigned char mortgage_contract_template[] = {
#embed "../../schemas/templates/mortgage-contract.xml"
};
static const unsigned char party_change_template[] = {
#embed "../../schemas/templates/party-change.xml"
};
static const unsigned char policy_template[] = {
#embed "../../schemas/templates/policy.xml"
};
static const unsigned char price_index_template[] = {
#embed "../../schemas/templates/price-index.xml"
};
static const unsigned char repayment_record_template[] = {
#embed "../../schemas/templates/repayment-record.xml"
};
static const unsigned char repayment_reversal_template[] = {
#embed "../../schemas/templates/repayment-reversal.xml"
};
static const unsigned char risk_warning_template[] = {
#embed "../../schemas/templates/risk-warning.xml"
};
static const unsigned char schema_template[] = {
#embed "../../schemas/templates/schema.xml"
};
static const unsigned char seizure_notice_template[] = {
#embed "../../schemas/templates/seizure-notice.xml"
};
static const unsigned char terms_amendment_template[] = {
#embed "../../schemas/templates/terms-amendment.xml"
};
static const unsigned char title_verification_template[] = {
#embed "../../schemas/templates/title-verification.xml"
};
static const unsigned char valuation_report_template[] = {
#embed "../../schemas/templates/valuation-report.xml"
};
static const unsigned char withdrawal_template[] = {
#embed "../../schemas/templates/withdrawal.xml"
};
static const unsigned char default_policy[] = {
#embed "../../schemas/policy/default.xml"
};

static const unsigned char archive_readme[] = {
#embed "../../archive/README.md"
};

static const struct shipped_file files[] = {
    {"charter.xsd", charter_xsd, sizeof charter_xsd},
    {"claim-determination.xsd", claim_determination_xsd, sizeof claim_determination_xsd},
    {"collateral-certificate.xsd", collateral_certificate_xsd, sizeof collateral_certificate_xsd},
    {"common.xsd", common_xsd, sizeof common_xsd},
    {"disbursement.xsd", disbursement_xsd, sizeof disbursement_xsd},
    {"disposal-record.xsd", disposal_record_xsd, sizeof disposal_record_xsd},
    {"extinguishment.xsd", extinguishment_xsd, sizeof extinguishment_xsd},
    {"indexed-revaluation.xsd", indexed_revaluation_xsd, sizeof indexed_revaluation_xsd},
    {"inspection-report.xsd", inspection_report_xsd, sizeof inspection_report_xsd},
    {"loan-contract.xsd", loan_contract_xsd, sizeof loan_contract_xsd},
    {"mortgage-contract.xsd", mortgage_contract_xsd, sizeof mortgage_contract_xsd},
    {"party-change.xsd", party_change_xsd, sizeof party_change_xsd},
    {"policy.xsd", policy_xsd, sizeof policy_xsd},
    {"price-index.xsd", price_index_xsd, sizeof price_index_xsd},
    {"repayment-record.xsd", repayment_record_xsd, sizeof repayment_record_xsd},
    {"repayment-reversal.xsd", repayment_reversal_xsd, sizeof repayment_reversal_xsd},
    {"risk-warning.xsd", risk_warning_xsd, sizeof risk_warning_xsd},
    {"schema.xsd", schema_xsd, sizeof schema_xsd},
    {"seizure-notice.xsd", seizure_notice_xsd, sizeof seizure_notice_xsd},
    {"terms-amendment.xsd", terms_amendment_xsd, sizeof terms_amendment_xsd},
    {"title-verification.xsd", title_verification_xsd, sizeof title_verification_xsd},
    {"valuation-report.xsd", valuation_report_xsd, sizeof valuation_report_xsd},
    {"withdrawal.xsd", withdrawal_xsd, sizeof withdrawal_xsd},
    {"xmldsig.xsd", xmldsig_xsd, sizeof xmldsig_xsd},
    {"templates/claim-determination.xml", claim_determination_template, sizeof claim_determination_template},
    {"templates/collateral-certificate.xml", collateral_certificate_template, sizeof collateral_certificate_template},
    {"templates/disbursement.xml", disbursement_template, sizeof disbursement_template},
    {"templates/disposal-record.xml", disposal_record_template, sizeof disposal_record_template},
    {"templates/extinguishment.xml", extinguishment_template, sizeof extinguishment_template},
    {"templates/indexed-revaluation.xml", indexed_revaluation_template, sizeof indexed_revaluation_template},
    {"templates/inspection-report.xml", inspection_report_template, sizeof inspection_report_template},
    {"templates/loan-contract.xml", loan_contract_template, sizeof loan_contract_template},
    {"templates/mortgage-contract.xml", mortgage_contract_template, sizeof mortgage_contract_template},
    {"templates/party-change.xml", party_change_template, sizeof party_change_template},
    {"templates/policy.xml", policy_template, sizeof policy_template},
    {"templates/price-index.xml", price_index_template, sizeof price_index_template},
    {"templates/repayment-record.xml", repayment_record_template, sizeof repayment_record_template},
    {"templates/repayment-reversal.xml", repayment_reversal_template, sizeof repayment_reversal_template},
    {"templates/risk-warning.xml", risk_warning_template, sizeof risk_warning_template},
    {"templates/schema.xml", schema_template, sizeof schema_template},
    {"templates/seizure-notice.xml", seizure_notice_template, sizeof seizure_notice_template},
    {"templates/terms-amendment.xml", terms_amendment_template, sizeof terms_amendment_template},
    {"templates/title-verification.xml", title_verification_template, sizeof title_verification_template},
    {"templates/valuation-report.xml", valuation_report_template, sizeof valuation_report_template},
    {"templates/withdrawal.xml", withdrawal_template, sizeof withdrawal_template},
    {"policy/default.xml", default_policy, sizeof default_policy},
    {"archive/README.md", archive_readme, sizeof archive_readme},
    {0, 0, 0},
};

const struct shipped_file *shipped_files(void) { return files; }

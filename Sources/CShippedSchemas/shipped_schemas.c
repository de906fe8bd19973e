#include "shipped_schemas.h"

/* The compiler reads the files themselves (#embed), so the files themselves stay their only home. */

static const unsigned char charter_xsd[] = {
#embed "../../schemas/charter.xsd"
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
static const unsigned char repayment_record_xsd[] = {
#embed "../../schemas/repayment-record.xsd"
};
static const unsigned char repayment_reversal_xsd[] = {
#embed "../../schemas/repayment-reversal.xsd"
};
static const unsigned char schema_xsd[] = {
#embed "../../schemas/schema.xsd"
};
static const unsigned char terms_amendment_xsd[] = {
#embed "../../schemas/terms-amendment.xsd"
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
static const unsigned char collateral_certificate_template[] = {
#embed "../../schemas/templates/collateral-certificate.xml"
};
static const unsigned char disbursement_template[] = {
#embed "../../schemas/templates/disbursement.xml"
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
static const unsigned char repayment_record_template[] = {
#embed "../../schemas/templates/repayment-record.xml"
};
static const unsigned char repayment_reversal_template[] = {
#embed "../../schemas/templates/repayment-reversal.xml"
};
static const unsigned char schema_template[] = {
#embed "../../schemas/templates/schema.xml"
};
static const unsigned char terms_amendment_template[] = {
#embed "../../schemas/templates/terms-amendment.xml"
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
    {"collateral-certificate.xsd", collateral_certificate_xsd, sizeof collateral_certificate_xsd},
    {"common.xsd", common_xsd, sizeof common_xsd},
    {"disbursement.xsd", disbursement_xsd, sizeof disbursement_xsd},
    {"inspection-report.xsd", inspection_report_xsd, sizeof inspection_report_xsd},
    {"loan-contract.xsd", loan_contract_xsd, sizeof loan_contract_xsd},
    {"mortgage-contract.xsd", mortgage_contract_xsd, sizeof mortgage_contract_xsd},
    {"party-change.xsd", party_change_xsd, sizeof party_change_xsd},
    {"policy.xsd", policy_xsd, sizeof policy_xsd},
    {"repayment-record.xsd", repayment_record_xsd, sizeof repayment_record_xsd},
    {"repayment-reversal.xsd", repayment_reversal_xsd, sizeof repayment_reversal_xsd},
    {"schema.xsd", schema_xsd, sizeof schema_xsd},
    {"terms-amendment.xsd", terms_amendment_xsd, sizeof terms_amendment_xsd},
    {"valuation-report.xsd", valuation_report_xsd, sizeof valuation_report_xsd},
    {"withdrawal.xsd", withdrawal_xsd, sizeof withdrawal_xsd},
    {"xmldsig.xsd", xmldsig_xsd, sizeof xmldsig_xsd},
    {"templates/collateral-certificate.xml", collateral_certificate_template, sizeof collateral_certificate_template},
    {"templates/disbursement.xml", disbursement_template, sizeof disbursement_template},
    {"templates/inspection-report.xml", inspection_report_template, sizeof inspection_report_template},
    {"templates/loan-contract.xml", loan_contract_template, sizeof loan_contract_template},
    {"templates/mortgage-contract.xml", mortgage_contract_template, sizeof mortgage_contract_template},
    {"templates/party-change.xml", party_change_template, sizeof party_change_template},
    {"templates/policy.xml", policy_template, sizeof policy_template},
    {"templates/repayment-record.xml", repayment_record_template, sizeof repayment_record_template},
    {"templates/repayment-reversal.xml", repayment_reversal_template, sizeof repayment_reversal_template},
    {"templates/schema.xml", schema_template, sizeof schema_template},
    {"templates/terms-amendment.xml", terms_amendment_template, sizeof terms_amendment_template},
    {"templates/valuation-report.xml", valuation_report_template, sizeof valuation_report_template},
    {"templates/withdrawal.xml", withdrawal_template, sizeof withdrawal_template},
    {"policy/default.xml", default_policy, sizeof default_policy},
    {"archive/README.md", archive_readme, sizeof archive_readme},
    {0, 0, 0},
};

const struct shipped_file *shipped_files(void) { return files; }

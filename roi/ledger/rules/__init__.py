"""Pure rules of the ledger: dates of payments, the value of a driver, what a profile lacks, shares and outcomes."""

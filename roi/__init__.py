"""Return on investment: the ledger of costs and benefits, and the statements drawn from it."""

"""Reads of ROI: bare calculations, the ledger as inputs, statements with their figures."""

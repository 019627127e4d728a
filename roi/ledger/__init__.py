"""The ledger of ROI: cost lines and benefit profiles; refuses shares of one KPI's change above 100 %."""

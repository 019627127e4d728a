"""Commands of ROI."""

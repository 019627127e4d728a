"""Pure numbers of ROI: measures of a series, bare calculations, board cases, and the figures of a statement."""

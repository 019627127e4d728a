"""ROI statements: the measures of a locked quarter, printed together and recomputable to the cent."""

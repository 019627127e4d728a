"""Pure rules of gates: what a blueprint may say, when a criterion is met, what turns a gate green."""

"""User acceptance tests: cycles, cases, their executions and defects.

Owns what was tested in which cycle and what came out; refuses a cycle that is accepted without its owner's signature,
a result that changes after the decision, and a defect closed without a passed execution by another than its fixer.
"""

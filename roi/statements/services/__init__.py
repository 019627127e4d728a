"""Every write of statements and their terms."""

from roi.statements.services.statements import lock_quarter, signed, statement_content
from roi.statements.services.terms import set_terms

__all__ = ["lock_quarter", "set_terms", "signed", "statement_content"]

"""Adoption of the CRM: usage, data quality and engagement."""

"""The systems around the CRM and the data in them: sources, interfaces, data standard, golden record, privacy, access.

Refused: a specified interface without scope, frequency, method, error handling or owner; test data that are neither
anonymised nor approved by a second person; a merge of records of two kinds.
"""

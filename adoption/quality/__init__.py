"""Rules of data quality: what a good record is, in which dimension, how bad a breach is.

Owns quality rules; refuses a severity outside 1 to 3.
"""

"""What closure gives: the register's entry in the map and its import, and the closure report."""

from programme.closure.contributions import pages, papers

__all__ = ["pages", "papers"]

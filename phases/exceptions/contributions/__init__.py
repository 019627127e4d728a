"""What exceptions give: pages and panels, attention, the report, their part of the pack, a plan rule."""

from phases.exceptions.contributions import pages, papers

__all__ = ["pages", "papers"]

"""The kernel: settings, urls, base classes, seams, and the machinery without rows that every slice uses."""

__version__ = "0.1.0"

"""The demo's charter: its papers, and its goals with the figures that follow them."""

from programme.charter.demo import figures, papers

__all__ = ["figures", "papers"]

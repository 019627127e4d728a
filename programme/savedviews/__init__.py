"""Views of one's own: the filters of any register under a name, for one person."""

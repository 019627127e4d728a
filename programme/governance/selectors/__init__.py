"""Reads of governance: lights, decisions and meetings."""

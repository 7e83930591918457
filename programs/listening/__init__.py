"""Needs from every channel, with their class; complaints among them counted."""

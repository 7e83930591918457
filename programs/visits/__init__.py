"""Knocking on doors: how many were tried, how many opened."""

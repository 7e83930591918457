"""Habits of twenty-one days, what is left of them, and small deeds."""

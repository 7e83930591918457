"""Places: communities, their estates and buildings, and the page that each shows to the street."""

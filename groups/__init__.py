"""Who meets and what they do: groups with leaders of their own, and their activities."""

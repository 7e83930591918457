"""What the NGO plans and proves: places, people, needs, the staged method, money."""

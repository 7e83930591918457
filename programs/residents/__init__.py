"""People: the least that is needed to know a neighbour again. A nickname is enough."""

"""Groups of residents: members, leaders, community leaders, and the tasks that a group takes on itself."""

"""Equal standing of those who give and those who receive; a volunteer's own page; protection of leaders."""

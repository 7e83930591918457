"""Who is responsible for what: building leaders and how they are found."""

"""What pages and the API share: forms, answers, errors, access."""

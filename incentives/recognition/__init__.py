"""Four kinds of recognition: publicity, care, honour, example."""

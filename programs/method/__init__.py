"""The staged method: programs, their road of five stages, the evidence that moves them along it."""

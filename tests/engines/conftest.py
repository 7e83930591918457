"""The toy database."""

from tests.engines.toys import toys

__all__ = ["toys"]

from tests.admin.told import told

__all__ = ["told"]

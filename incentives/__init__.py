"""Why people keep coming: recognition and equal standing."""

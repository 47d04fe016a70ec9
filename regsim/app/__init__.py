"""The window: the only place where Qt and pyqtgraph exist."""

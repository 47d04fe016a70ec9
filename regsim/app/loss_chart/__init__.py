"""The loss view's picture: its lines, what stands at their ends, and what is marked on its edges."""

"""The weights view's picture: counting, places, painting."""

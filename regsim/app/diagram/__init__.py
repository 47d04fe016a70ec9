"""The picture of a network: where its units stand, which weights are drawn how strongly, and the painting of both."""

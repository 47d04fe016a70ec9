"""The training engine: numpy only, no threads, no Qt; everything in it is an ensemble of R runs."""

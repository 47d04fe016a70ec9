"""The parts of the parameter panel, built from knobs."""

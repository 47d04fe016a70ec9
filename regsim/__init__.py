"""RegSim makes regularization visible; this file holds the version and holds BLAS to one thread, before numpy comes.

Networks this small lose time and reproducibility to several threads, and those fight the window. Whoever sets the
variables keeps their choice. It imports nothing of the program: `--version` is instant.
"""

import os

__version__ = "0.1.0"

BLAS_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")

for _name in BLAS_THREADS:
    os.environ.setdefault(_name, "1")

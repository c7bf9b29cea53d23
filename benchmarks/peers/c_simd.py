"""W in C (``c_simd.c``), compiled for this machine when it is first called; runs on threads of Python, which C frees.

python -m benchmarks.peers.c_simd ...            in double precision
W_PRECISION=single python -m benchmarks.peers.c_simd ...
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.peers.protocol import VARIABLES, Floats, Work, report

SOURCE = Path(__file__).with_suffix(".c")
FLAGS = ("-std=gnu11", "-O3", "-march=native", "-fno-math-errno", "-fno-trapping-math", "-shared", "-fPIC")
#: Compiled programs are kept beside the environments of the other peers.
FOLDER = Path(os.environ.get("W_CACHE_DIR") or Path(__file__).resolve().parents[2] / ".bench" / "c")


@cache
def library(precision: str) -> ctypes.CDLL:
    """Return the compiled program; compiles it unless it is there already."""
    compiler = shutil.which(os.environ.get("CC", "cc"))
    if not compiler:
        raise SystemExit("there is no C compiler: set CC")
    flags = (*FLAGS, *(["-DSINGLE"] if precision == "single" else []))
    version = subprocess.run([compiler, "--version"], capture_output=True, text=True, check=True).stdout
    made_of = "\0".join((SOURCE.read_text(encoding="utf-8"), version, *flags))
    path = FOLDER / f"w_{hashlib.sha256(made_of.encode()).hexdigest()[:16]}.so"
    if not path.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        subprocess.run([compiler, *flags, str(SOURCE), "-o", str(fresh), "-lm"], check=True)
        fresh.replace(path)
    found = ctypes.CDLL(str(path))
    count, word = ctypes.c_long, ctypes.c_uint64
    found.simulate.argtypes = [count, count, count, word, ctypes.POINTER(ctypes.c_double)]
    return found


def simulate(work: Work) -> Floats:
    program = library(os.environ.get("W_PRECISION", "double"))
    teams = np.empty((work.runs, work.weeks, len(VARIABLES), len(work.team_starts)))
    share = -(-work.runs // work.threads)

    def some(first: int) -> None:
        part = teams[first : first + share]
        out = part.ctypes.data_as(ctypes.POINTER(ctypes.c_double))
        if program.simulate(work.employees, work.weeks, len(part), (work.seed << 32) + first, out):
            raise MemoryError

    with ThreadPoolExecutor(work.threads) as pool:
        list(pool.map(some, range(0, work.runs, share)))
    return teams


if __name__ == "__main__":
    report(simulate)

"""The engines of the comparison: what each is, what it needs, and how much work is enough to measure it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Environment:
    """A virtual environment of its own for an engine.

    Args:
        packages: what pip installs; the first is the engine itself.
        python: the version of Python to look for; the one at hand if it is not found.
        before: packages to install first.
        variables: environment variables while ``packages`` are installed; {bin} stands for the environment's programs.
    """

    packages: tuple[str, ...]
    python: str = "3.13"
    before: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Engine:
    """A program that simulates W.

    Args:
        name: what --only calls it.
        title: what the table calls it.
        module: the program, in benchmarks/peers.
        environment: what it needs beside NumPy; None if nothing.
        threads: whether it can use more than one.
        quick: whether it does more than a million employee-weeks a second with small companies, and with large ones.
            The others get less work: it is rates that are compared.
        variables: environment variables of its process.
        cache: the variable that names the folder where it keeps what it compiles; "" if it keeps nothing.
        asked: whether it is left out unless somebody asks for it.
    """

    name: str
    title: str
    module: str
    environment: Environment | None = None
    threads: bool = False
    quick: tuple[bool, bool] = (False, False)
    variables: Mapping[str, str] = field(default_factory=dict)
    cache: str = ""
    asked: bool = False


OURS, MESA, C = "ours", "mesa", "c"
QUICK = (True, True)
FRAMES = Environment(("mesa-frames",))
STARSIM = Environment(("starsim",))
REPAST = Environment(("repast4py",), "3.11", before=("mpich", "mpi4py"), variables={"CC": "{bin}/mpicxx"})

ENGINES = (
    Engine(OURS, "trustsim, rules as signatures", "trustsim_rules", None, True, QUICK, cache="TRUSTSIM_CACHE_DIR"),
    Engine(MESA, "Mesa, objects", "mesa_objects", Environment(("mesa[network]",))),
    Engine("agentpy", "AgentPy, objects", "agentpy_objects", Environment(("agentpy",))),
    # it wants PyTorch, which is a very large thing to fetch, and a C++ compiler
    Engine("repast4py", "repast4py, objects, one rank", "repast4py_objects", REPAST, asked=True),
    Engine("mesa-frames", "mesa-frames, Polars", "mesa_frames_peer", FRAMES, quick=(False, True)),
    Engine("starsim", "Starsim", "starsim_peer", STARSIM, quick=(False, True)),
    Engine(
        "starsim-plain", "Starsim without common random numbers", "starsim_peer", STARSIM, quick=(False, True),
        variables={"STARSIM_CRN": "0"},
    ),
    Engine("numpy", "NumPy, one run at a time", "numpy_single", quick=QUICK),
    Engine("numpy-batched", "NumPy, runs batched in cache", "numpy_batched", quick=QUICK),
    Engine("jax", "JAX on the processor, float32", "jax_peer", Environment(("jax",)), True, QUICK),
    Engine(C, "C, SIMD, float64", "c_simd", None, True, QUICK, cache="W_CACHE_DIR"),
    Engine(
        "c-single", "C, SIMD, float32", "c_simd", None, True, QUICK, {"W_PRECISION": "single"}, cache="W_CACHE_DIR"
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """An amount of work of W that all engines do; ``less`` is what the slow ones do instead."""

    name: str
    title: str
    employees: int
    runs: int
    threads: int = 1
    weeks: int = 104
    less: Mapping[str, int] = field(default_factory=dict)

    def size(self, engine: Engine) -> dict[str, int]:
        """Return the options of the program of an engine."""
        asked = {"employees": self.employees, "weeks": self.weeks, "runs": self.runs, "threads": self.threads}
        quick = engine.quick[self.employees > 1000]
        return asked if quick else {**asked, **self.less}


SMALL, SWEEP, SWEEP_ON_TWO, COLD = "one-100", "sweep", "sweep-2", "cold"
CASES = (
    Case(SMALL, "one run, N = 100", 100, 1),
    Case("one-10000", "one run, N = 10,000", 10_000, 1, less={"weeks": 20}),
    Case("one-100000", "one run, N = 100,000", 100_000, 1, less={"weeks": 5}),
    Case(SWEEP, "1,000 runs of N = 100", 100, 1000, less={"runs": 30}),
    Case(SWEEP_ON_TWO, "the same, 2 threads", 100, 1000, threads=2),
)

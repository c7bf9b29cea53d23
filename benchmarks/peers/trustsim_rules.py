"""W as a rule set of ours (``benchmarks/workload.py``), compiled."""

from benchmarks.peers.protocol import VARIABLES, Floats, Work, report
from benchmarks.workload import RECORD, W, plan
from trustsim.model.engine import simulate as run


def simulate(work: Work) -> Floats:
    recording = run(
        W,
        plan(work.employees, work.weeks),
        seed=work.seed,
        replications=range(work.runs),
        record=RECORD,
        threads=work.threads,
    )
    assert recording.teams is not None
    pairs = W.measures[1]
    return recording.teams[:, :, [pairs[name][0] for name in VARIABLES]]


if __name__ == "__main__":
    report(simulate)

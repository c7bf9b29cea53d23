"""How many times less variable is a paired difference than an unpaired one? Exits with 1 where it is too little.

That many times more runs would be needed without shared luck.
"""

import sys

import trustsim as ts
from trustsim.studies import variance_ratio

#: The least ratio for each outcome in rto-abrupt.
LEAST = {
    "leadership_trust": 5.0,
    "interpersonal_trust_in_managers": 5.0,
    "interpersonal_trust_in_employees": 5.0,
    "engagement": 5.0,
    "attrition": 3.0,
}
REPLICATIONS = 400


def main() -> int:
    comparison = ts.compare("baseline", "rto-abrupt", replications=REPLICATIONS, seed=1)
    ratios = variance_ratio(comparison).set_index("outcome")["ratio"]
    print(f"variance of unpaired over paired differences, rto-abrupt against baseline, {REPLICATIONS} runs an arm")
    for outcome, least in LEAST.items():
        said = "" if ratios[outcome] >= least else "  TOO LITTLE"
        print(f"  {outcome:34} {ratios[outcome]:8.1f}   at least {least:g}{said}")
    return int(any(ratios[outcome] < least for outcome, least in LEAST.items()))


if __name__ == "__main__":
    sys.exit(main())

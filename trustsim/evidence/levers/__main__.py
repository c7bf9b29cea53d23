"""``python -m trustsim.evidence.levers``: measure what each lever moves and write ``effects.csv``."""

from trustsim.evidence.levers.effects import FILE, measure_effects

if __name__ == "__main__":
    measure_effects().to_csv(FILE, index=False, float_format="%.6g", lineterminator="\n")

"""Published findings, and what the model shows for each: begin with ``measure``.

- ``targets.csv``, ``targets.py``: the published numbers, their bands and sources
- ``arms.toml``, ``arms.py``: what the words of each study's design mean as values, and why
- ``numbers.toml``, ``numbers.py``: how each number is measured; what has to hold between numbers
- ``discussion.toml``: what is to be said of each finding that the model misses
- ``tuned.toml``, ``tuned.py``: what was tuned to which numbers, and what was set by hand along with it
- ``cut_offs.py``: how each cut-off of a share was fixed
- ``variables.py``: states of people that numbers are about
- ``instruments.py``: what is kept of a run, no more than some number needs
- ``running.py``: runs arms, each once: a company, or many firms
- ``games.py``: what is played by the model's rules alone
- ``statistics.py``: plain statistics of arrays
- ``looking.py``: people, teams, managers and firms out of what was kept
- ``estimators.py``: from there to a number a seed
- ``measuring.py``: ``measure``, all of it together
- ``verdicts.py``: numbers by finding; trust raised beside trust that differs
- ``shipped.py``: the run of record, ``measured.csv``, which is shipped
- ``report.py``, ``page.py``: rows for tables and JSON; the page ``docs/evidence.md``
"""

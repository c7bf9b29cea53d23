"""Published findings, and what the model shows for each.

    targets.csv      the published numbers, their bands and sources          targets.py
    arms.toml        what the words of each study's design mean, and why     arms.py
    numbers.toml     how each number is measured                             numbers.py
    variables.py     states of people that numbers are about
    instruments.py   what is kept of a run: no more than some number needs
    running.py       runs arms: each once, a company or many firms
    games.py         what is played by the model's rules alone
    statistics.py    plain statistics of arrays
    estimators.py    from what was kept to a number a seed
    measuring.py     ``measure``: all of it together
    report.py        tables, JSON, the page
"""

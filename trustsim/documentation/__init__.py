"""The pages that are made from the code, and the rows behind them.

``python -m trustsim.documentation`` writes the pages and notebooks, ``--figures`` the shipped maps and their page.

- ``catalogue.py``: what can be set and what is measured, as plain rows
- ``tables.py``: the tables of the pages
- ``rules.py``: tables of rules: the week, what each reads and writes, who books what
- ``equations.py``: the rules themselves, from docstrings and source
- ``markdown.py``: tables as text, and how a page is filled in
- ``pages.py``: every page by the name of its file
- ``notebooks.py``: the notebooks as Jupyter has them
- ``figures.py``: the shipped maps as figures, and their page
"""

from trustsim.documentation.catalogue import lever_rows, outcome_rows

__all__ = ["lever_rows", "outcome_rows"]

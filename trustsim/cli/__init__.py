"""The command line: asks the same verbs as Python does, and shows what they answer. It computes nothing itself.

    application.py  the commands by name, and errors as lines and exit codes
    options.py      what several commands take
    arms.py         the scenarios of a command with its options laid over them
    places.py       where it may write, checked before anything runs
    keeping.py      what was found, saved and drawn
    simulating.py   run, compare
    versions.py     compare --with-version
    explaining.py   explain
    mapping.py      map
    mapped.py       maps as tables
    looping.py      hysteresis
    calibrating.py  calibrate
    judging.py      claims, ablation
    measuring.py    evidence
    sweeping.py     sweep, resume, status, verify
    swept.py        sweeps in words
    analysing.py    sensitivity, discover
    searching.py    search
    demo.py         demo
    looking.py      show, scenarios, levers, outcomes, schema, validate
    serving.py      app
    hosting.py      workshop
    doctor.py       doctor
    timing.py       doctor --timing
    tables.py       results as tables
    screen.py       standard output and standard error: console, remarks, progress

``trustsim --help`` imports none of the heavy packages: commands import what they need when they are called.
"""

from trustsim.cli.application import answer, main

__all__ = ["answer", "main"]

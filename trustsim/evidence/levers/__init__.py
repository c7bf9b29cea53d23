"""What is known of each lever: a card, made of declarations, claims, published findings and runs of the model.

effects.py   what each lever moves, and for whom it is worse: measured, shipped as ``effects.csv``
cards.py     the card of a lever

``python -m trustsim.evidence.levers`` measures the effects again (some minutes) and writes the file.
"""

from trustsim.evidence.levers.cards import LeverCard, card_of, cards
from trustsim.evidence.levers.effects import load_effects, measure_effects

__all__ = ["LeverCard", "card_of", "cards", "load_effects", "measure_effects"]

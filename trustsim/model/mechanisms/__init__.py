"""One file a mechanism: levers, parameters, fields, rules, causes. Strangers to one another; ``week.py`` lists them."""

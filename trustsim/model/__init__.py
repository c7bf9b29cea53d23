"""The science: what is simulated. Knows no file, no Mesa, no screen."""

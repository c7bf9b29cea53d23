"""The browser app: pages on which a leader moves levers and sees what follows. It computes nothing itself."""

"""The workshop's pages and what they ask: plain Starlette beside Solara, a small JSON API with long polling.

hosting.py    the rooms of this process, as the environment says
api.py        the calls
asking.py     who asks, what they send, how often; refusals as answers
waiting.py    long polling
pages.py      the page and its files
"""

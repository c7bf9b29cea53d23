"""The pages, in the order in which the navigation shows them. To add one: a module beside this, and a line here.

Solara reads ``routes``; templates and assets lie in the folder above, where it looks for them.
"""

from __future__ import annotations

import solara

from trustsim.app import texts
from trustsim.app.pages import compare, evidence, explore, failing, for_whom, least, share, team, timeline, why
from trustsim.app.shell import Entry, Shell

#: Path, title (a key of texts.toml) and component of each page.
PAGES = (
    Entry("/", "pages.explore", explore.Page),
    Entry("timeline", "pages.timeline", timeline.Page),
    Entry("why", "pages.why", why.Page),
    Entry("for-whom", "pages.for_whom", for_whom.Page),
    Entry("compare", "pages.compare", compare.Page),
    Entry("team", "pages.team", team.Page),
    Entry("least-costly", "pages.least", least.Page),
    Entry("where-trust-fails", "pages.failing", failing.Page),
    Entry("evidence", "pages.evidence", evidence.Page),
    Entry("share", "pages.share", share.Page),
)

routes = [
    solara.Route(
        path=page.path,
        component=page.component,
        layout=Shell if page.path == "/" else None,
        data=page,
        label=f"{texts.say(page.title)} · trustsim",
    )
    for page in PAGES
]

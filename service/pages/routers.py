"""Every page, by what it is about."""

from service.pages import (
    account,
    assets,
    cluster_history,
    clusters,
    passwords,
    patterns,
    preferences,
    problem_kinds,
    searching,
    signing,
    units,
)
from service.pages.audit.routers import AUDIT
from service.pages.ballots.routers import ROOMS
from service.pages.forms.routes import forms_router
from service.pages.help import page as help_pages
from service.pages.office.routers import OFFICE
from service.pages.work import page as work
from service.pages.year import routers as year

PAGES = (
    forms_router(),  # first: `new` is no id of a unit or a cycle
    assets.router,
    work.router,
    help_pages.router,
    preferences.router,
    patterns.router,
    problem_kinds.router,
    signing.router,
    year.router,
    clusters.router,
    cluster_history.router,
    units.router,
    passwords.router,
    *AUDIT,
    searching.router,
    *ROOMS,
    account.router,
    *OFFICE,
)

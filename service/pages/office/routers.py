"""The office's pages, in the order in which they are looked for: `new` before what has an id there."""

from service.pages.office import (
    account_trail,
    appointing,
    directory,
    front,
    gaps,
    import_acts,
    imports,
    memberships,
    person_acts,
    persons,
    representatives,
    roles,
    rule_sets,
    what_if,
)

OFFICE = (
    front.router,
    gaps.router,
    directory.router,
    representatives.router,
    memberships.router,
    rule_sets.router,
    what_if.router,
    person_acts.router,
    roles.router,
    appointing.router,
    persons.router,
    account_trail.router,
    import_acts.router,
    imports.router,
)

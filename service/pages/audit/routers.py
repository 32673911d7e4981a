"""Every page of an audit."""

from service.pages.audit import attempts, entry, fairness, journal, lineage, votes

AUDIT = (
    journal.router,
    entry.router,
    votes.router,
    lineage.router,
    fairness.router,
    attempts.router,
)

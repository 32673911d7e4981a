"""Who is shown a form: whoever could send it, be it for one of the units that it lets them choose."""

from collections.abc import Iterator

import msgspec

from domain.identity import stream
from domain.refusals import Refusal
from projections.clusters import CLUSTERS
from projections.representation import representation
from service.authority.subjects import Subject, of_stream
from service.authority.table import TABLE
from service.pages.forms.command_form import CommandForm

_WITHOUT_PLACE = frozenset({"register_unit", "form_cluster"})  # under any unit that one sees to
_OF_THE_YEAR_BEFORE = frozenset({"elect_lead", "hand_over_lead"})  # its lead sees to them
# What a path names, from what is most exact to what holds it.
_NAMED = (("ballot", "ballot"), ("previous", "ballot"), ("cycle", "cycle"), ("cluster", "cluster"))


def require_may(form: CommandForm) -> None:
    """Check that a form is for who can send it, so that it shows nobody else what it is about.

    The decision judges again, by what was filled in.

    Raises:
        NotPermitted: with who can, and from when.
    """
    named = _named(form)
    form.look.acts.require(form.resource.command, named, _chosen(form, named))


def _chosen(form: CommandForm, named: Subject) -> Iterator[Subject]:
    """What a form can come to be about, by the fields that say more than its path."""
    command = form.resource.command
    if command in _WITHOUT_PLACE:
        yield from (Subject(above=given.unit) for given in form.look.caller.grants)
    elif command == "open_cycle":
        for cluster in CLUSTERS.all(form.look.connection, form.look.point).values():
            yield from (Subject(cluster=cluster.id, year=year) for year in cluster.tenures)
    elif TABLE[command].own not in form.named and "position" not in form.named:
        yield from (msgspec.structs.replace(named, unit=unit) for unit in _own_units(form))
    if command in _OF_THE_YEAR_BEFORE and form.asked.cluster is not None:
        yield from (msgspec.structs.replace(named, year=year) for year in form.asked.cluster.tenures)


def _own_units(form: CommandForm) -> list[str]:
    """The units for which the reader speaks: members, or any where no source names the members."""
    look = form.look
    if form.asked.own_units or look.caller.person is None:
        return form.asked.own_units
    return [one["unit"] for one in representation(look.connection, look.caller.person, look.point)["units"]]


def _named(form: CommandForm) -> Subject:
    """What the path names; nothing where it names nothing."""
    try:
        if "position" in form.named:
            return of_stream(form.look.past.at(int(form.named["position"])).originator_id)
        found = next(
            (of_stream(stream(kind, form.named[name])) for name, kind in _NAMED if name in form.named)
        )
    except (Refusal, ValueError, StopIteration):
        found = Subject()
    own = TABLE[form.resource.command].own
    return msgspec.structs.replace(found, unit=form.named.get(own))

"""What a page offers to do: the form of a command, to whom the permission table allows it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from projections.words import word
from service.authority.subjects import Subject
from service.pages.rendering import sentence
from service.web.resources import RESOURCES

if TYPE_CHECKING:
    from service.pages.looking import Look

NEW = "/new"  # what the address of a form adds to that of what it makes


class Offer(NamedTuple):
    """A form that the reader may fill in: where it is, and what it does."""

    command: str
    address: str
    label: str


def offer(look: "Look", command: str, subject: Subject | str, /, **named: str | int) -> Offer | None:
    """The form of a command on what a stream is about; None where the reader cannot take it, or looks back.

    `named` are the parameters of the command's path; others become first values of the form's fields.
    """
    if not look.may(command, subject):
        return None
    resource = RESOURCES[command]
    path = resource.path.format_map({name: named[name] for name in resource.named})
    more = {name: value for name, value in named.items() if name not in resource.named}
    label = sentence(word("action", command, look.language))
    return Offer(command, look.url(path + NEW, **more), label)


def offers(look: "Look", commands: Iterable[str], stream: str, /, **named: str | int) -> list[Offer]:
    """The forms among several commands that the reader may fill in."""
    found = (offer(look, command, stream, **named) for command in commands)
    return [one for one in found if one is not None]

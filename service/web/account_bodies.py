"""What is sent to accounts, and how their paths name persons, sessions, API tokens and roles."""

from typing import Annotated

from fastapi import Path
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from service.accounts import grants
from service.accounts.persons import Personal
from service.accounts.tokens import Scope

PAGE_LINES_MAX = 500
PAGE_LINES = 100
ID_PATTERN = "^[a-z0-9]+(-[a-z0-9]+)*$"
ID_LETTERS_MAX = 80
_TEXT_LETTERS_MAX = 400  # twice what is kept: letters typed with loose accents count double

PersonId = Annotated[
    str,
    Path(
        description="A person",
        pattern=ID_PATTERN,
        max_length=ID_LETTERS_MAX,
        examples=["p-8c1f0e7c51455890"],
    ),
]
SessionId = Annotated[
    str,
    Path(
        description="A session",
        pattern=ID_PATTERN,
        max_length=ID_LETTERS_MAX,
        examples=["s-8c1f0e7c51455890"],
    ),
]
TokenId = Annotated[
    str,
    Path(
        description="An API token", pattern=ID_PATTERN, max_length=ID_LETTERS_MAX,
        examples=["t-8c1f0e7c51455890"],
    ),
]  # fmt: skip
GrantId = Annotated[
    str,
    Path(
        description="A role given", pattern=ID_PATTERN, max_length=ID_LETTERS_MAX,
        examples=["g-8c1f0e7c51455890"],
    ),
]  # fmt: skip
IdentityId = Annotated[
    str,
    Path(
        description="An identity at a provider", pattern=ID_PATTERN, max_length=ID_LETTERS_MAX,
        examples=["i-8c1f0e7c51455890"],
    ),
]  # fmt: skip
_Typed = Annotated[str, Field(max_length=_TEXT_LETTERS_MAX)]
_Password = Annotated[
    str, Field(max_length=_TEXT_LETTERS_MAX, examples=["câu dài dễ nhớ của riêng tôi"], repr=False)
]
_Login = Annotated[str, Field(max_length=_TEXT_LETTERS_MAX, examples=["can-bo-a"])]


class Sent(BaseModel):
    """A body; what is not declared is an error, as a misspelt field would be left out unseen."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Credentials(Sent):
    """A login and its password."""

    login: _Login
    password: _Password


class PasswordChange(Sent):
    """One's own password, and the one to have in its place."""

    old: _Password
    new: _Password


class PersonalData(Sent):
    """What is known of a person; what is left out is not known."""

    name: _Typed | None = Field(None, examples=["Họ và tên"])
    rank: _Typed | None = Field(None, examples=["Đại úy"])
    phone: _Typed | None = Field(None, examples=["069 000 0000"])
    email: _Typed | None = Field(None, examples=["can-bo-a@example.org"])

    def personal(self) -> Personal:
        """As accounts take it."""
        return Personal(name=self.name, rank=self.rank, phone=self.phone, email=self.email)


class NewPerson(PersonalData):
    """A person to create; with an id only where the log knows them by one already."""

    person: str | None = Field(None, pattern=ID_PATTERN, max_length=ID_LETTERS_MAX, examples=[None])


class NewToken(Sent):
    """An API token to issue."""

    label: _Typed = Field(examples=["Bảng ở hội trường"])
    scopes: list[Scope] = Field(min_length=1, max_length=3, examples=[["read"]])
    expires_at: AwareDatetime = Field(
        description="At most 366 days from now", examples=["2027-06-30T17:00:00Z"]
    )


class NewGrant(Sent):
    """A role to give: in a unit and what is below it, or in the whole service."""

    role: grants.Role
    unit: str | None = Field(
        None, pattern=ID_PATTERN, max_length=ID_LETTERS_MAX, examples=["ca-tinh-ha-tinh"]
    )


class NewIdentity(Sent):
    """Who somebody is at an OpenID Connect provider, to the letter."""

    issuer: _Typed = Field(examples=["https://id.example"])
    subject: _Typed = Field(description="The provider's own id of the person", examples=["248289761001"])

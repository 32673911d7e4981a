"""What is told of accounts: persons, sessions, API tokens, roles. A secret is told once or never."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from domain.moments import as_datetime
from service.accounts import acts, grants, identities, persons, sessions, tokens
from service.web.schemas import Shape

_INSTANT = "2026-01-15T09:00:00+07:00"


def instant(at: int) -> datetime:
    """A time of accounts as answers tell it."""
    return as_datetime(at)


def maybe_instant(at: int | None) -> datetime | None:
    """The same where there may be none."""
    return None if at is None else as_datetime(at)


class HeldRole(Shape):
    """A role that was given; `unit` is null for the whole service."""

    role: str = Field(examples=["office"])
    unit: str | None = Field(examples=[None])


class SignedIn(Shape):
    """A session just opened; its secret is in the cookie alone."""

    person: str
    session: str
    expires_at: datetime = Field(examples=[_INSTANT])
    roles: list[HeldRole]


class CurrentSession(Shape):
    """Who asks, and by which roles that were given; those of lead or representative follow from the log."""

    person: str
    name: str | None
    session: str
    how: str = Field(examples=["password"])
    roles: list[HeldRole]


class Session(Shape):
    """A session that is open."""

    session: str
    how: str = Field(examples=["password"])
    opened_at: datetime = Field(examples=[_INSTANT])
    seen_at: datetime = Field(description="To the minute", examples=[_INSTANT])
    expires_at: datetime = Field(examples=[_INSTANT])
    is_current: bool

    @classmethod
    def told(cls, session: sessions.Session, current: str | None) -> "Session":
        """As it is stored."""
        return cls(
            session=session.session,
            how=session.how,
            opened_at=instant(session.opened_at),
            seen_at=instant(session.seen_at),
            expires_at=instant(session.expires_at),
            is_current=session.session == current,
        )


class Sessions(Shape):
    """One's own open sessions, the latest first."""

    sessions: list[Session]


class SessionEnding(Shape):
    """A session that was ended."""

    session: str
    ended_at: datetime = Field(examples=[_INSTANT])


class Token(Shape):
    """An API token; never its text."""

    token: str
    label: str
    scopes: list[str] = Field(examples=[["read"]])
    created_at: datetime = Field(examples=[_INSTANT])
    expires_at: datetime = Field(examples=[_INSTANT])
    last_used_at: datetime | None = Field(description="To the minute", examples=[None])
    revoked_at: datetime | None = Field(examples=[None])

    @classmethod
    def told(cls, token: tokens.Token) -> "Token":
        """As it is stored."""
        return cls(
            token=token.token,
            label=token.label,
            scopes=list(token.scopes),
            created_at=instant(token.created_at),
            expires_at=instant(token.expires_at),
            last_used_at=maybe_instant(token.last_used_at),
            revoked_at=maybe_instant(token.revoked_at),
        )


class Tokens(Shape):
    """One's own API tokens, the latest first."""

    tokens: list[Token]


class IssuedToken(Shape):
    """An API token just issued: its text is told this once."""

    token: str
    secret: str = Field(examples=["thidua_…"])
    expires_at: datetime = Field(examples=[_INSTANT])


class TokenRevocation(Shape):
    """An API token that was revoked."""

    token: str
    revoked_at: datetime = Field(examples=[_INSTANT])


class ChangedPassword(Shape):
    """Whose password was changed; their other sessions are ended."""

    person: str
    changed_at: datetime = Field(examples=[_INSTANT])


class Person(Shape):
    """A person; of an erased one only the id and the times are left."""

    person: str
    name: str | None = Field(examples=["Họ và tên"])
    rank: str | None = Field(examples=["Đại úy"])
    phone: str | None = Field(examples=["069 000 0000"])
    email: str | None = Field(examples=["can-bo-a@example.org"])
    login: str | None = Field(examples=["can-bo-a"])
    created_at: datetime = Field(examples=[_INSTANT])
    erased_at: datetime | None = Field(examples=[None])
    disabled_at: datetime | None = Field(examples=[None])

    @classmethod
    def told(cls, person: persons.Person) -> "Person":
        """As it is stored."""
        return cls(
            person=person.person,
            name=person.name,
            rank=person.rank,
            phone=person.phone,
            email=person.email,
            login=person.login,
            created_at=instant(person.created_at),
            erased_at=maybe_instant(person.erased_at),
            disabled_at=maybe_instant(person.disabled_at),
        )


class Persons(Shape):
    """A page of persons, by id."""

    persons: list[Person]
    next: str | None = Field(
        description="What to ask for `after` to have the following page; null on the last"
    )


class Grant(HeldRole):
    """A role that was given, with its days; by null: by the operator at the command line."""

    grant: str
    granted_at: datetime = Field(examples=[_INSTANT])
    granted_by: str | None
    withdrawn_at: datetime | None = Field(examples=[None])
    withdrawn_by: str | None = Field(examples=[None])

    @classmethod
    def told(cls, grant: grants.Given) -> "Grant":
        """As it is stored."""
        return cls(
            grant=grant.id,
            role=grant.role,
            unit=grant.unit,
            granted_at=instant(grant.granted_at),
            granted_by=grant.granted_by,
            withdrawn_at=maybe_instant(grant.withdrawn_at),
            withdrawn_by=grant.withdrawn_by,
        )


class Grants(Shape):
    """Every role that somebody was ever given, the earliest first."""

    person: str
    grants: list[Grant]


class NewGrantTold(HeldRole):
    """A role just given."""

    grant: str
    person: str


class GrantWithdrawal(Shape):
    """A role that was withdrawn."""

    grant: str
    withdrawn_at: datetime = Field(examples=[_INSTANT])


class Identity(Shape):
    """Who somebody is at an OpenID Connect provider."""

    identity: str
    issuer: str = Field(examples=["https://id.example"])
    subject: str = Field(examples=["248289761001"])
    linked_at: datetime = Field(examples=[_INSTANT])

    @classmethod
    def told(cls, identity: identities.Identity) -> "Identity":
        """As it is stored."""
        return cls(
            identity=identity.identity,
            issuer=identity.issuer,
            subject=identity.subject,
            linked_at=instant(identity.linked_at),
        )


class Identities(Shape):
    """The identities by which a person may sign in, the earliest first."""

    person: str
    identities: list[Identity]


class IdentityRemoval(Shape):
    """An identity by which nobody signs in any more."""

    identity: str
    removed_at: datetime = Field(examples=[_INSTANT])


class AccountAct(Shape):
    """One act on an account, in ids alone; by null: by the operator at the command line."""

    id: int
    at: datetime = Field(examples=[_INSTANT])
    by: str | None
    act: Literal[
        "person_created", "person_changed", "person_erased", "login_set", "login_disabled", "login_enabled",
        "password_changed", "session_ended", "token_created", "token_revoked", "role_given", "role_withdrawn",
        "identity_linked", "identity_removed",
    ]  # fmt: skip
    person: str
    detail: str | None = Field(description="The session, token, grant or identity that it was about")

    @classmethod
    def told(cls, act: acts.Act) -> "AccountAct":
        """As it is stored."""
        return cls.model_validate(
            {"id": act.id, "at": instant(act.at), "by": act.by, "act": act.act, "person": act.person,
             "detail": act.detail}
        )  # fmt: skip


class AccountActs(Shape):
    """A page of the trail of accounts, the latest first."""

    acts: list[AccountAct]
    next: int | None = Field(
        description="What to ask for `after` to have the following page; null on the last"
    )

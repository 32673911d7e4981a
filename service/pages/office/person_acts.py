"""What is done to a person's account by forms: the same acts as over HTTP, each with its own refusals."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from domain.refusals import Refusal
from projections.catalogue import marked
from service.accounts import logins, passwords, persons
from service.accounts.persons import Personal
from service.pages.looking import looking
from service.pages.office.forms import LETTERS_MAX, Mistake, done, filled, form_page, refused_form
from service.pages.office.person_forms import (
    change_form,
    erasure_form,
    login_form,
    name_of,
    new_person_form,
)
from service.web.account_bodies import PersonId
from service.web.account_work import Work
from service.web.guard import Caller, permitted
from service.web.sessions import own

PASSWORD_GROUPS, GROUP_LETTERS = 4, 4  # of 30 letters that no two look alike: 78 bits
_ALPHABET = "abcdefghjkmnpqrstuvwxyz2345679"
_Typed = Annotated[str, Form(max_length=LETTERS_MAX)]

router = APIRouter(include_in_schema=False)


def first_password() -> str:
    """A new password that can be read out and typed."""
    groups = (
        "".join(secrets.choice(_ALPHABET) for _ in range(GROUP_LETTERS)) for _ in range(PASSWORD_GROUPS)
    )
    return "-".join(groups)


@router.get("/persons/new")
def new_person(request: Request, caller: Annotated[Caller, permitted("create_person")]) -> Response:
    """The form of a new person."""
    with looking(request, caller) as look:
        return form_page(look, new_person_form(), {})


@router.post("/persons")
def create_person(
    request: Request,
    caller: Annotated[Caller, permitted("create_person")],
    name: _Typed = "",
    rank: _Typed = "",
    phone: _Typed = "",
    email: _Typed = "",
    person: _Typed = "",
) -> Response:
    """Somebody the log may name by an opaque id; a login comes after."""
    work = Work(request)
    personal = Personal(name=filled(name), rank=filled(rank), phone=filled(phone), email=filled(email))
    try:
        with work.writing() as connection:
            made = persons.create(connection, personal, by=own(caller), now=work.now, person=filled(person))
    except Refusal as refusal:
        values = {"name": name, "rank": rank, "phone": phone, "email": email, "person": person}
        field = "person" if refusal.code in ("not_a_slug", "person_exists") else None
        refused = refusal if field is None else refusal.of_field(field)
        return refused_form(request, caller, lambda _look: new_person_form(), values, refused)
    return done(f"/persons/{made}", "created")


@router.get("/persons/{person}/changes/new")
def change(
    request: Request, person: PersonId, caller: Annotated[Caller, permitted("change_person")]
) -> Response:
    """The form with what is known."""
    with looking(request, caller) as look:
        known = persons.find(look.connection, person)
        values = {name: getattr(known, name) or "" for name in persons.PERSONAL_FIELDS}
        return form_page(look, change_form(person), values)


@router.post("/persons/{person}/changes")
def change_person(
    request: Request,
    person: PersonId,
    caller: Annotated[Caller, permitted("change_person")],
    name: _Typed = "",
    rank: _Typed = "",
    phone: _Typed = "",
    email: _Typed = "",
) -> Response:
    """What is typed takes the place of all that was there."""
    work = Work(request)
    personal = Personal(name=filled(name), rank=filled(rank), phone=filled(phone), email=filled(email))
    try:
        with work.writing() as connection:
            persons.change(connection, person, personal, by=own(caller), now=work.now)
    except Refusal as refusal:
        values = {"name": name, "rank": rank, "phone": phone, "email": email}
        return refused_form(request, caller, lambda _look: change_form(person), values, refusal)
    return done(f"/persons/{person}", "changed")


@router.get("/persons/{person}/erasures/new")
def erasure(
    request: Request, person: PersonId, caller: Annotated[Caller, permitted("erase_person")]
) -> Response:
    """What is lost and what stays, before it is done."""
    with looking(request, caller) as look:
        return form_page(look, erasure_form(look, person), {})


@router.post("/persons/{person}/erasures")
def erase_person(
    request: Request,
    person: PersonId,
    caller: Annotated[Caller, permitted("erase_person")],
    confirmed: _Typed = "",
) -> Response:
    """Ends all access and erases what is personal, where that is confirmed."""
    work = Work(request)
    if confirmed != "yes":
        with looking(request, caller) as look:
            form = erasure_form(look, person)
            mistake = Mistake("confirmed", look.text(marked("Đánh dấu để xác nhận rồi mới xóa được.")))
            return form_page(look, form, {}, [mistake], status=422)
    with work.writing() as connection:
        persons.erase(connection, person, by=own(caller), now=work.now)
    return done(f"/persons/{person}", "erased")


@router.get("/persons/{person}/logins/new")
def new_login(
    request: Request, person: PersonId, caller: Annotated[Caller, permitted("set_login")]
) -> Response:
    """The form of a login; it begins with the one that the person has."""
    with looking(request, caller) as look:
        known = persons.find(look.connection, person)
        return form_page(look, login_form(person, known.name), {"login": known.login or ""})


@router.post("/persons/{person}/logins")
def set_login(
    request: Request,
    person: PersonId,
    caller: Annotated[Caller, permitted("set_login")],
    login: _Typed = "",
) -> Response:
    """A login with a first password, which is told on this page alone."""
    work, password = Work(request), first_password()
    try:
        name = logins.new_login(login)
        stored = passwords.hashed(password, name)
        with work.writing() as connection:
            logins.set_login(connection, person, name, stored, by=own(caller), now=work.now)
    except Refusal as refusal:
        return refused_form(
            request, caller, lambda look: login_form(person, name_of(look, person)), {"login": login}, refusal
        )
    with looking(request, caller) as look:
        context = {"person": person, "name": name_of(look, person), "login": name, "password": password}
        return look.page("office/first_password.html", look.text(marked("Mật khẩu đầu")), context)


@router.post("/persons/{person}/disablings")
def disable_login(
    request: Request, person: PersonId, caller: Annotated[Caller, permitted("disable_login")]
) -> Response:
    """Keeps somebody out."""
    work = Work(request)
    with work.writing() as connection:
        logins.disable(connection, person, by=own(caller), now=work.now)
    return done(f"/persons/{person}", "disabled")


@router.post("/persons/{person}/enablings")
def enable_login(
    request: Request, person: PersonId, caller: Annotated[Caller, permitted("enable_login")]
) -> Response:
    """Lets somebody in again."""
    work = Work(request)
    with work.writing() as connection:
        logins.enable(connection, person, by=own(caller), now=work.now)
    return done(f"/persons/{person}", "enabled")

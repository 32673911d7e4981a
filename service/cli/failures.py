"""How a command fails: what is wrong, by which rule, what to do; and an exit code that scripts can use."""

from enum import IntEnum
from typing import Any

import typer
from eventsourcing.persistence import OperationalError
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError as DriverTrouble
from typer.core import TyperGroup

from domain.refusals import Refusal
from projections.catalogue import Language, marked, translate
from projections.language import refusal_sentence
from service.answers import PointUnreadable, Unknown
from service.application import Contended
from service.chronicle.problem import ChronicleProblem
from service.cli.session import Session
from service.opening import DatabaseMissing, ReadModelsDiffer, Unreachable
from service.schema import LogDiffers
from service.wording import point_sentences, unknown_sentences


class Code(IntEnum):
    """The exit codes, as docs/reference/cli.md tells them."""

    FINE = 0
    REFUSED = 1
    USAGE = 2
    UNREACHABLE = 3


# Where the ids of each kind are listed.
_LISTS = {
    "cycle": "thidua cycles",
    "cluster": "thidua clusters",
    "unit": "thidua units",
    "member": "thidua standings",
    "entry": "thidua events",
}
_SETTINGS = marked("Xem các thiết lập trong docs/reference/settings.md.")
_VALUES = {
    "port": marked("Nêu một số từ 1 đến 65535."),
    "language": marked("Nêu vi hoặc en."),
    "oidc_issuer": marked("Nêu một địa chỉ https, hoặc địa chỉ http của chính máy này."),
    "oidc_client_id": marked("Nêu mã của dịch vụ này tại nơi cấp danh tính THIDUA_OIDC_ISSUER."),
}


class UsageProblem(Exception):
    """The command was called wrongly; carries the source text of a sentence, and its parameters."""

    def __init__(self, sentence: str, **params: Any) -> None:
        super().__init__(sentence, params)
        self.sentence = sentence
        self.params = params


class Failed(Exception):
    """A command did its work, told what it found, and ends with a code of its own."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


Told = tuple[Code, list[str]]


def told(error: Exception, language: Language) -> Told | None:
    """The exit code of a failure and its lines; None for what is no failure but a fault of ours."""
    match error:
        case Failed():
            return error.code, []
        case UsageProblem():
            return Code.USAGE, [translate(language, error.sentence, **error.params)]
        case PointUnreadable():
            return Code.USAGE, list(point_sentences(error, language))
        case ValidationError():
            return Code.USAGE, _settings(error, language)
        case Unknown():
            return Code.REFUSED, list(unknown_sentences(error, language, _LISTS))
        case Refusal():
            return Code.REFUSED, refused(error, language)
        case ChronicleProblem():
            return Code.REFUSED, _chronicle(error, language)
        case Contended():
            return Code.REFUSED, [translate(language, marked("Đang có người khác ghi cùng chỗ: thử lại."))]
        case _:
            return _database(error, language)


def refused(refusal: Refusal, language: Language) -> list[str]:
    """What is refused, by which rule, and the code that programs look at."""
    lines = [refusal_sentence(refusal, language)]
    if refusal.rule is not None:
        lines.append(translate(language, marked("Quy tắc: {rule}"), rule=refusal.rule))
    return [*lines, translate(language, marked("Mã từ chối: {code}"), code=refusal.code)]


def _chronicle(problem: ChronicleProblem, language: Language) -> list[str]:
    first, *rest = refused(problem.refusal, language)
    field = f" {problem.field}:" if problem.field else ""
    nothing = translate(language, marked("Không ghi gì từ tệp này; sửa tệp rồi nhập lại."))
    others = [line for other in problem.others for line in _chronicle(other, language)[:1]]
    return [f"{problem.file}:{problem.line}:{field} {first}", *rest, *others, nothing]


def _settings(error: ValidationError, language: Language) -> list[str]:
    sentence = marked("Thiết lập THIDUA_{name} không dùng được: “{value}”.")
    lines = []
    for one in error.errors(include_url=False):
        name = str(one["loc"][-1])
        lines.append(translate(language, sentence, name=name.upper(), value=str(one.get("input"))))
        lines.append(translate(language, _VALUES.get(name, _SETTINGS)))
    return lines


def _database(error: Exception, language: Language) -> Told | None:
    match error:
        case DatabaseMissing():
            return Code.UNREACHABLE, [
                translate(language, marked("Chưa có cơ sở dữ liệu {address}."), address=error.address),
                translate(
                    language, marked("Chạy `thidua demo`, hoặc nhập một biên niên bằng `thidua import`.")
                ),
            ]
        case Unreachable():
            sentence = marked("Không dùng được cơ sở dữ liệu {address}: {problem}")
            return Code.UNREACHABLE, [
                translate(language, sentence, address=error.address, problem=error.problem),
                translate(language, marked("Kiểm tra --database hoặc biến THIDUA_DATABASE_URL.")),
            ]
        case ReadModelsDiffer():
            return Code.UNREACHABLE, [
                translate(
                    language, marked("Bảng tra cứu trong cơ sở dữ liệu thuộc phiên bản khác của phần mềm.")
                ),
                translate(language, marked("Chạy `thidua rebuild` để dựng lại; nhật ký không đổi.")),
            ]
        case LogDiffers():
            sentence = marked("Nhật ký này do phiên bản khác của phần mềm tạo ra: thiếu cột {missing}.")
            return Code.UNREACHABLE, [
                translate(language, sentence, missing=", ".join(sorted(error.missing))),
                translate(
                    language,
                    marked("Xuất bằng phiên bản cũ (thidua export) rồi nhập vào một cơ sở dữ liệu mới."),
                ),
            ]
        case OperationalError() | DriverTrouble():
            return Code.UNREACHABLE, [
                translate(language, marked("Cơ sở dữ liệu không trả lời giữa chừng: thử lại."))
            ]
        case _:
            return None


class TellingGroup(TyperGroup):
    """The commands, with their failures told in words instead of a stack."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; a failure is told on standard error."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            session = ctx.find_object(Session)
            found = told(error, session.language if session else "vi")
            if found is None:
                raise
            code, lines = found
            for line in lines:
                typer.echo(line, err=True)
            raise typer.Exit(code) from error

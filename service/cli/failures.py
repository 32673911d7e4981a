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
from projections.generations import ReadModelsDiffer
from projections.language import refusal_sentence
from projections.registry import RebuildRunning
from service.answers import PointUnreadable, Unknown
from service.application import Contended
from service.chronicle.problem import ChronicleProblem
from service.cli.session import Session
from service.opening import DatabaseMissing, Unreachable
from service.postgresql import lacks_rights
from service.schema import LogDiffers, SchemaAhead, SchemaBehind
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
_NO_READ_MODELS = marked("Cơ sở dữ liệu chưa có bảng tra cứu dựng xong cho nhật ký của nó.")
_OTHER_READ_MODELS = marked("Bảng tra cứu trong cơ sở dữ liệu thuộc phiên bản khác của phần mềm.")
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
        case RebuildRunning():
            running = marked("Đang có một lần dựng lại khác: chờ nó xong, cần thì chạy lại `thidua rebuild`.")
            return Code.REFUSED, [translate(language, running)]
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
            lines = (
                translate(language, marked("Chưa có cơ sở dữ liệu {address}."), address=error.address),
                marked("Chạy `thidua demo`, hoặc nhập một biên niên bằng `thidua import`."),
            )
        case Unreachable():
            sentence = marked("Không dùng được cơ sở dữ liệu {address}: {problem}")
            lines = (
                translate(language, sentence, address=error.address, problem=error.problem),
                marked("Kiểm tra --database hoặc biến THIDUA_DATABASE_URL."),
            )
        case _ if lacks_rights(error):
            lines = (
                translate(language, marked("Vai trò này của cơ sở dữ liệu không được làm việc đó.")),
                marked("Chạy lại với địa chỉ của vai trò chủ sở hữu; xem docs/guide/postgresql.md."),
            )
        case OperationalError() | DriverTrouble():
            trouble = marked("Cơ sở dữ liệu không trả lời giữa chừng: thử lại.")
            return Code.UNREACHABLE, [translate(language, trouble)]
        case _:
            return _versions(error, language)
    said, remedy = lines
    return Code.UNREACHABLE, [said, translate(language, remedy)]


def _versions(error: Exception, language: Language) -> Told | None:
    """A database of another version of the software: what is behind, what is ahead, and what to run."""
    match error:
        case ReadModelsDiffer():
            sentence = _NO_READ_MODELS if error.held is None else _OTHER_READ_MODELS
            said = translate(language, sentence)
            remedy = marked("Chạy `thidua rebuild` để dựng lại; nhật ký không đổi.")
        case SchemaBehind():
            sentence = marked("Cơ sở dữ liệu do phiên bản cũ của phần mềm tạo ra: cần bản {wanted}.")
            said = translate(language, sentence, wanted=error.wanted)
            remedy = marked("Sao lưu rồi chạy `thidua migrate`; nhật ký không đổi.")
        case SchemaAhead():
            sentence = marked("Cơ sở dữ liệu thuộc phiên bản mới hơn của phần mềm: bản {held}.")
            said = translate(language, sentence, held=error.held)
            remedy = marked("Cài phiên bản mới của thidua rồi chạy lại.")
        case LogDiffers():
            sentence = marked("Nhật ký này do phiên bản khác của phần mềm tạo ra: thiếu cột {missing}.")
            said = translate(language, sentence, missing=", ".join(sorted(error.missing)))
            remedy = marked("Xuất bằng phiên bản cũ (thidua export) rồi nhập vào một cơ sở dữ liệu mới.")
        case _:
            return None
    return Code.UNREACHABLE, [said, translate(language, remedy)]


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

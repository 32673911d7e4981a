"""The frame of the plain pages, and what they are put together from."""

from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from starlette.responses import HTMLResponse

from projections.catalogue import Language, marked, translate


def vi(text: str) -> str:
    """A source text in Vietnamese, safe in HTML."""
    return escape(translate("vi", text))


@cache
def asset(name: str) -> str:
    """A file that comes with the service."""
    return files("service.web").joinpath(name).read_text(encoding="utf-8")


def page(language: Language, title: str, content: str, *, status: int = 200) -> HTMLResponse:
    """A whole page; `content` is HTML, `title` text."""
    filled = Template(asset("page.html")).substitute(language=language, title=escape(title), content=content)
    dressed = {"Content-Language": language, "Vary": "Accept-Language", "Cache-Control": "no-cache"}
    return HTMLResponse(filled, status, headers=dressed)


def link(address: str, text: str) -> str:
    """A link."""
    return f'<a href="{escape(address)}">{escape(text)}</a>'


def table(language: Language, heads: list[str], rows: list[list[str]]) -> str:
    """A table of cells that are HTML, or what is said where there is none."""
    if not rows:
        return f"<p>{escape(translate(language, marked('Chưa có gì được ghi tại ngày này.')))}</p>"
    head = "".join(f'<th scope="col">{escape(translate(language, text))}</th>' for text in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'

"""The forms by which accounts are looked after: what each asks."""

from projections.catalogue import marked
from projections.words import word
from service.accounts import persons
from service.accounts.grants import ROLES
from service.pages.choices import unit_choices
from service.pages.looking import Look
from service.pages.office.forms import LETTERS_MAX, Field, Form
from service.pages.rendering import sentence

_LINE = {"maxlength": str(LETTERS_MAX // 2)}
_PERSONAL = (
    Field(name="name", label=marked("Họ và tên"), optional=True, attributes=_LINE),
    Field(name="rank", label=marked("Cấp bậc, chức vụ"), optional=True, attributes=_LINE),
    Field(name="phone", label=marked("Điện thoại"), kind="tel", optional=True, attributes=_LINE),
    Field(name="email", label=marked("Thư điện tử"), kind="email", optional=True, attributes=_LINE),
)
_WITHIN = marked("Kể cả các đơn vị cấp dưới. Để trống là toàn dịch vụ; người quản trị luôn như vậy.")
_WITHIN_TYPED = marked(
    "Kể cả các đơn vị cấp dưới. Gõ mã đơn vị, đứng ở cuối địa chỉ trang của đơn vị ấy. "
    "Để trống là toàn dịch vụ."
)


def name_of(look: Look, person: str) -> str | None:
    """How a form calls a person.

    Raises:
        Refusal: `person_unknown`.
    """
    return persons.find(look.connection, person).name


def new_person_form() -> Form:
    """Somebody the log may name."""
    return Form(
        address="/persons",
        title=marked("Lập người dùng"),
        act=marked("Lập người dùng"),
        told=(marked("Tên và cách liên lạc đứng ngoài nhật ký và xóa được; nhật ký chỉ nêu mã người."),),
        fields=(
            *_PERSONAL,
            Field(
                name="person",
                label=marked("Mã người"),
                hint=marked(
                    "Chỉ điền khi nhật ký đã nêu người này bằng một mã; để trống thì dịch vụ đặt mã."
                ),
                optional=True,
                attributes={"maxlength": "80", "autocapitalize": "none", "autocomplete": "off"},
            ),
        ),
        cancel="/persons",
    )


def change_form(person: str) -> Form:
    """What is known of somebody, put right."""
    return Form(
        address=f"/persons/{person}/changes",
        title=marked("Sửa thông tin"),
        act=marked("Ghi thông tin"),
        told=(marked("Điều ghi ở đây thay cho tất cả những gì đang có; thông tin cũ không được giữ."),),
        fields=_PERSONAL,
        cancel=f"/persons/{person}",
    )


def erasure_form(look: Look, person: str) -> Form:
    """Erasing, once it is confirmed."""
    return Form(
        address=f"/persons/{person}/erasures",
        title=marked("Xóa thông tin của {name}"),
        act=marked("Xóa thông tin, không lấy lại được"),
        about={"name": name_of(look, person) or person},
        told=(
            marked("Xóa rồi không lấy lại được."),
            marked(
                "Mất: tên, chức vụ, điện thoại, thư điện tử, tên đăng nhập, mật khẩu, danh tính ở nơi cấp."
            ),
            marked("Còn: mã người, mọi mục nhật ký nêu mã ấy, và ai đã làm gì với tài khoản."),
        ),
        fields=(
            Field(
                name="confirmed",
                label=marked("Xác nhận"),
                kind="checkboxes",
                options=(("yes", look.text(marked("Tôi hiểu rằng thông tin này mất hẳn"))),),
            ),
        ),
        cancel=f"/persons/{person}",
        warns=True,
    )


def login_form(person: str, name: str | None) -> Form:
    """A login with a first password."""
    return Form(
        address=f"/persons/{person}/logins",
        title=marked("Cấp tên đăng nhập cho {name}"),
        act=marked("Cấp tên và mật khẩu đầu"),
        about={"name": name or person},
        told=(
            marked("Dịch vụ đặt mật khẩu đầu và nêu một lần. Người ấy phải đổi trước khi làm việc khác."),
            marked("Nếu đang có tên đăng nhập: các phiên kết thúc, mã truy cập bị hủy."),
        ),
        fields=(
            Field(
                name="login",
                label=marked("Tên đăng nhập"),
                hint=marked("3 đến 80 chữ, số và các dấu . _ - @, không phân biệt hoa thường."),
                attributes={"maxlength": "80", "autocapitalize": "none", "autocomplete": "off"},
            ),
        ),
        cancel=f"/persons/{person}",
    )


def grant_form(look: Look, person: str) -> Form:
    """A role that is given by hand."""
    units = unit_choices(look)
    return Form(
        address=f"/persons/{person}/grants",
        title=marked("Trao vai trò cho {name}"),
        act=marked("Trao vai trò"),
        about={"name": name_of(look, person) or person},
        told=(
            marked("Cụm trưởng, cụm phó, người đại diện và người kiểm phiếu theo nhật ký, không trao ở đây."),
        ),
        fields=(
            Field(
                name="role",
                label=marked("Vai trò"),
                kind="radios",
                options=[(role, sentence(word("role", role, look.language))) for role in ROLES],
            ),
            Field(
                name="unit",
                label=marked("Trong phạm vi đơn vị"),
                hint=_WITHIN if units.whole else _WITHIN_TYPED,
                kind="select" if units.whole else "suggested",
                options=units.options,
                optional=True,
            ),
        ),
        cancel=f"/persons/{person}",
    )


def identity_form(person: str, name: str | None) -> Form:
    """Who somebody is at a provider."""
    return Form(
        address=f"/persons/{person}/identities",
        title=marked("Gắn danh tính cho {name}"),
        act=marked("Gắn danh tính"),
        about={"name": name or person},
        told=(marked("Trang đăng nhập nêu mã của người chưa được gắn; chép đúng từng chữ vào đây."),),
        fields=(
            Field(
                name="issuer",
                label=marked("Nơi cấp"),
                hint=marked("Địa chỉ https của nơi cấp danh tính."),
                attributes={"maxlength": "255", "autocapitalize": "none", "autocomplete": "off"},
            ),
            Field(
                name="subject",
                label=marked("Mã ở nơi cấp (subject)"),
                attributes={"maxlength": "255", "autocapitalize": "none", "autocomplete": "off"},
            ),
        ),
        cancel=f"/persons/{person}",
    )

"""What an operator may set, each by a variable of the environment."""

import os
from ipaddress import ip_network
from typing import Literal

from limits import parse_many
from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
)

from projections.catalogue import marked
from service.limits import Limits
from service.webaddress import is_safe_address, plain_origin

PREFIX = "THIDUA_"
FILES = "CREDENTIALS_DIRECTORY"  # as systemd names the folder of a service's secrets
MINUTE_MICROSECONDS = 60 * 1_000_000


class Settings(BaseSettings):
    """The settings of the service and the command line; `THIDUA_` and the name, in capitals, sets one.

    A file of that name, in small letters, sets one that the environment does not: what holds a password
    need not stand where other processes can read it.
    Their descriptions are source texts of the catalogue: `thidua settings` tells them, and
    docs/reference/settings.md has their English.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    database_url: str = Field(
        default="sqlite:///var/thidua.db",
        description=marked(
            "Nơi giữ nhật ký: SQLite hoặc PostgreSQL; cũng là --database URL, đặt trước lệnh."
        ),
    )
    database_connections: int = Field(
        default=32,
        ge=2,
        description=marked(
            "Số kết nối nhiều nhất của một tiến trình tới cơ sở dữ liệu; một nửa được giữ sẵn."
        ),
    )
    database_wait_seconds: int = Field(
        default=10,
        ge=1,
        description=marked("Số giây một lần ghi chờ lần ghi khác, hoặc chờ một kết nối, rồi trả lời 503."),
    )
    database_statement_seconds: int = Field(
        default=60,
        ge=0,
        description=marked("PostgreSQL: số giây dài nhất của một câu lệnh; 0 là không giới hạn."),
    )
    database_idle_seconds: int = Field(
        default=60,
        ge=0,
        description=marked("PostgreSQL: số giây một giao dịch được để không; 0 là không giới hạn."),
    )
    database_connect_seconds: int = Field(
        default=5, ge=1, description=marked("PostgreSQL: số giây chờ mỗi máy chủ nhận kết nối.")
    )
    database_silence_seconds: int = Field(
        default=10,
        ge=1,
        description=marked("PostgreSQL: số giây máy chủ im lặng thì kết nối bị coi là đã đứt."),
    )
    host: str = Field(default="127.0.0.1", description=marked("Địa chỉ mà thidua serve lắng nghe."))
    port: int = Field(
        default=8000, ge=1, le=65_535, description=marked("Cổng mà thidua serve lắng nghe: 1 đến 65535.")
    )
    language: Literal["vi", "en"] = Field(
        default="vi", description=marked("Ngôn ngữ của bảng, lỗi và hướng dẫn: vi hoặc en.")
    )
    session_idle_minutes: int = Field(
        default=60, ge=1, description=marked("Phiên đăng nhập hết hạn sau bấy nhiêu phút không dùng.")
    )
    session_hours: int = Field(
        default=12, ge=1, description=marked("Phiên đăng nhập hết hạn sau bấy nhiêu giờ, dù vẫn dùng.")
    )
    body_bytes_max: int = Field(
        default=1_048_576, ge=1024, description=marked("Số byte nhiều nhất của nội dung một lần gửi.")
    )
    import_bytes_max: int = Field(
        default=8_388_608,
        ge=1024,
        description=marked("Số byte nhiều nhất của nội dung một lần nhập hàng loạt."),
    )
    rate_sign_ins: str = Field(
        default="10/minute",
        description=marked("Số lần đăng nhập từ một địa chỉ, như 10/minute; để trống là không giới hạn."),
    )
    rate_writes: str = Field(
        default="300/minute",
        description=marked("Số lần ghi của một người gọi, như 300/minute; để trống là không giới hạn."),
    )
    rate_reads: str = Field(
        default="1200/minute",
        description=marked("Số lần đọc của một người gọi, như 1200/minute; để trống là không giới hạn."),
    )
    rate_imports: str = Field(
        default="10/minute",
        description=marked(
            "Số lần nhập hàng loạt của một người gọi, như 10/minute; để trống là không giới hạn."
        ),
    )
    origins: str = Field(
        default="",
        description=marked(
            "Các nguồn được gửi biểu mẫu ngoài chính dịch vụ, cách nhau bằng dấu phẩy, như https://thidua.example."
        ),
    )
    proxies: str = Field(
        default="",
        description=marked(
            "Các máy chủ trung gian được tin về địa chỉ và giao thức của người gọi: "
            "địa chỉ hoặc mạng, cách nhau bằng dấu phẩy."
        ),
    )
    oidc_issuer: str = Field(
        default="", description=marked("Nơi cấp danh tính OpenID Connect; để trống là không dùng.")
    )
    oidc_client_id: str = Field(
        default="",
        validate_default=True,
        description=marked("Mã của dịch vụ này tại nơi cấp danh tính."),
    )
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(""), description=marked("Mật khẩu của dịch vụ này tại nơi cấp danh tính.")
    )
    oidc_name: str = Field(
        default="OpenID Connect", description=marked("Tên của nơi cấp danh tính, viết trên trang đăng nhập.")
    )
    listening_seconds: int = Field(
        default=3600,
        ge=0,
        description=marked(
            "Số giây dài nhất của một kết nối chờ tin; trình duyệt tự nối lại. 0: kết thúc sau tin đầu."
        ),
    )
    connections_max: int = Field(
        default=1000,
        ge=1,
        description=marked(
            "Số kết nối nhiều nhất mà thidua serve giữ cùng lúc, kể cả kết nối chờ tin; "
            "quá số ấy thì trả lời 503."
        ),
    )
    shutdown_seconds: int = Field(
        default=10, ge=1, description=marked("Số giây chờ các câu trả lời dở dang khi dịch vụ dừng.")
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Where settings come from: what is given, the environment, then files in the folder it names."""
        files = SecretsSettingsSource(settings_cls, secrets_dir=os.environ.get(FILES))
        return init_settings, env_settings, files

    @property
    def limits(self) -> Limits:
        """What this process grants itself of the database."""
        return Limits(**{name: getattr(self, f"database_{name}") for name in Limits._fields})

    @property
    def session_idle_microseconds(self) -> int:
        """After how long without use a session ends."""
        return self.session_idle_minutes * MINUTE_MICROSECONDS

    @property
    def session_microseconds(self) -> int:
        """After how long a session ends, however much it is used."""
        return self.session_hours * 60 * MINUTE_MICROSECONDS

    @field_validator("rate_sign_ins", "rate_writes", "rate_reads", "rate_imports")
    @classmethod
    def _is_a_rate(cls, text: str) -> str:
        if text and len(parse_many(text)) > 1:
            raise ValueError("one rate, as 300/minute")
        return text

    @field_validator("origins")
    @classmethod
    def _are_origins(cls, text: str) -> str:
        if None in map(plain_origin, listed(text)):
            raise ValueError("an origin is a scheme and a host, as https://thidua.example")
        return text

    @field_validator("oidc_issuer")
    @classmethod
    def _is_an_issuer(cls, text: str) -> str:
        if text and (not is_safe_address(text) or "?" in text):
            raise ValueError(
                "an issuer is an https address, as https://id.example; http only of this machine"
            )
        return text

    @field_validator("oidc_client_id")
    @classmethod
    def _is_known_to_the_issuer(cls, text: str, told: ValidationInfo) -> str:
        if told.data.get("oidc_issuer") and not text:
            raise ValueError("an issuer knows this service by a client id")
        return text

    @field_validator("proxies")
    @classmethod
    def _are_networks(cls, text: str) -> str:
        for one in listed(text):
            ip_network(one)
        return text


def listed(text: str) -> list[str]:
    """The parts of a setting that names several things, with commas between."""
    return [part.strip() for part in text.split(",") if part.strip()]

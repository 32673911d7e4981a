"""What an operator may set, each by a variable of the environment."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings of the service and the command line; `THIDUA_` and the name, in capitals, sets one."""

    model_config = SettingsConfigDict(env_prefix="THIDUA_", frozen=True)

    database_url: str = Field(
        default="sqlite:///var/thidua.db", description="Where the log is: SQLite or PostgreSQL"
    )
    host: str = Field(default="127.0.0.1", description="The address that `thidua serve` listens on")
    port: int = Field(default=8000, ge=1, le=65_535, description="The port that `thidua serve` listens on")
    language: Literal["vi", "en"] = Field(default="vi", description="The language of tables and errors")

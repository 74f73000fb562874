"""What an operator sets: `config.yaml`, with the environment and `.env` above it."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from pydantic_settings import SettingsError as UnreadableVariable

from bot.environment import place_of, read_variables, refuse_unknown
from bot.errors import SettingsError
from knowledge.reading import Document, read_yaml

CONFIG = Path("config.yaml")
SECRETS = {"bot_token", "bot_secret", "webhook_secret", "database_password"}


def _server(text: str) -> str:
    if text and not text.startswith(("https://", "http://")):
        raise ValueError("must begin with https:// (or http://)")
    return text


Server = Annotated[str, AfterValidator(_server)]


class Part(BaseModel):
    """A part of the settings; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EmbeddingSettings(Part):
    """Which model turns texts into vectors (a folder or a hub id), and the prompts it asks for."""

    model: str = "embeddings/model"
    query_prompt: str = ""
    document_prompt: str = ""


class DecisionSettings(Part):
    """What a mistake costs, in units of one needless "did you mean"."""

    wrong_answer: float = Field(gt=0)
    needless_choices: float = Field(gt=0)
    pointless_choices: float = Field(gt=0)
    needless_refusal: float = Field(gt=0)
    missed_help: float = Field(gt=0)


class TelegramPart(Part):
    """The Telegram door."""

    mode: Literal["polling", "webhook"] = "polling"
    api_base: Server = ""
    username: str = ""


class WebhookPart(Part):
    """Where Telegram delivers to (`url`), and where a proxy passes that on to."""

    url: Server = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    path: str = Field(default="/telegram", pattern=r"^/[\w/.-]*$")
    max_connections: int = Field(default=40, ge=1, le=100)
    largest_body: int = Field(default=1_048_576, ge=1024)


class StoragePart(Part):
    """Where something is kept, empty for a file in the data folder, and how long."""

    url: SecretStr = SecretStr("")
    ratings_days: int = Field(default=365, ge=1)
    lease_seconds: float = Field(default=30, gt=0)


class LimitsPart(Part):
    """How much one person may ask; 0 messages a minute is no limit."""

    messages_a_minute: float = Field(default=20, ge=0)
    burst: int = Field(default=20, ge=2)
    longest_message: int = Field(default=1000, ge=100)


class MonitoringPart(Part):
    """The port of `/healthz`, `/readyz` and `/metrics`; 0 for none."""

    host: str = "127.0.0.1"
    port: int = Field(default=0, ge=0, le=65535)


class InboxPart(Part):
    """Whether questions asked in vain are kept, masked, and for how long."""

    enabled: bool = False
    days: int = Field(default=90, ge=1, le=365)


class ReportPart(Part):
    """Whether questions are counted for the monthly report, and how long the counts are kept."""

    enabled: bool = True
    days: int = Field(default=800, ge=31)


class StaffMember(Part):
    """Somebody who may use the staff's commands: a Telegram id, and the role that is logged."""

    id: int
    role: str = Field(min_length=1)


class Settings(BaseSettings):
    """Everything that can be set. Secrets come from the environment alone."""

    model_config = SettingsConfigDict(
        env_prefix="KOMMUNSVAR_",
        env_nested_delimiter="__",
        extra="ignore",
        frozen=True,
    )

    town: Path
    recognition: Path
    cache: Path
    data: Path
    embedding: EmbeddingSettings
    decision: DecisionSettings
    reload: bool = False
    staff: tuple[StaffMember, ...] = ()
    telegram: TelegramPart = TelegramPart()
    storage: StoragePart = StoragePart()
    webhook: WebhookPart = WebhookPart()
    limits: LimitsPart = LimitsPart()
    monitoring: MonitoringPart = MonitoringPart()

    inbox: InboxPart = InboxPart()
    report: ReportPart = ReportPart()
    bot_token: SecretStr | None = Field(default=None, validation_alias="BOT_TOKEN")
    bot_secret: SecretStr | None = Field(default=None, validation_alias="BOT_SECRET")
    webhook_secret: SecretStr | None = Field(default=None, validation_alias="WEBHOOK_SECRET")
    database_password: SecretStr | None = Field(default=None, validation_alias="DATABASE_PASSWORD")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  pydantic-settings' own signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put the environment above `config.yaml`, which arrives as keyword arguments."""
        return env_settings, dotenv_settings, init_settings


def load_settings(file: Path = CONFIG) -> Settings:
    """Read the settings; raises `SettingsError` with every problem and its place.

    `.env` is read beside `file`, and relative paths are taken from its folder.
    """
    env_file = file.resolve().parent / ".env"
    document = read_yaml(file)
    if document.problems:
        raise SettingsError("\n".join(map(str, document.problems)))
    if not isinstance(document.value, dict):
        raise SettingsError(f"{file}:1: must hold keys such as `town: knowledge/haparanda`")
    unknown = set(document.value) - set(Settings.model_fields) | SECRETS & set(document.value)
    if unknown:
        key = sorted(unknown)[0]
        raise SettingsError(
            f"{file}:{document.line((key,))}: {key}: unknown key, take it away "
            "(secrets belong in .env)"
        )
    _refuse_password(document.value.get("storage"), file)
    values: dict[str, Any] = {**document.value, "_env_file": env_file}
    variables = read_variables(env_file)
    refuse_unknown(variables, Settings.model_fields.keys(), SECRETS)
    try:
        settings = Settings(**values)
    except ValidationError as error:
        lines = [
            f"{place_of(detail['loc'], variables) or _place(file, document, detail['loc'])}: "
            f"{detail['msg'].removeprefix('Value error, ')}"
            for detail in error.errors()
        ]
        raise SettingsError("\n".join(lines)) from error
    except UnreadableVariable as error:
        raise SettingsError(
            f"the environment or .env: {error}: set single keys, as in "
            "KOMMUNSVAR_EMBEDDING__MODEL=embeddings/model"
        ) from error
    return _anchored(settings, file.resolve().parent)


def _place(file: Path, document: Document, path: tuple[int | str, ...]) -> str:
    return f"{file}:{document.line(path)}: {'.'.join(map(str, path))}"


def _refuse_password(storage: object, file: Path) -> None:
    url = storage.get("url") if isinstance(storage, dict) else None
    if isinstance(url, str) and ":" in url.partition("://")[2].rpartition("@")[0]:
        raise SettingsError(
            f"{file}: storage.url: holds a password, which belongs in the environment or .env as "
            "DATABASE_PASSWORD"
        )


def _anchored(settings: Settings, base: Path) -> Settings:
    """Make the paths absolute, so that it does not matter where the program is started."""
    paths = {
        name: base / getattr(settings, name) for name in ("town", "recognition", "cache", "data")
    }
    model = settings.embedding.model
    if (base / model).is_dir():
        embedding = settings.embedding.model_copy(update={"model": str(base / model)})
        return settings.model_copy(update={**paths, "embedding": embedding})
    return settings.model_copy(update=paths)

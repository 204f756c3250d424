"""The ways in which a clinic can fail, as settings of one tenant."""

from pydantic import BaseModel, ConfigDict, Field


class Faults(BaseModel):
    """What is wrong with one tenant's clinic. Without any value set, nothing is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    new_patient_delay_seconds: float = Field(
        default=0, ge=0, description='"New Patient" is added to the page this long after load, a spinner in its place.'
    )
    late_loads: int | None = Field(
        default=None, ge=0, description="Only the first so many loads of the patients page are late; all by default."
    )
    renamed_button: bool = Field(
        default=False, description='"New Patient" is called "Register someone", with another id, class and test id.'
    )
    redesigned_button: bool = Field(
        default=False, description='"New Patient" is called "Add new patient", with another id, class and test id.'
    )
    button_gone: bool = Field(default=False, description='There is no "New Patient" any more.')
    cookie_banner: bool = Field(default=False, description="A cookie banner covers each page until it is answered.")
    unavailable_first: int = Field(default=0, ge=0, description="The tenant's first so many requests answer 503.")
    unavailable_always: bool = Field(default=False, description="Every request answers 503.")
    retry_after_seconds: int | None = Field(default=None, ge=0, description="The Retry-After header of those 503.")
    maintenance: bool = Field(default=False, description="Every request answers 503 with a maintenance page.")
    slow_first_byte_seconds: float = Field(default=0, ge=0, description="Every answer starts this late.")
    broken_path: str | None = Field(
        default=None, description='Addresses below this path, such as "/patients", answer 500 with an error page.'
    )
    invalid_password: bool = Field(default=False, description="No password is accepted, the right one included.")
    session_expires_after: int | None = Field(
        default=None, ge=0, description="A session ends after so many requests; the next goes back to the login page."
    )
    records_gone: bool = Field(default=False, description="Every patient's record answers 404; the search lists them.")
    report_seconds: float = Field(default=0, ge=0, description="A visit report takes this long to be ready.")

    def is_late(self, load: int) -> bool:
        """Whether "New Patient" comes late on this load of the patients page, counted from 1."""
        return self.new_patient_delay_seconds > 0 and (self.late_loads is None or load <= self.late_loads)

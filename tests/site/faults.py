"""The ways in which a clinic can fail, as settings of one tenant."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Demand = Literal["none", "forced", "optional"]


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
    button_in_menu: bool = Field(
        default=False,
        description='"New Patient" is an item of the menu "Actions", on the page only while that is open.',
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
    password_change: Demand = Field(default="none", description="After signing in, a new password is asked for.")
    password_rule_unsaid: bool = Field(
        default=False, description="A new password may have 16 characters at most; the form does not say so."
    )
    password_change_signs_out: bool = Field(
        default=False, description="After a change of the password one has to sign in again."
    )
    second_factor_setup: Demand = Field(
        default="none", description="After signing in, an authenticator app is to be set up."
    )
    second_factor_as_text: bool = Field(
        default=False, description="The secret for the app is shown as a text only, without a QR code."
    )
    second_factor: Literal["none", "app", "sms"] = Field(
        default="none", description="Signing in takes a code: of the app (once it is set up), or sent by SMS."
    )
    sms_seconds: float = Field(default=0, ge=0, description="An SMS takes this long to arrive in the inbox.")
    records_gone: bool = Field(default=False, description="Every patient's record answers 404; the search lists them.")
    visits_shown: int | None = Field(
        default=None, ge=0, description="A patient's record lists only so many visits, without a word; all by default."
    )
    report_seconds: float = Field(default=0, ge=0, description="A visit report takes this long to be ready.")

    def is_late(self, load: int) -> bool:
        """Whether "New Patient" comes late on this load of the patients page, counted from 1."""
        return self.new_patient_delay_seconds > 0 and (self.late_loads is None or load <= self.late_loads)

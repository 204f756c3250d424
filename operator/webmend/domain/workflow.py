"""The configuration of a workflow, as people write it."""

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import Field, JsonValue

from .base import Duration, Identifier, Line, Model, Name, ObjectName, Observed, Origin, Sentence, StrEnum, Text, Url
from .condition import Condition
from .data import Rows
from .failure import SubType
from .graph import Graph
from .rule import Rule
from .target import Selector


class InputType(StrEnum):
    STRING = "String"
    INTEGER = "Integer"
    NUMBER = "Number"
    BOOLEAN = "Boolean"
    DATE = "Date"


class Input(Model):
    """A value that a run is given."""

    RULES: ClassVar = (
        Rule(
            message="minimum is at most maximum",
            cel="!has(self.minimum) || !has(self.maximum) || self.minimum <= self.maximum",
            holds=lambda i: i.minimum is None or i.maximum is None or i.minimum <= i.maximum,
            at="minimum",
        ),
        Rule(
            message="default is one of enum",
            cel="!has(self.default) || !has(self.enum) || size(self.enum) == 0 || self.default in self.enum",
            holds=lambda i: i.default is None or not i.enum or i.default in i.enum,
            at="default",
        ),
    )

    name: Identifier
    """Name, used in templates as inputs.NAME."""
    type: InputType = InputType.STRING
    """What kind of value."""
    description: Sentence = ""
    """What it is for."""
    required: bool = False
    """Whether a run must give it; one with a default is never missing."""
    default: Text | None = None
    """The value when a run gives none."""
    secret: bool = False
    """Masked wherever it is shown."""
    enum: Annotated[tuple[Line, ...], Field(max_length=100)] = ()
    """The values allowed."""
    pattern: Annotated[str, Field(max_length=256)] | None = None
    """A regular expression that the whole value matches."""
    minimum: float | None = None
    """Smallest number, or shortest length of a string."""
    maximum: float | None = None
    """Largest number, or longest length of a string."""


class Credential(Model):
    """A login in a Secret, and where it may be typed."""

    alias: Name
    """Name, used in templates as credentials.ALIAS.username."""
    secret_ref: ObjectName
    """Name of the Secret, with keys username, password and totp; changes of them add pending, previous, rejected."""
    origins: Annotated[tuple[Origin, ...], Field(min_length=1, max_length=16)]
    """Origins such as https://portal.example on which its values may be typed; nowhere else."""
    concurrency: Annotated[int, Field(ge=1, le=100)] = 1
    """How many runs may use the Secret at once; the others wait Pending / CredentialBusy."""


Path = Annotated[str, Field(max_length=128, pattern=r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$")]
"""Names and indices with dots between them, into a JSON value."""


class CodeSource(Model):
    """Where codes arrive that a site sends by SMS or e-mail: an address that answers with the latest messages as JSON.

    The server fetches it, and only from origins that the installation allows (chart value server.codeSources).
    """

    alias: Name
    """Name, used by the action code."""
    url: Url
    """Address that answers with the messages."""
    secret_ref: ObjectName | None = None
    """Name of a Secret whose key token is sent as a bearer token."""
    origins: Annotated[tuple[Origin, ...], Field(min_length=1, max_length=16)]
    """Origins such as https://portal.example on which its codes may be typed; nowhere else."""
    messages: Path | None = None
    """Where in the answer the list of messages is, such as data.items; default the answer itself."""
    time: Path = "time"
    """Where in a message its time is (RFC 3339, or seconds since 1970); what came before the site was asked is old."""
    text: Path | None = None
    """Where in a message its text is; default the whole message."""
    pattern: Annotated[str, Field(min_length=1, max_length=128)] = r"\b(\d{4,8})\b"
    """A regular expression (RE2) that finds the code in the text: its first group, or the whole match."""
    timeout: Duration = "60s"
    """How long a code may take to come, at most 5 minutes."""


class Concurrency(Model):
    """How many runs at once; the others wait, by priority and then by age."""

    RULES: ClassVar = (
        Rule(
            message="group is given with max, which its workflows share",
            cel="!has(self.group) || has(self.max)",
            holds=lambda c: c.group is None or c.max is not None,
            at="max",
        ),
    )

    max: Annotated[int, Field(ge=1, le=1000)] | None = None
    """Runs of this workflow at once."""
    group: Name | None = None
    """The limit is shared with the other workflows of this group, in the same namespace."""


class Viewport(Model):
    """Size of the page in CSS pixels."""

    width: Annotated[int, Field(ge=320, le=3840)] = 1280
    """Width."""
    height: Annotated[int, Field(ge=240, le=2160)] = 800
    """Height."""


class ClientCertificate(Model):
    """A certificate by which the browser says who it is, and where it does."""

    RULES: ClassVar = (
        Rule(
            message="origins are https: a certificate is shown nowhere else",
            cel="self.origins.all(o, o.startsWith('https://'))",
            holds=lambda c: all(origin.startswith("https://") for origin in c.origins),
            at="origins",
        ),
    )

    secret_ref: ObjectName
    """Name of the TLS Secret: tls.crt (the certificate, then those between it and its authority) and tls.key."""
    origins: Annotated[tuple[Origin, ...], Field(min_length=1, max_length=16)]
    """Origins such as https://portal.example at which it is shown, when the site asks for one; nowhere else."""


class Browser(Model):
    """What the browser says of itself, and whom it trusts."""

    RULES: ClassVar = (
        Rule(
            message="clientCertificate goes without proxy: the certificate is shown to the site itself",
            cel="!has(self.clientCertificate) || !has(self.proxy)",
            holds=lambda b: b.client_certificate is None or b.proxy is None,
            at="clientCertificate",
        ),
    )

    viewport: Viewport = Viewport()
    """Size of the page."""
    locale: Annotated[str, Field(max_length=35)] | None = None
    """Language tag such as de-DE."""
    time_zone: Annotated[str, Field(max_length=64)] | None = None
    """IANA time zone."""
    user_agent: Annotated[str, Field(max_length=512)] | None = None
    """User agent string; default that of the browser itself."""
    proxy: Url | None = None
    """Proxy server, such as http://proxy.internal:3128 or socks5://proxy.internal:1080, without credentials. Refused
    where runs go through the egress proxy of the installation."""
    ca_bundle_ref: ObjectName | None = None
    """Name of a ConfigMap with certificates (PEM, under any keys) to trust besides the public ones."""
    client_certificate: ClientCertificate | None = None
    """Who the browser says it is to sites that ask for a certificate. Refused where runs go through the egress proxy of
    the installation."""
    keep_session: bool = False
    """Keep cookies and storage from one good run to the next, in the Secret webmend-session-NAME. Login steps then need
    a runIf, by which they run only where the site asks for a login."""


Cron = Annotated[
    str, Field(max_length=100, pattern=r"^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|\S+(\s+\S+){4})$")
]


class ConcurrencyPolicy(StrEnum):
    ALLOW = "Allow"
    FORBID = "Forbid"
    REPLACE = "Replace"


class Schedule(Model):
    """When runs start by themselves."""

    cron: Annotated[tuple[Cron, ...], Field(min_length=1, max_length=16)]
    """Cron expressions: five fields, or a word such as @daily. A run starts whenever one of them is due."""
    time_zone: Annotated[str, Field(max_length=64)] = "UTC"
    """IANA time zone of the expressions."""
    concurrency_policy: ConcurrencyPolicy = ConcurrencyPolicy.FORBID
    """What to do when a run that the schedule has started is not over at the next start: start another one too (Allow),
    let the start wait or go by (Forbid), stop the run and start then (Replace)."""
    starting_deadline_seconds: Annotated[int, Field(ge=1, le=86_400)] | None = None
    """How late a missed start may still be made up for; default however late."""


class DataRules(Model):
    """What must hold of an output. Where it does not, the run succeeds with a warning."""

    output: Identifier
    """Name of the output."""
    min_rows: Annotated[int, Field(ge=0)] | None = None
    """Fewest rows."""
    max_drop_percent: Annotated[int, Field(ge=0, le=100)] | None = None
    """How many fewer rows than in the last good run (status.lastGoodRun), in per cent of those."""
    required: Annotated[tuple[Identifier, ...], Field(max_length=50)] = ()
    """Fields that are filled in every row."""


class Outputs(Model):
    """What a run extracts, and what must hold of it."""

    data_schema: dict[str, JsonValue] | None = None
    """JSON Schema (draft 2020-12) of one object that holds every output under its name."""
    rules: Annotated[tuple[DataRules, ...], Field(max_length=16)] = ()
    """Rules beyond the schema."""


class CodeAction(StrEnum):
    ALERT = "Alert"
    CANCEL = "Cancel"
    PAUSE = "Pause"
    RETRY = "Retry"
    REQUEST_NEW_INPUT = "RequestNewInput"


class ErrorCodeAction(Model):
    """What to do on a failure with one of the user's own codes, in place of what the ErrorCode itself says."""

    code: Annotated[str, Field(min_length=1, max_length=63)]
    """The code."""
    action: CodeAction
    """What to do."""
    count: Annotated[int, Field(ge=1, le=10)] = 1
    """How many retries, with Retry."""
    after: Duration = "0s"
    """How long to wait before a retry."""


class ErrorHandling(Model):
    """Which recoveries are allowed."""

    max_recovery_attempts: Annotated[int, Field(ge=0, le=10)] = 3
    """How many further attempts a run may have."""
    service_unavailable_recovery: bool = False
    """Try again later, with exponential back-off, when the site is down."""
    xpath_recovery: bool = True
    """Find an element again that a step's selectors no longer find, or the menu that it has moved behind."""
    popup_handling: bool = True
    """Dismiss what covers a step's element and has nothing to do with the workflow."""
    incorrect_form_input_recovery: bool = False
    """Ask for new values when an input is refused."""
    input_required_timeout_seconds: Annotated[int, Field(ge=5, le=300)] | None = None
    """How long to wait for an answer; default of the installation (15)."""
    password_update_recovery: bool = False
    """Rotate the password when the site forces it; only with exactly one credential, once a day."""
    tfa_setup_recovery: bool = False
    """Enrol a second factor when the site forces it; only with exactly one credential, once a day."""
    upstream_retry: bool = False
    """Try a step once more after a transient fault of the site (UPSTREAM_ERROR), where that is safe."""
    node_description_enrichment: bool = False
    """Describe steps that nobody has described (in 30 characters or more) from good runs, in versions of webmend's
    own."""
    allow_requeue: bool = True
    """Whether a further attempt may ever be made."""
    requeue_after_irreversible: bool = False
    """Whether a further attempt may be made after an irreversible step has run."""
    error_codes: Annotated[tuple[ErrorCodeAction, ...], Field(max_length=50)] = ()
    """What to do on the user's own codes, where it is not what the ErrorCode says; also for codes that an end step
    gives, which need no ErrorCode."""
    popup_selectors: Annotated[tuple[Selector, ...], Field(max_length=50)] = ()
    """Controls that dismiss known pop-ups: tried before anything else."""


class RepairPolicy(StrEnum):
    APPLY = "Apply"
    REVIEW = "Review"
    OFF = "Off"


class Versions(Model):
    """What becomes of repairs."""

    repairs: RepairPolicy = RepairPolicy.APPLY
    """Apply them at once, after Review by a person, or never: "Off", in quotes, since a bare Off is false in YAML."""


class History(Model):
    """Which finished runs stay as objects. The others are deleted once they are recorded; where the installation has no
    recorder, all stay."""

    succeeded: Annotated[int, Field(ge=0, le=1000)] = 3
    """How many succeeded runs, the latest."""
    failed: Annotated[int, Field(ge=0, le=1000)] = 10
    """How many failed and stopped runs, the latest."""
    keep_for: Duration | None = None
    """How long after its end each of them stays, such as 720h; default as long as the numbers allow."""


class Capture(StrEnum):
    NEVER = "Never"
    ON_FAILURE = "OnFailure"
    ALWAYS = "Always"


class ResourceAmounts(Model):
    """CPU and memory in Kubernetes notation."""

    cpu: Annotated[str, Field(max_length=16, pattern=r"^[0-9]+(\.[0-9]+)?m?$")] | None = None
    """CPU, such as 500m."""
    memory: Annotated[str, Field(max_length=16, pattern=r"^[0-9]+(\.[0-9]+)?(Ki|Mi|Gi)?$")] | None = None
    """Memory, such as 1Gi."""


class Resources(Model):
    """What a runner pod asks for and may use."""

    requests: ResourceAmounts = ResourceAmounts(cpu="250m", memory="768Mi")
    """What it asks for; default 250m and 768Mi."""
    limits: ResourceAmounts = ResourceAmounts(memory="1536Mi")
    """What it may use at most; default 1536Mi of memory."""


class TolerationOperator(StrEnum):
    EXISTS = "Exists"
    EQUAL = "Equal"


class TaintEffect(StrEnum):
    NO_SCHEDULE = "NoSchedule"
    PREFER_NO_SCHEDULE = "PreferNoSchedule"
    NO_EXECUTE = "NoExecute"


class Toleration(Model):
    """A taint that the runner pod tolerates."""

    key: Annotated[str, Field(max_length=253)] | None = None
    """Key of the taint; none: every key."""
    operator: TolerationOperator = TolerationOperator.EQUAL
    """How value is compared."""
    value: Annotated[str, Field(max_length=63)] | None = None
    """Value of the taint."""
    effect: TaintEffect | None = None
    """Effect of the taint; none: every effect."""


class Runner(Model):
    """The runner pod: an allow-list, never a raw pod."""

    resources: Resources = Resources()
    """CPU and memory."""
    node_selector: Annotated[dict[str, Annotated[str, Field(max_length=63)]], Field(max_length=16)] = Field(
        default_factory=dict
    )
    """Labels of the nodes it may run on."""
    tolerations: Annotated[tuple[Toleration, ...], Field(max_length=16)] = ()
    """Taints it tolerates."""
    runtime_class_name: ObjectName | None = None
    """RuntimeClass of the pod."""
    image_pull_secrets: Annotated[tuple[ObjectName, ...], Field(max_length=8)] = ()
    """Secrets for pulling the runner's image."""
    active_deadline_seconds: Annotated[int, Field(ge=30, le=86_400)] = 3600
    """How long an attempt may take."""
    screenshots: Capture = Capture.ON_FAILURE
    """When pictures of the page are kept."""
    trace: Capture = Capture.NEVER
    """When a Playwright trace of the attempt is kept, as trace.zip, with secrets, cookies, what was sent and pictures
    left out. OnFailure: where the attempt has failed, or a failed step was mended; it is recorded all the same."""
    video: Capture = Capture.NEVER
    """When a film of the attempt is kept, as video.webp: the page after each step, password fields painted over, each
    in view for 2 seconds at most. OnFailure: as for the trace."""


class WorkflowState(StrEnum):
    DRAFT = "Draft"
    ACTIVE = "Active"
    PAUSED = "Paused"


class WorkflowSpec(Model):
    """What a workflow does and how it may be mended."""

    RULES: ClassVar = (
        Rule(
            message="browser.keepSession goes with one credential at most: a session is one login's",
            cel="!has(self.browser) || !has(self.browser.keepSession) || !self.browser.keepSession"
            " || !has(self.credentials) || size(self.credentials) <= 1",
            holds=lambda s: not s.browser.keep_session or len(s.credentials) <= 1,
            at="credentials",
            is_later=True,
        ),
    )

    description: Text = ""
    """What it is for."""
    type: Name | None = None
    """A word of your own for the kind of workflow; filter and group."""
    site: Annotated[str, Field(max_length=253)] | None = None
    """Host of the site; default the host of the first navigation."""
    state: WorkflowState = WorkflowState.ACTIVE
    """A Draft runs only by hand; Paused keeps its schedule silent."""
    inputs: Annotated[tuple[Input, ...], Field(max_length=64)] = ()
    """Values that a run is given."""
    credentials: Annotated[tuple[Credential, ...], Field(max_length=8)] = ()
    """Logins."""
    code_sources: Annotated[tuple[CodeSource, ...], Field(max_length=8)] = ()
    """Where codes arrive that the site sends by SMS or e-mail."""
    graph: Graph
    """The steps."""
    concurrency: Concurrency = Concurrency()
    """Its own limit, or the one of its group."""
    browser: Browser = Browser()
    """What the browser says of itself."""
    schedule: Schedule | None = None
    """When runs start by themselves."""
    outputs: Outputs | None = None
    """What a run extracts, and what must hold of it."""
    error_handling: ErrorHandling = ErrorHandling()
    """Which recoveries are allowed."""
    versions: Versions = Versions()
    """What becomes of repairs."""
    history: History = History()
    """Which finished runs stay as objects."""
    runner: Runner = Runner()
    """The runner pod."""

    @property
    def keeps_session(self) -> bool:
        """Whether a good run leaves its session to the next: never one of several logins."""
        return self.browser.keep_session and len(self.credentials) <= 1


class Reliability(StrEnum):
    HEALTHY = "Healthy"
    WATCH = "Watch"
    ACTION_NEEDED = "ActionNeeded"


class CredentialTrouble(Observed):
    """The site has refused the values of a Secret: no run tries them again until the Secret is changed."""

    version: Line
    """A word for the Secret as it was; another one after every change."""
    reason: SubType
    """What the site said: INVALID_CREDENTIALS or ACCOUNT_LOCKED."""
    run: Line
    """The run that was refused."""
    at: datetime
    """When."""


class Pause(Observed):
    """An error code has paused the workflow: until its spec is changed, or the annotation webmend.io/resume names the
    run, no run starts by itself."""

    code: Annotated[str, Field(max_length=63)]
    """The error code."""
    run: Line
    """The run that failed with it."""
    at: datetime
    """When."""
    generation: int
    """Generation of the workflow's spec at that time."""


class ScheduleInForce(Observed):
    """The schedule that starts runs now, and what of it is dealt with."""

    digest: Line
    """A word for its cron expressions and its time zone; another one after every change."""
    since: datetime
    """Starts up to this time are dealt with, or were due before the schedule was in force."""
    replacing: datetime | None = None
    """The start that has been decided on and waits until the run before is stopped."""


class GoodRun(Observed):
    """The last run whose data hold to spec.outputs. Its data stay in force until another good run."""

    run: Line
    """Its name."""
    session_id: Line
    """Its UID: its data are in the artifact store under runs/UID."""
    attempt: int
    """The attempt that extracted them."""
    at: datetime
    """When it ended."""
    rows: Rows = ()
    """How many rows each output has."""


class WorkflowStatus(Observed):
    """What is known of a workflow."""

    observed_generation: int = 0
    """Generation of the spec that this was said of."""
    active_version: int = 0
    """Number of the version that new runs use."""
    latest_version: int = 0
    """Highest version number given."""
    credentials: Annotated[dict[str, CredentialTrouble], Field(max_length=32)] = Field(default_factory=dict)
    """What the site has refused, by Secret."""
    paused: Pause | None = None
    """By what an error code has paused it."""
    schedule: ScheduleInForce | None = None
    """The schedule in force; none while no run may start by itself."""
    last_schedule_time: datetime | None = None
    """The time at which the run was due that the schedule has started last."""
    last_good_run: GoodRun | None = None
    """The run whose data are the good ones; only where the workflow has outputs."""
    next_schedule_time: datetime | None = None
    """When the schedule is due next."""
    conditions: Annotated[tuple[Condition, ...], Field(max_length=16)] = ()
    """Accepted, Ready, Scheduled, Paused, RepairsPending, Stalled."""


class Workflow(Observed):
    """A Workflow object, as far as decisions need it."""

    namespace: str
    name: str
    uid: str
    generation: int
    resource_version: str = ""
    created: datetime | None = None
    annotations: dict[str, str] = Field(default_factory=dict)
    queue: str = ""
    """The LocalQueue of Kueue that it names by its label."""
    spec: WorkflowSpec
    status: WorkflowStatus = WorkflowStatus()

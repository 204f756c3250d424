"""Recording with the driver's own tracing, and taking out of its file what must not leave the runner."""

from .recorder import Recorder as Recorder

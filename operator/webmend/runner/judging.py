"""What was extracted is judged, on the side: an outbox and a lease have their work to do meanwhile."""

import asyncio
import traceback

from webmend.domain.data import DataWarning
from webmend.domain.report import Outputs
from webmend.domain.session import SessionPlan
from webmend.policy.outputs.judging import judged, unjudged

from .secrets import Secrets
from .watcher import Watcher


async def warnings(plan: SessionPlan, outputs: Outputs, secrets: Secrets, watcher: Watcher) -> tuple[DataWarning, ...]:
    """What of the workflow's outputs does not hold; none where it asks for nothing."""
    if plan.outputs is None:
        return ()
    values = outputs.model_dump(mode="json")["values"]
    try:
        return await asyncio.to_thread(judged, plan.outputs, values, secrets)
    except Exception as defect:
        # All steps are done: a defect of ours must not have them done again.
        watcher.fault(secrets(traceback.format_exc()))
        return unjudged(f"a defect of webmend ({type(defect).__name__})")

"""The web sites that workflows run against: a clinic portal that fails on demand, and a stock Django admin.

`python -m tests.site` serves both; the live cases of `states` are served by themselves. To teach the clinic a new way
to fail, add a field to `faults.Faults`, then either a rule to `clinic.gates.GATES` (the request never reaches its page)
or a condition to a page's template.
"""

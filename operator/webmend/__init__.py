"""Browser workflows on Kubernetes that mend themselves."""

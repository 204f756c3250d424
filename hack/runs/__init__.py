"""What bench_runs.py measures: thousands of runs on a real control plane whose nodes and pods are simulated."""

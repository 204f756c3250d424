"""What bench_engine.py measures: the same steps by the engine and by a bare script of the browser's driver."""

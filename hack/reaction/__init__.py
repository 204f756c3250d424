"""How fast webmend reacts and how little it writes, measured on the local cluster."""

"""Tables through RML mappings: rows of CSV, JSON, Parquet or Excel become sheets of statements."""

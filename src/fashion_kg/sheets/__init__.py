"""Reading claim sheets and decision files strictly: tables, documents, evidence, references."""

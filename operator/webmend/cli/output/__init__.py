"""What commands print: tables for people, documents for programs, and no more colour than somebody can see."""

"""How it is told: charts, pages, tables, from records and without reading anything."""

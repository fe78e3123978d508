"""How it is told: charts, pages, workbooks, from records; of files, only templates are read."""

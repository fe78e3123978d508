"""Where it is kept: the encrypted database with its ledger and projections, and the vault.

What the rooms above call, module by module:

- `workspace`: `open_workspace`, `Workspace` (`write()`, `read()`, `vault`, `close()`)
- `identity`: `Identity` (who works here, with the signing key)
- `ingest`: `ingest_batch`, `ingest_gold`
- `ledger`: `merge_facts`, `append`, `append_matters`; `matters` finds the latter again;
  `handing_over`: `export_facts`
- `projections`: `project`, `rebuild`; `placing` finds the items of facts, `standings` holds the
  pure rules, `rollups` the counts
- `heads`, `past`: the ledger's head by name, and the workspace as it stood at an earlier one
- `vault`, `texts`, `search`: content, sealed notes, the index over both
- `private`: the person's own figures, in a file and under a key of their own
- `purging`, `checking`: a batch's content destroyed, the whole verified
"""

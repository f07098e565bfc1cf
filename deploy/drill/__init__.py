"""The fault drill: programs are killed at random while visitors post; then it is counted what is missing.

`python -m deploy.drill` (or `make drill`) sets up an installation of its own in a temporary folder for each database,
and needs nothing but the programs `postgres` and `redis-server`.

- `installation`: the site, its database and its programs; `processes`: one program, how it is killed and comes back
- `killing`: who is killed, and when; `visitors`: who posts, and what they were told; `desk`: a salesperson at work
- `mail_server`, `receivers`: the other side, which refuses, stalls and lies as `faults` says, and keeps a `journal`
- `proof`: what was promised against what is there; it asks the product's code nothing, only rows and journals

docs/decisions/0032-drill.md says what counts as lost and what as a duplicate.
"""

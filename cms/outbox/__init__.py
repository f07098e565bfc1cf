"""What the outside world must be told: written with the change, told afterwards, until it succeeds.

`models` holds events and deliveries, `subscribers` turns a due event into deliveries, `deliveries` carries them out,
`worker` is the loop that does all of it, and the sweeps of other rooms, in the background.
"""

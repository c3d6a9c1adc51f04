"""Many archives built on many processors or machines: Dask hands out the shards, each is built as one archive is."""

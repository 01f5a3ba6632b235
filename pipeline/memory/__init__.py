"""Translation memory: what people translated before, found again. Catalogs and ledgers are the truth."""

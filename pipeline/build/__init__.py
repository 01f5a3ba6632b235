"""Documents and catalogs to the pages that readers get."""

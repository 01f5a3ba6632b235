"""The review page: a thin web layer over the stages."""

run test check bench:
	python3 dev.py $@
.PHONY: run test check bench

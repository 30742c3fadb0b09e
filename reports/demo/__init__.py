"""The demonstration: invented firms, clients and leaders, all synthetic (`manage.py make_demo`)."""

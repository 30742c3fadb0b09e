"""The administrator's own pages: the firms on this server and who runs it; never what a firm knows."""

# Sourced: install packages of Debian where that is possible without asking anybody.

install_packages() {
	command -v apt-get >/dev/null 2>&1 || return 1
	if [ "$(id -u)" -eq 0 ]; then
		as_root=
	elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
		as_root='sudo -n'
	else
		return 1
	fi
	apt_log=$(mktemp)
	# The list of packages on a machine may be missing or older than its mirror; one that cannot be renewed may do.
	$as_root apt-get update -qq >"$apt_log" 2>&1 || true
	if $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" \
		>>"$apt_log" 2>&1 </dev/null; then
		rm -f "$apt_log"
		return 0
	fi
	tail -n 5 "$apt_log" >&2
	rm -f "$apt_log"
	return 1
}

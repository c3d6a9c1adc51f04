#!/bin/sh
# Make .venv and install what a lock file pins; does nothing when it is there already.
# Usage: sh build_scripts/setup/prepare.sh requirements.lock
set -eu
cd "$(dirname "$0")/../.."
. build_scripts/setup/apt.sh
lock=$1

export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_USER=0
# A setting of the user's that is meant for other environments would be refused in this one.
unset PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV 2>/dev/null || true

fail() {
	printf '%s\n' "$@" >&2
	exit 1
}

# A name on PATH may be a stub that cannot run (macOS before its tools are there, pyenv): so each is tried.
find_python() {
	for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
		if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
			printf '%s\n' "$name"
			return 0
		fi
	done
	return 1
}

make_venv() {
	python=$(find_python) || fail \
		'没有找到 Python 3.11 或更新的版本。' \
		'Debian、Ubuntu：请运行 sudo apt-get install python3 python3-venv' \
		'macOS：请从 https://www.python.org/downloads/ 安装，再运行一次本命令'
	if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
		version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
		echo '正在安装 Python 的 venv 组件……'
		install_packages "python$version-venv" || install_packages python3-venv || fail \
			'这台机器的 Python 缺少 venv 组件，也不能自动安装。' \
			"请运行 sudo apt-get install python$version-venv ，再运行一次本命令"
	fi
	echo '正在准备运行环境（.venv）……'
	rm -rf .venv
	if ! "$python" -m venv .venv >.venv-log 2>&1; then
		cat .venv-log >&2
		rm -rf .venv .venv-log
		fail '运行环境没有建成，原因见上。请检查磁盘空间和目录权限，再运行一次本命令'
	fi
	rm -f .venv-log
}

.venv/bin/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || make_venv

# The stamp is a copy of the lock: whatever changes in it, the installation follows.
if ! cmp -s "$lock" ".venv/$lock"; then
	echo '正在安装所需软件，第一次要几分钟……'
	.venv/bin/python -m pip install --quiet --require-hashes --only-binary :all: -r "$lock" || fail \
		'软件没有装好，原因见上。请检查网络连接，再运行一次本命令'
	cp "$lock" ".venv/$lock"
	# The development lock holds every pin of the other one.
	[ "$lock" = requirements.lock ] || cp requirements.lock .venv/requirements.lock
fi

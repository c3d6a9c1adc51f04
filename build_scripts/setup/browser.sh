#!/bin/sh
# Print the path of a Chromium for the browser tests; with --install, get one first where there is none.
set -eu
cd "$(dirname "$0")/../.."
. build_scripts/setup/apt.sh

find_browser() {
	for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
		'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' \
		'/Applications/Chromium.app/Contents/MacOS/Chromium'; do
		if [ -n "$name" ] && path=$(command -v "$name" 2>/dev/null); then
			printf '%s\n' "$path"
			return 0
		fi
	done
	return 1
}

has_chinese_font() {
	# macOS brings its own; without fc-list nobody can tell, and the tests do not depend on it.
	[ "$(uname)" = Darwin ] || { command -v fc-list >/dev/null 2>&1 && fc-list :lang=zh | grep -q .; }
}

if [ "${1:-}" = --install ]; then
	if ! find_browser >/dev/null; then
		echo '正在安装测试用的浏览器（Chromium）……'
		install_packages chromium fonts-noto-cjk || true
	fi
	has_chinese_font || install_packages fontconfig fonts-noto-cjk || echo '没有装上中文字体，截图里的汉字可能显示为方框。'
	if ! find_browser >/dev/null; then
		echo '没有找到浏览器，也不能自动安装，测试不能运行。' >&2
		echo 'Debian：请运行 sudo apt-get install chromium fonts-noto-cjk' >&2
		echo '其他系统：请安装 Chrome 或 Chromium，或用环境变量 CHROMIUM 指明它的位置' >&2
		exit 1
	fi
else
	find_browser
fi

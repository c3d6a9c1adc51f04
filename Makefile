# 卫闻档案. GNU make 3.81 and /bin/sh are enough. `make help` lists what there is to do.

SHELL = /bin/sh
PYTHON = .venv/bin/python
SOURCE = source_articles
OUT = site
LAC =
PDF =
DATABASE =
FILE =
SHARDS = shards
NAME = 卫闻档案总库
SCHEDULER =

# Folder names reach the recipes through the environment, so that blanks and quotes in them are only text.
export SOURCE OUT FILE SHARDS NAME SCHEDULER
# Many archives and their entrance have folders of their own.
shards: OUT = shards
portal: OUT = portal
# Chinese messages must not depend on the locale; Material's notice about MkDocs 2 is not for operators.
export PYTHONUTF8 = 1
export NO_MKDOCS_2_WARNING = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# LAC=1 installs a trained tagger and lets it look for names too.
ifneq ($(LAC),)
export ARCHIVE_LAC = $(LAC)
endif
# DATABASE=1 writes the SQLite file of a large archive too.
ifneq ($(DATABASE),)
export ARCHIVE_DATABASE = $(DATABASE)
endif
# Python keeps the program compiled beside it: else each run spends half a second on that anew.
unexport PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE

.PHONY: help site serve new review check shards portal test lint pictures types lock audit clean prepare prepare-test

help:
	@echo '卫闻档案：把报纸版面的原始文字变成可以检索的静态网站'
	@echo ''
	@echo '  make site                      安装所需软件，生成网站到 site/'
	@echo '  make site SOURCE=目录 OUT=目录   换一个原文目录、换一个网站目录'
	@echo '  make site LAC=1                另装识别模型（约 175 MB，不联网运行），机构名和人名找得更全'
	@echo '  make site DATABASE=1           文章超过一千篇，也做下载用的 SQLite 数据库（每次多花些时间）'
	@echo '  make site PDF=1                另装读 PDF 的软件（约 20 MB），装一次就行'
	@echo '  make serve                     在本机预览，改动随时可见（Ctrl+C 结束）'
	@echo '  make new                       新建一个原文文件：问报纸、日期、版次，起好文件名，打开来粘贴'
	@echo '  make review                    列出先核对哪几版'
	@echo '  make review FILE=文件            在浏览器里对照原文核对一个版面，决定写进附表'
	@echo '  make check                     只检查原文，列出要看的问题，不生成网站'
	@echo '  make shards SOURCE=目录 OUT=目录 把目录里的每个文件夹各做成一个档案（用 Dask，约装 15 MB）'
	@echo '  make shards SCHEDULER=地址 …     分给几台机器去做'
	@echo '  make portal SHARDS=目录 OUT=目录 把做好的档案连成一个入口（也可以写清单文件，见手册）'
	@echo '  make test                      检查代码并运行全部测试'
	@echo '  make lint                      只检查代码，不运行测试'
	@echo '  make pictures                  重拍帮助和 README 里的图（改了网页的样子以后）'
	@echo '  make types                     检查搜索的网页程序的类型（要有 npm，会下载 TypeScript）'
	@echo '  make lock                      更新依赖的固定版本（requirements*.lock）'
	@echo '  make audit                     查依赖的软件有没有已知的漏洞（要联网）、各用什么许可'
	@echo '  make clean                     删掉生成的文件和安装的软件，原文不动'

site: prepare
	@$(PYTHON) -m build_scripts build --source "$${SOURCE:-source_articles}" --out "$${OUT:-site}"

serve: prepare
	@$(PYTHON) -m build_scripts serve --source "$${SOURCE:-source_articles}"

new: prepare
	@$(PYTHON) -m build_scripts new --source "$${SOURCE:-source_articles}"

review: prepare
	@$(PYTHON) -m build_scripts review --source "$${SOURCE:-source_articles}" $${FILE:+"$$FILE"}

check: prepare
	@$(PYTHON) -m build_scripts check --source "$${SOURCE:-source_articles}"

shards: prepare
	@sh build_scripts/setup/prepare.sh requirements-shards.lock
	@$(PYTHON) -m build_scripts shards --source "$$SOURCE" --out "$${OUT:-shards}" $${SCHEDULER:+--scheduler "$$SCHEDULER"}

portal: prepare
	@$(PYTHON) -m build_scripts portal --shards "$${SHARDS:-shards}" --out "$${OUT:-portal}" --name "$${NAME:-卫闻档案总库}"

test: prepare-test lint
	@echo '正在运行测试……'
	@CHROMIUM="$$(sh build_scripts/setup/browser.sh)" $(PYTHON) -m pytest

pictures: prepare-test
	@CHROMIUM="$$(sh build_scripts/setup/browser.sh)" $(PYTHON) -m tests.screenshots

lint: prepare-test
	@echo '正在检查代码……'
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy

# Types of the search's scripts stand in their comments; readers of the site need nothing of this.
types:
	@command -v npm >/dev/null 2>&1 || { echo '没有找到 npm：请先安装 Node.js' >&2; exit 1; }
	@npm install --silent --no-audit --no-fund --prefix .build/typescript typescript@5.9.3
	@.build/typescript/node_modules/.bin/tsc --allowJs --checkJs --strict --noEmit --target es2022 \
		--lib es2022,dom,dom.iterable,dom.asynciterable docs/assets/search/*.js
	@echo '类型没有问题'

# Keeps the versions that are pinned already; delete the lock files first to take the newest of everything.
lock: prepare
	@command -v uv >/dev/null 2>&1 || $(PYTHON) -m pip install --quiet uv
	@PATH="$$PATH:.venv/bin"; export UV_NATIVE_TLS=1; \
	for extra in '' dev lac pdf shards; do \
		uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11 \
			$${extra:+--extra $$extra} pyproject.toml -o "requirements$${extra:+-$$extra}.lock" || exit 1; \
	done
	@echo '依赖的固定版本已更新：requirements.lock、requirements-dev.lock、requirements-lac.lock、requirements-pdf.lock、requirements-shards.lock'

# Known vulnerabilities (pip-audit, in a folder of its own) and licences of what the lock files pin.
audit: prepare-test
	@$(PYTHON) -m build_scripts.audit

clean:
	@rm -rf .venv .build site .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find build_scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo '已清理。原文（source_articles/）没有动。'

prepare:
	@sh build_scripts/setup/prepare.sh requirements$(if $(filter-out 0,$(ARCHIVE_LAC)),-lac).lock
ifneq ($(filter-out 0,$(PDF)),)
	@sh build_scripts/setup/prepare.sh requirements-pdf.lock
endif

prepare-test:
	@sh build_scripts/setup/prepare.sh requirements-dev.lock
	@sh build_scripts/setup/browser.sh --install

"""卫闻档案: raw newspaper text in, a searchable static archive out."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # else numpy starts threads that nothing here has work for

from build_scripts.kept_patterns import use_kept_patterns

use_kept_patterns()

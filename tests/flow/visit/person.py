"""One scene of one person on their own laptop: `python -m tests.flow.visit.person WHO SCENE DIR`.

A process of its own, with its own home; prints what it saw as one line of JSON at the end.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

PATIENCE_S = float(os.environ.get("VISIT_PATIENCE_S", "600"))


def main(words: list[str]) -> int:
    """Play one scene."""
    who, scene, place = words[0], words[1], Path(words[2]).resolve()
    laptop = place / "laptops" / who
    laptop.mkdir(parents=True, exist_ok=True)
    os.environ["CFPDESK_HOME"] = str(laptop / "identity")
    os.environ["HOME"] = str(laptop)
    os.environ["TZ"] = "Asia/Shanghai"
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name in ("CFPDESK_PASSPHRASE", "XDG_CONFIG_HOME", "XDG_DOCUMENTS_DIR"):
        os.environ.pop(name, None)
    time.tzset()
    from tests.flow.visit import scenes
    from tests.flow.visit.stage import Stage
    from tests.flow.visit.watch import Watch, guard

    watch: list[Watch] = []
    seen: dict[str, Any] = {}

    def play() -> None:
        began = time.monotonic()
        from cfpdesk import app

        app.application()
        watch.append(Watch(PATIENCE_S))
        stage = Stage(who, place)
        try:
            seen.update(scenes.SCENES[scene](stage) or {})
        except BaseException:
            stage.picture(f"failed-{who}-{scene}")
            raise
        stage.close()
        seen["seconds"] = round(time.monotonic() - began, 1)
        seen["qt_warnings"] = watch[0].warnings

    guard(play)
    print("SEEN " + json.dumps(seen, ensure_ascii=False), flush=True)
    os._exit(1 if seen["qt_warnings"] else 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

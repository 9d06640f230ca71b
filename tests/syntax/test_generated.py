"""The generated parser is the grammar's, never predicts, and is loaded only when something is parsed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GENERATED = ROOT / "mathlint" / "syntax" / "generated"
FILES = ("MathLintLexer", "MathLintParser")


def test_parser_never_predicts() -> None:
    text = (GENERATED / "MathLintParser.py").read_text(encoding="utf-8")
    assert "class MathLintParser" in text
    assert "adaptivePredict" not in text


def test_generated_code_is_current(tmp_path: Path) -> None:
    tool = shutil.which("antlr4") or shutil.which("antlr4", path=str(Path(sys.executable).parent))
    if tool is None or shutil.which("java") is None:
        pytest.skip("the ANTLR tool or Java is not here")
    grammars = [f"grammars/{name}.g4" for name in FILES]
    options = ["-Dlanguage=Python3", "-no-listener", "-no-visitor", "-Xexact-output-dir", "-o", str(tmp_path)]
    done = subprocess.run([tool, *options, *grammars], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    for name in FILES:
        fresh, kept = tmp_path / f"{name}.py", GENERATED / f"{name}.py"
        assert fresh.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8")


def test_importing_the_room_does_not_load_antlr() -> None:
    code = "import sys, mathlint.syntax, mathlint.syntax.surface_walk; sys.exit('antlr4' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_every_form_has_its_token_and_every_word_one_form() -> None:
    from mathlint.syntax.generated.MathLintLexer import MathLintLexer
    from mathlint.syntax.vocabulary import FORMS, SAME, Form

    for form in Form:
        assert not form.value.isupper() or hasattr(MathLintLexer, form.value)
    assert all(word not in FORMS for word in SAME), "a word that is the same as another needs no row"

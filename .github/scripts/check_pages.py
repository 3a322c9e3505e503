"""Is what the pages show what their cells print? Runs the cells of notebooks without a gate, and compares with what is stored.

`check_pages.py nbs/36_results.ipynb ...`; without names, all pages that read nothing but `nbs/results`. What changed is printed, and
`nbdev_test` does not see it: it asks only whether cells run. Pictures and styled tables are not compared. Nor does it run a cell that
calls `nbdev_export`, so that one must hold nothing else.
"""
import difflib, os, re, sys
from pathlib import Path

from execnb.nbio import read_nb
from execnb.shell import CaptureShell

PAGES = 'results converged needs choices verdicts squeezenet which'.split()
_gate = re.compile(r'^#\|\s*(data|slow|cuda|eval:\s*false)', re.M)

def printed(outputs):
    "The text of a cell's outputs, of tables their HTML without tags"
    def text(o):
        d = o.get('data', {})
        t = ''.join(o.get('text') or d.get('text/html') or d.get('text/plain') or '')
        return '' if re.search(r'id="T_| at 0x|^<Figure|Axes', t) else re.sub(r'\s*(<style.*?</style>|<[^>]*>\s*)+', ' | ', t, flags=re.S).strip()
    return [t for o in outputs or [] if o.get('name') != 'stderr' and (t := text(o))] # warnings are no part of a page

def words(texts): return [w for t in texts for w in re.split(r' \| |\n', t)]

def changed(fn):
    "The cells that print something else than is stored: how they begin, what is stored, what they print"
    nb, shell, res = read_nb(fn), CaptureShell(), []
    for c in nb.cells:
        if c.cell_type!='code' or _gate.search(c.source) or 'nbdev_export(' in c.source: continue
        before = printed(c.get('outputs'))
        shell.cell(c)
        if shell.exc: raise SystemExit(f'{fn}: a cell failed:\n{c.source}\n{shell.exc}')
        if printed(c.outputs) != before: res.append((c.source.strip().splitlines()[0], before, printed(c.outputs)))
    return res

def untested(fn):
    "Lines that `nbdev_test` passes over"
    return [l for c in read_nb(fn).cells if c.cell_type=='code' and 'nbdev_export(' in c.source
        for l in c.source.splitlines() if l.strip() and not re.match(r'#|import nbdev', l)]

if __name__=='__main__':
    for f in Path('nbs').glob('*.ipynb'):
        if lines := untested(f): raise SystemExit(f'{f} has code in the cell of nbdev_export, which no test runs: {lines[0]}')
    files = [Path(f).resolve() for f in sys.argv[1:]] or [next(Path('nbs').resolve().glob(f'*_{p}.ipynb')) for p in PAGES]
    os.environ.setdefault('IN_TEST', '1')
    bad = 0
    for f in files:
        os.chdir(f.parent)
        for first, before, now in changed(f):
            bad += 1
            print(f'{f.name}: {first}', *difflib.unified_diff(words(before), words(now), 'stored', 'printed', n=2, lineterm=''), sep='\n')
    if bad: raise SystemExit(f'{bad} cells print something else than is stored: run these notebooks and save them')

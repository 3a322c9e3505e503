"""Run notebooks as `nbdev_test` does, and store the outputs of their cells: `save_outputs.py nbs/07_hooks.ipynb[,...]`

`nbdev_test` throws outputs away, and `exec_nb` runs gated cells too and hides errors; hence this script. Cells gated by
`tst_flags` keep the outputs they have, unless `--flags` names their gate.

With `--check` nothing is stored: what the cells print is compared with what the pages show, for the pages of tables if no
notebook is named. Pictures, styled tables, tensors and warnings are not compared.
"""
import os
os.environ['IN_TEST'] = '1' # no progress bars, one thread, as in nbdev_test

import base64, difflib, io, re, sys, time
from pathlib import Path
import pandas as pd
from PIL import Image
from execnb.nbio import read_nb, write_nb
from execnb.shell import CaptureShell
from fastcore.script import Param, call_parse, store_true
from fastcore.xtras import working_directory
from nbdev.clean import clean_nb
from nbdev.config import get_config
from nbdev.frontmatter import FrontmatterProc
from nbdev.process import NBProcessor

TABLES = 'index summary results converged few_epochs whole lite0 needs choices verdicts squeezenet which catalogue'.split() # pages whose tables come from nbs/results

def notebooks(): return sorted(get_config().nbs_path.rglob('[!_.]*.ipynb'))

def tables():
    "The pages of tables; an error if one was renamed"
    res = {f.stem.split('_', 1)[-1]: f for f in notebooks()}
    return [res[k] for k in TABLES]


def skipped(cell, flags):
    "The cells that `nbdev_test` leaves out"
    if cell.cell_type != 'code' or 'nbdev_export(' in cell.source: return True
    direc = getattr(cell, 'directives_', None) or {}
    return direc.get('eval:', [''])[0].lower() == 'false' or bool(flags & direc.keys())

def run(fn, flags):
    "The notebook after a run, and the traceback of a failure"
    nb, shell = NBProcessor(fn, procs=FrontmatterProc, process=True).nb, CaptureShell(fn)
    pd.reset_option('^display') # a page must not depend on what another has set
    try:
        with working_directory(fn.parent): shell.run_all(nb, exc_stop=True, preproc=lambda c: skipped(c, flags))
    except BaseException: return nb, shell.prettytb(fname=fn) # a cell may even call sys.exit()
    return nb, ''

def cells(fn, nb, flags):
    "Pairs of what is stored and what was run, and the notebook of the first"
    raw = read_nb(fn)
    return [(o, n) for o, n in zip(raw.cells, nb.cells, strict=True) if o.cell_type == 'code' and not skipped(n, flags)], raw

def slim(outputs):
    "Outputs to keep: no warnings, which name paths of this machine; pictures with 256 colours, which take a third of the space"
    outputs = [o for o in outputs if o.get('name') != 'stderr']
    for o in outputs:
        if 'image/png' not in o.get('data', {}): continue
        buf = io.BytesIO()
        Image.open(io.BytesIO(base64.b64decode(''.join(o['data']['image/png'])))).convert('RGB').quantize(256, dither=Image.Dither.NONE).save(buf, 'PNG', optimize=True)
        o['data']['image/png'] = base64.b64encode(buf.getvalue()).decode() + '\n'
    return outputs

def store(fn, nb, flags):
    "Write the outputs into the notebook's file"
    pairs, raw = cells(fn, nb, flags)
    for old, new in pairs: old['outputs'] = slim(new.get('outputs', []))
    clean_nb(raw)
    write_nb(raw, fn)

def printed(outputs):
    "The words of a cell's outputs, of tables those in their cells"
    def text(o):
        d = o.get('data', {})
        t = ''.join(o.get('text') or d.get('text/html') or d.get('text/markdown') or d.get('text/plain') or '')
        return '' if o.get('name') == 'stderr' or re.search(r'id="T_| at 0x|^<Figure|Axes|tensor\(', t) else re.sub(r'<style.*?</style>', '', t, flags=re.S)
    return [w for o in outputs for w in re.split(r'\s*<[^>]*>\s*|\n', text(o)) if w.strip()]

_decimal = re.compile(r'[-+]?\d+\.\d+')

def alike(a, b):
    "Are two words the same, up to one in the last decimal, which another processor may round the other way?"
    if a == b: return True
    pairs = zip(_decimal.findall(a), _decimal.findall(b))
    return _decimal.sub('', a) == _decimal.sub('', b) and all(abs(float(x)-float(y)) < 1.5*10**-len(y.split('.')[1]) for x, y in pairs)

def differences(fn, nb, flags):
    "What the page shows and its cells do not print any more (-), and the other way round (+)"
    res = []
    for old, new in cells(fn, nb, flags)[0]:
        a, b = (printed(c.get('outputs', [])) for c in (old, new))
        if len(a) == len(b) and all(map(alike, a, b)): continue
        res += difflib.unified_diff(a, b, old.source.strip().splitlines()[0], 'now', n=2, lineterm='')
    return res

def untested(fn):
    "Code beside a call of `nbdev_export`, in a cell that `nbdev_test` passes over"
    return [l for c in read_nb(fn).cells if c.cell_type == 'code' and 'nbdev_export(' in c.source
        for l in c.source.splitlines() if l.strip() and not re.match(r'#|import nbdev', l)]

@call_parse
def main(
    files:Param('Notebooks, separated by commas; with `--check` the pages of tables if there are none', str, opt=False, nargs='?')='',
    flags:str='', # Gates to open, e.g. 'slow cuda data'
    check:store_true=False, # Compare, and store nothing
):
    cfg = get_config()
    sys.path.insert(0, str(cfg.config_path))
    gates, bad = set(cfg.tst_flags.split()) - set(flags.split()), 0
    if check:
        for f in notebooks():
            if lines := untested(f): print(f'{f.name}: no test runs this, as the cell calls nbdev_export', *lines, sep='\n'); bad += 1
        files = files or ','.join(map(str, tables()))
    for f in map(Path, files.split(',')):
        start, f = time.time(), f.absolute()
        nb, wrong = run(f, gates)
        if not wrong and check: wrong = '\n'.join(differences(f, nb, gates))
        elif not wrong: store(f, nb, gates)
        print(f"{'FAILED' if wrong else 'as shown' if check else 'saved'} {f.name} {time.time()-start:.0f}s")
        if wrong: print(wrong, file=sys.stderr)
        bad += bool(wrong)
    sys.exit(bool(bad))

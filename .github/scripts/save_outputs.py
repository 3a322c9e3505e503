"""Run notebooks as `nbdev_test` does, and store the outputs of their cells: `save_outputs.py nbs/03b_hooks.ipynb [...]`

`nbdev_test` throws outputs away, and `exec_nb` runs gated cells too and hides errors; hence this script. Cells gated by
`tst_flags` keep the outputs they have, unless `--flags` names their gate.
"""
import os
os.environ['IN_TEST'] = '1' # no progress bars, one thread, as in nbdev_test

import base64, io, sys, time
from pathlib import Path
from PIL import Image
from execnb.nbio import read_nb, write_nb
from execnb.shell import CaptureShell
from fastcore.script import call_parse
from fastcore.xtras import working_directory
from nbdev.clean import clean_nb
from nbdev.config import get_config
from nbdev.frontmatter import FrontmatterProc
from nbdev.process import NBProcessor


def skipped(cell, flags):
    "The cells that `nbdev_test` leaves out"
    if cell.cell_type != 'code' or 'nbdev_export(' in cell.source: return True
    direc = getattr(cell, 'directives_', None) or {}
    return direc.get('eval:', [''])[0].lower() == 'false' or bool(flags & direc.keys())

def slim(outputs):
    "Outputs to keep: no warnings, which name paths of this machine; pictures with 32 colours, which take a fifth of the space"
    outputs = [o for o in outputs if o.get('name') != 'stderr']
    for o in outputs:
        if 'image/png' not in o.get('data', {}): continue
        buf = io.BytesIO()
        Image.open(io.BytesIO(base64.b64decode(''.join(o['data']['image/png'])))).convert('RGB').quantize(32, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE).save(buf, 'PNG', optimize=True)
        o['data']['image/png'] = base64.b64encode(buf.getvalue()).decode() + '\n'
    return outputs

def save_outputs(fn, flags):
    "Run `fn` and write it back, only if every cell succeeds; returns the traceback of a failure"
    nb, shell = NBProcessor(fn, procs=FrontmatterProc, process=True).nb, CaptureShell(fn)
    try:
        with working_directory(fn.parent): shell.run_all(nb, exc_stop=True, preproc=lambda c: skipped(c, flags))
    except BaseException: return shell.prettytb(fname=fn) # a cell may even call sys.exit()
    raw = read_nb(fn)
    for old, new in zip(raw.cells, nb.cells, strict=True):
        if old.cell_type == 'code' and not skipped(new, flags): old['outputs'] = slim(new.get('outputs', []))
    clean_nb(raw)
    write_nb(raw, fn)

@call_parse
def main(
    files:str,   # Notebooks, separated by commas
    flags:str='' # Gates to open, e.g. 'slow cuda data'
):
    cfg = get_config()
    sys.path.insert(0, str(cfg.config_path))
    bad = 0
    for f in map(Path, files.split(',')):
        start = time.time()
        tb = save_outputs(f.absolute(), set(cfg.tst_flags.split()) - set(flags.split()))
        print(f"{'FAILED' if tb else 'saved'} {f} {time.time()-start:.0f}s")
        if tb: print(tb, file=sys.stderr)
        bad += bool(tb)
    sys.exit(bool(bad))

"""Count what the style card asks for, and refuse more than there is: `count_style.py`, or `count_style.py --where` to see the places.

Limits only fall: lower a number here when a page has become better.
"""
import ast, re, sys
from pathlib import Path

from execnb.nbio import read_nb

LIMITS = {'exported cells in runs of four or more, %': 7, 'lines over 112': 363, 'lines over 140': 0, 'functions over 30 lines': 11, 'paragraphs over 120 words': 1}

def exported(c): return c.cell_type == 'code' and bool(re.search(r'^#\| *export', c.source, re.M))

def runs(cells):
    "Lengths of the runs of exported cells with no prose, example or test between"
    res = [0]
    for c in cells:
        if exported(c): res[-1] += 1
        else: res.append(0)
    return [n for n in res if n]

def functions(src):
    "Name and lines of the functions of a cell"
    try: tree = ast.parse(re.sub(r'(?m)^[!%].*', '', src))
    except SyntaxError: return []
    return [(n.name, n.end_lineno-n.lineno+1) for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]

def paragraphs(src): return [p for p in re.split(r'\n\s*\n|\n(?=- |\d+\. |\|)', re.sub(r'```.*?```', '', src, flags=re.S)) if not p.lstrip().startswith('|')]

def places(fn):
    "Kind -> the places of a notebook, and its exported cells"
    cells, found = read_nb(fn).cells, {k: [] for k in LIMITS}
    n = runs(cells)
    found['exported cells in runs of four or more, %'] = [f'{fn.stem}: {o} in a row' for o in n if o > 3]
    for i, c in enumerate(cells):
        if c.cell_type == 'markdown': found['paragraphs over 120 words'] += [f'{fn.stem}, cell {i}' for p in paragraphs(c.source) if len(p.split()) > 120]
        if c.cell_type != 'code': continue
        for w in 112, 140: found[f'lines over {w}'] += [f'{fn.stem}, cell {i}: {l.strip()[:60]}' for l in c.source.splitlines() if len(l) > w and not l.startswith('#|')]
        if exported(c): found['functions over 30 lines'] += [f'{fn.stem}: {k}, {n}' for k, n in functions(c.source) if n > 30]
    return found, sum(n), sum(o for o in n if o > 3)

if __name__ == '__main__':
    res = [places(f) for f in sorted(Path('nbs').rglob('[!_.]*.ipynb')) if '.ipynb_checkpoints' not in f.parts]
    counts = {k: sum(len(r[0][k]) for r in res) for k in LIMITS}
    counts['exported cells in runs of four or more, %'] = round(100*sum(r[2] for r in res)/sum(r[1] for r in res))
    for k, n in counts.items():
        print(f'{n:5d} {k} (limit {LIMITS[k]})')
        if '--where' in sys.argv: print(*('      '+o for r in res for o in r[0][k]), sep='\n')
    sys.exit(any(n > LIMITS[k] for k, n in counts.items()))

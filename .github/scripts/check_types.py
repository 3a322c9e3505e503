"""A user's script, read by a type checker: the public names have types, and a wrong use is noticed.

What the checker says of the package itself is not read: its notebooks are tested by running them."""
import os, subprocess, sys, tempfile
from pathlib import Path

RIGHT = '''
from pathlib import Path
from typing import Any
from torch import Tensor, nn
from torch.utils.data import DataLoader
from gaia_nbdev.all import GAIA_F2, GAIA_Z, KNN, Detector, Drift, Energy, create, digits, digits_model, evaluate, load_detector

bench = digits()
model: nn.Module = digits_model(bench)
train: DataLoader[Any] = bench.loader('train')
det: GAIA_F2 = GAIA_F2(model).fit(train).calibrate(bench.loader('val'), tpr=.95)
x: Tensor = next(iter(bench.loader('test')))[0]
score: Tensor = det(x)
scores: Tensor = det.score(train)
p: Tensor = det.p_value(x)
strange: Tensor = det.is_ood(x)
threshold: float = det.threshold
promise: str = det.promise(100)
det.save(Path('det.safetensors'))
again: Detector = load_detector(model, 'det.safetensors')
knn: KNN = KNN(model, k=20).fit(train)
named: Detector = create('GAIA-Z', model, variant='paper')
z: GAIA_Z = GAIA_Z(model, variant='paper')
table = evaluate([det, z, Energy(model)], bench.loader('test'), {'photos': bench.loader('photos')})
watch: Drift = Drift(det)
'''
WRONG = ['GAIA_F2(model).fit()', 'GAIA_Z(model, varient="paper")', 'det.is_odd(x)', 'word: str = det(x)', 'det.calibrate(train, tpr="high")',
    'number: int = det.promise(100)', 'load_detector(model)']

def errors(text):
    "Lines of a script that the checker complains about"
    with tempfile.TemporaryDirectory() as d:
        (file := Path(d)/'user.py').write_text(text)
        said = subprocess.run([sys.executable, '-m', 'mypy', '--strict', '--follow-imports=silent', '--no-error-summary', '--cache-dir',
            f'{d}/cache', str(file)], capture_output=True, text=True, env=os.environ | {'MYPYPATH': str(Path(__file__).resolve().parents[2])})
    print(said.stdout + said.stderr, end='')
    return {int(o.split(':')[1]) for o in said.stdout.splitlines() if 'user.py:' in o and ': error:' in o}

first = RIGHT.count('\n') + 1
found = errors(RIGHT + '\n'.join(WRONG) + '\n')
want = set(range(first, first + len(WRONG)))
if found != want: sys.exit(f'lines with errors: {sorted(found)}; should be: {sorted(want)}')
print(f'a right script passes, and {len(WRONG)} wrong lines are noticed')

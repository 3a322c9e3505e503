"""Build wheel and sdist, check both, and use the wheel as a stranger would: `check_wheel.py`

It is installed into an empty folder without its requirements, which the running Python has; a wheel is also built from
the sdist, as pip does where there is no wheel.
"""
import subprocess, sys, tempfile, zipfile
from configparser import ConfigParser
from pathlib import Path

here = Path(__file__).resolve().parents[2]
DATA = 'apps/report.css apps/report.js apps/report.html apps/sentinel.html apps/audit.html networks/digits.safetensors networks/demo_detector.safetensors py.typed'.split()

def run(*cmd, **kwargs): return subprocess.run([str(o) for o in cmd], check=True, **kwargs)

def build(folder, out):
    run(sys.executable, '-m', 'build', '--no-isolation', '--outdir', out, folder, stdout=subprocess.DEVNULL)
    (wheel,), (sdist,) = Path(out).glob('*.whl'), Path(out).glob('*.tar.gz')
    return wheel, sdist

def files(wheel): return {o for o in zipfile.ZipFile(wheel).namelist() if '.dist-info/' not in o}

with tempfile.TemporaryDirectory() as d:
    d = Path(d)
    clean = d/'clean' # what is committed or would be, and nothing else
    listed = run('git', '-C', here, 'ls-files', '-co', '--exclude-standard', capture_output=True, text=True).stdout.split('\n')
    for f in filter(None, listed):
        if f.startswith('nbs/') or not (here/f).is_file(): continue
        (clean/f).parent.mkdir(parents=True, exist_ok=True)
        (clean/f).write_bytes((here/f).read_bytes())
    wheel, sdist = build(clean, d/'dist')
    run(sys.executable, '-m', 'twine', 'check', '--strict', wheel, sdist)
    run('tar', 'xzf', sdist, '-C', d)
    again, _ = build(d/sdist.name.removesuffix('.tar.gz'), d/'again')
    assert files(again)==files(wheel), files(again) ^ files(wheel)
    missing = {f'gaia_nbdev/{f}' for f in DATA} - files(wheel)
    assert not missing, f'the wheel lacks {missing}'
    run(sys.executable, '-m', 'pip', 'install', '-q', '--no-deps', '--target', d/'site', wheel)
    ini = ConfigParser(delimiters=['='])
    ini.read(here/'settings.ini', encoding='utf-8')
    scripts = [o.split('=')[0] for o in ini['DEFAULT']['console_scripts'].split()]
    for k in scripts: # each as pip has written it, from a folder that holds nothing
        said = run(d/'site'/'bin'/k, '--help', cwd=d, env=dict(PYTHONPATH=str(d/'site'), MPLBACKEND='agg', HOME=str(d)), capture_output=True, text=True)
        assert 'usage:' in said.stdout, said
    use = '''
import gaia_nbdev, pathlib
from gaia_nbdev.all import *
from gaia_nbdev.datasets import digits
from gaia_nbdev.training import digits_model
assert pathlib.Path(gaia_nbdev.__file__).parts[-3]=='site', gaia_nbdev.__file__
bench = digits()
det = GAIA_Z(digits_model()).calibrate(bench.loader('val'))
assert det.is_ood(next(iter(bench.loader('photos', 50)))[0]).float().mean() > .8
'''
    run(sys.executable, '-c', use, cwd=d, env=dict(PYTHONPATH=str(d/'site'), MPLBACKEND='agg', HOME=str(d), OMP_NUM_THREADS='1'))
    print(f'{wheel.name} ({wheel.stat().st_size//1000} kB) and {sdist.name}: checked, installed, {len(scripts)} commands and the digits used')

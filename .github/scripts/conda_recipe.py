"""A conda recipe for a released sdist, made from `settings.ini`: `conda_recipe.py VERSION SHA256 > recipe.yaml`, or `conda_recipe.py --check`.

conda-forge takes it as the first pull request to staged-recipes; later versions its bot makes. PyTorch has other names there than on PyPI.
"""
import re, shlex, sys
from configparser import ConfigParser
from pathlib import Path

NAMES = {'torch': 'pytorch', 'matplotlib': 'matplotlib-base', 'typing-extensions': 'typing_extensions'} # on conda-forge, where they differ
ini = ConfigParser(delimiters=['='])
ini.read(Path(__file__).resolve().parents[2]/'settings.ini', encoding='utf-8')
cfg = ini['DEFAULT']

def requirement(o):
    "A requirement of PyPI as one of conda-forge"
    name, limits = re.match(r'([\w.-]+)(.*)', o).groups()
    return f'{NAMES.get(name, name)} {limits}'.strip()

def recipe(version, sha256):
    commands = [o.split('=', 1) for o in shlex.split(cfg['console_scripts'])]
    return f"""schema_version: 1
context:
  version: "{version}"
package:
  name: {cfg['lib_name']}
  version: ${{{{ version }}}}
source:
  url: https://pypi.org/packages/source/g/gaia-nbdev/gaia_nbdev-${{{{ version }}}}.tar.gz
  sha256: {sha256}
build:
  number: 0
  noarch: python
  script: python -m pip install . -vv --no-deps --no-build-isolation
  python:
    entry_points:
{chr(10).join(f'      - {k} = {v}' for k, v in commands)}
requirements:
  host:
    - python >={cfg['min_python']}
    - pip
    - setuptools
  run:
    - python >={cfg['min_python']}
{chr(10).join(f'    - {requirement(o)}' for o in shlex.split(cfg['requirements']))}
tests:
  - python:
      imports: [gaia_nbdev.all]
  - script: [{', '.join(f'{k} --help' for k, _ in commands[:2])}]
about:
  summary: {cfg['description']}
  license: Apache-2.0
  license_file: LICENSE
  homepage: {cfg['git_url']}
"""

def check():
    "The recipe is YAML, and names what settings.ini names"
    import yaml
    got, sha = yaml.safe_load(recipe('1.2.3', '0'*64).replace('${{', '').replace('}}', '')), '0'*64
    run = [o.split()[0] for o in got['requirements']['run'][1:]]
    assert len(run)==len(shlex.split(cfg['requirements'])) and {'pytorch', 'torchvision', 'safetensors'} <= set(run) and 'torch' not in run, run
    assert len(got['build']['python']['entry_points'])==len(shlex.split(cfg['console_scripts'])) and str(got['source']['sha256']).strip('0')==sha.strip('0')

if __name__ == '__main__':
    if sys.argv[1:] == ['--check']: check()
    elif len(sys.argv)==3 and re.fullmatch(r'\d+\.\d+\.\d+', sys.argv[1]) and re.fullmatch('[0-9a-f]{64}', sys.argv[2]): print(recipe(*sys.argv[1:]), end='')
    else: sys.exit('conda_recipe.py VERSION SHA256, such as 0.1.0 and what `sha256sum` says of the sdist; or --check')

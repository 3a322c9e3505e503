"""Run the README as a reader would: its Python blocks in order in this fresh process. The commands of all pages must exist, with their options.

The long commands run elsewhere in `.ci/run`; here each is compared with what its `--help` lists.
"""
import re, shlex, subprocess
from functools import cache
from pathlib import Path

from execnb.nbio import read_nb

text = Path('README.md').read_text(encoding='utf-8')
blocks = re.findall(r'```python\n(.*?)```', text, re.S)
assert blocks, 'the README has no code'
namespace = {}
for i, b in enumerate(blocks): exec(compile(b, f'README.md, Python block {i+1}', 'exec'), namespace)

tools = set(re.findall(r'(\w+)=', re.search(r'console_scripts = (.*)', Path('settings.ini').read_text(encoding='utf-8'))[1])) | {'nbdev_test'}

@cache
def usage(tool): return subprocess.run([tool, '--help'], capture_output=True, text=True, check=True).stdout

def lines(md):
    "The lines of shell blocks, and what stands between backticks and begins with one of our commands"
    for b in re.findall(r'```(?:sh|bash)\n(.*?)```', md, re.S):
        for line in b.replace('\\\n', ' ').splitlines(): yield from line.split('&&')
    yield from (o for o in re.findall(r'`([^`\n]+)`', re.sub(r'```.*?```', '', md, flags=re.S)) if o.split()[0] in tools)

def commands(md):
    for line in lines(md):
        try: words = [o for o in shlex.split(line, comments=True) if not re.fullmatch(r'[A-Z_]+=\S*', o)] # without variables
        except ValueError: continue # not a whole line
        if words and (tool := Path(words[0]).name) in tools: yield tool, words[1:]

pages = {'README.md': [text]} | {str(f): [c.source for c in read_nb(f).cells if c.cell_type=='markdown'] for f in sorted(Path('nbs').rglob('[!_.]*.ipynb'))}
checked, wrong = 0, []
for page, parts in pages.items():
    for tool, words in (o for md in parts for o in commands(md)):
        checked += 1
        for o in (re.split('[=,;]', w)[0] for w in words if re.match('--[a-z]', w)):
            if not re.search(rf'{re.escape(o)}\b', usage(tool)): wrong.append(f'{page}: {tool} has no option {o}')
assert not wrong, '\n'.join(wrong)
assert checked > 100, checked
print(f'{len(blocks)} blocks of Python ran, {checked} commands on {len(pages)} pages are known')

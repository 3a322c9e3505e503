"""Run the README as a reader would: its Python blocks in order in this fresh process, and its commands as far as their names and options go.

The long commands of the `sh` blocks run elsewhere in `.ci/run`; here each must exist and know the options that the README gives it.
"""
import re, shlex, subprocess, sys
from pathlib import Path

text = Path('README.md').read_text()
blocks = re.findall(r'```(\w+)\n(.*?)```', text, re.S)
python, shell = ([b for lang, b in blocks if lang in langs] for langs in (('python',), ('sh', 'bash')))
assert python and shell, 'the README has no code'

namespace = {}
for i, b in enumerate(python): exec(compile(b, f'README.md, Python block {i+1}', 'exec'), namespace)

tools = set(re.findall(r'(\w+)=', re.search(r'console_scripts = (.*)', Path('settings.ini').read_text())[1]))
commands = [shlex.split(part, comments=True) for b in shell for line in b.replace('\\\n', ' ').splitlines() for part in line.split('&&')]
checked = 0
for words in filter(None, commands):
    tool = Path(words[0]).name
    if tool not in tools | {'nbdev_test'}: continue
    usage = subprocess.run([tool, '--help'], capture_output=True, text=True, check=True).stdout
    for o in (w.split('=')[0] for w in words[1:] if w.startswith('--')):
        assert re.search(rf'{o}\b', usage), f'README: {tool} has no option {o}'
    checked += 1
assert checked, 'the README calls none of our commands'
print(f'{len(python)} blocks of Python ran, {checked} commands are known')

"""Make a version: `release.py 0.1.0` dates the release notes, sets the version, and lets pages say `pip install gaia_nbdev`

It refuses a version that is not newer, and notes that are empty. It commits and tags nothing: it prints the commands that do.
`.github/workflows/release.yaml` builds, checks and publishes what is tagged. `release.py --check` tries the steps on a copy.
"""
import datetime, re, subprocess, sys
from pathlib import Path

here = Path(__file__).resolve().parents[2]

def number(v):
    if not re.fullmatch(r'\d+\.\d+\.\d+', v): raise SystemExit(f'a version is three numbers such as 0.2.0, not {v}')
    return tuple(map(int, v.split('.')))

def settings(text, version):
    "settings.ini with the new version, and with the switch for install lines on"
    old, released = re.search(r'^version = (.*)$', text, re.M)[1], 'released = True' in text
    if number(version) < number(old) or released and number(version)==number(old): raise SystemExit(f'{version} is not newer than {old}')
    text = re.sub(r'^version = .*$', f'version = {version}', text, flags=re.M)
    return re.sub(r'^released = .*$', 'released = True', text, flags=re.M)

def notes(text, version, day):
    "CHANGELOG.md with what was unreleased under the new version"
    said = re.search(r'^## \[Unreleased\]\n(.*?)(?=^## \[|\Z)', text, re.M | re.S)
    if not said or not re.search(r'^- ', said[1], re.M): raise SystemExit('CHANGELOG.md has nothing under [Unreleased]')
    return text.replace('## [Unreleased]\n', f'## [Unreleased]\n\n## [{version}] - {day}\n', 1)

def check():
    "The steps on the files as they are; nothing is written"
    ini, log = (here/'settings.ini').read_text(), (here/'CHANGELOG.md').read_text()
    new = settings(ini, '99.0.0')
    assert 'version = 99.0.0' in new and 'released = True' in new and len(new.splitlines())==len(ini.splitlines())
    assert '## [Unreleased]\n\n## [99.0.0] - 2026-01-01\n' in notes(log, '99.0.0', '2026-01-01')
    for wrong in (lambda: settings(ini, '0.0.1'), lambda: settings(ini, '1'), lambda: notes('## [Unreleased]\n', '1.0.0', '')):
        try: wrong()
        except SystemExit: continue
        raise AssertionError('a version or notes that are wrong were taken')

if __name__ == '__main__':
    if sys.argv[1:] == ['--check']: check(); sys.exit()
    if len(sys.argv) != 2: sys.exit(__doc__)
    version, day = sys.argv[1], datetime.date.today().isoformat()
    ini, log = here/'settings.ini', here/'CHANGELOG.md'
    new = settings(ini.read_text(), version), notes(log.read_text(), version, day) # both, or neither
    for f, text in zip((ini, log), new): f.write_text(text)
    for cmd in ('nbdev_export',), (sys.executable, '.github/scripts/build_docs.py'): subprocess.run(cmd, cwd=here, check=True)
    print(f'Look at the change, run .ci/run, then:\n  git commit -am "Version {version}"\n  git tag v{version}\n  git push origin main v{version}')

"""Write the notebooks as Markdown to `_proc/md` for `mkdocs build`, and `README.md` from the index; no network needed.

nbdev resolves the links and adds the API, nbconvert writes the Markdown, mkdocs renders it and checks the links. (Notebook
plugins of mkdocs go to HTML directly: mkdocs cannot check the links in that, and their math needs a script from elsewhere.)
"""
import ast, re, shutil
from pathlib import Path

import yaml
from execnb.nbio import read_nb, write_nb
from nbconvert import MarkdownExporter
from nbdev.config import get_config
from nbdev.serve import proc_nbs

cfg = get_config()
site = f'{cfg.doc_host}{cfg.doc_baseurl}/'
_front = re.compile(r'\A---\n(.*?)\n---\s*\Z', re.S)

def front(src):
    "Title and description that nbdev has put into a raw cell, as a heading"
    meta = yaml.safe_load(_front.match(src)[1])
    return f"# {meta['title']}\n\n> {meta['description']}"

def anchor(name): return name.lower().replace('__', '') # attributes of a heading cannot hold '__'

# ---- what the files say of themselves

ROOMS = {'': 'GAIA, from core to ablations', 'methods': 'Other methods', 'data': 'Data and classifiers', 'bench': 'Benchmarks', 'apps': 'Your own pictures', 'reports': 'What we measured'}

def pages(root=cfg.nbs_path):
    "All notebooks of the site, rooms after the root; no two may have the same name, as the site is flat"
    res = [f for room in (*ROOMS, 'tutorials') for f in sorted((root/room).glob('[!_.]*.ipynb'))]
    names = [page(f) for f in res]
    assert len(set(names)) == len(names), f'two pages are called {max(names, key=names.count)}'
    return res

def page(fn): return re.sub(r'^\d+_', '', fn.stem)

def title(fn): return re.match('# (.*)', read_nb(fn).cells[0].source)[1]

def about(fn):
    "Name, title and description of a notebook, its room, and the modules that it imports from"
    nb = read_nb(fn)
    code = '\n'.join(c.source for c in nb.cells if c.cell_type=='code' and re.match(r'#\| *exporti?\b', c.source))
    said = re.search(r'^> (.*)', nb.cells[0].source, re.M)
    return dict(name=page(fn), title=title(fn), about=said[1] if said else '', room=fn.parent.name if fn.parent != cfg.nbs_path else '',
        number=fn.stem.split('_')[0], uses=sorted(set(re.findall(r'^from gaia_nbdev\.([\w.]+)', code, re.M))))

def house(): return [about(f) for f in pages() if f.stem[0].isdigit() and f.parent.name != 'tutorials']

def table_of_notebooks():
    "One row a notebook, under the names of the rooms"
    rows, last = ['| | |', '| --- | --- |'], None
    for o in house():
        if o['room'] != last: rows.append(f"| **{ROOMS[o['room']]}** | |")
        rows.append(f"| [{o['name']}]({o['name']}.ipynb) | {o['about']} |")
        last = o['room']
    return '\n'.join(rows)

def table_of_imports():
    "One row a notebook: what it is for, and on which others it stands"
    rows = ['| | notebook | what for | imports from |', '| --- | --- | --- | --- |']
    for o in house(): rows.append(f"| {o['room']+'/' if o['room'] else ''}{o['number']} | [{o['name']}]({o['name']}.ipynb) | {o['about']} | {', '.join(o['uses'])} |")
    return '\n'.join(rows)

def by_room():
    "The numbered pages of each room"
    return {k: [f for f in pages() if f.parent.name == (k or cfg.nbs_path.name) and f.stem[0].isdigit()] for k in (*ROOMS, 'tutorials')}

def nav():
    "The sidebar: home, what a user wants to do, the rooms, and the pages without a number"
    def links(fs): return [{title(f): f'{page(f)}.md'} for f in fs]
    loose = [f for f in pages() if not f.stem[0].isdigit() and f.name != cfg.readme_nb]
    return [{'Home': 'index.md'}, {'What you want to do': links(by_room()['tutorials'])}, *({v: links(by_room()[k])} for k, v in ROOMS.items()), {'For maintainers': links(loose)}]

def imports(fn):
    "What a page imports, the modules of its tests included, folded: a reader who copies an example needs it"
    cells = [c.source for c in read_nb(fn).cells if c.cell_type=='code' and re.match(r'#\| *(export|hide)\n(import|from) ', c.source)]
    lines = [l for c in cells for l in c.split('\n')[1:] if l.strip() and 'nbdev' not in l.replace('gaia_nbdev', '')]
    return '' if not lines else '<details markdown="1"><summary>Imports of this page</summary>\n\n```python\n' + '\n'.join(lines) + '\n```\n\n</details>\n'

def with_imports(md, block): return re.sub(r'(\A# .*?\n\n> .*?\n)', lambda m: f'{m[1]}\n{block}', md, count=1, flags=re.S)

def filled(txt): return txt.replace('<!-- notebooks -->', table_of_notebooks()).replace('<!-- house -->', table_of_imports())

# ---- for programs that read

def llms_txt():
    "What there is and where, a line a page: https://llmstxt.org"
    def section(name, fs): return [f'## {name}', ''] + [f"- [{o['title']}]({site}{o['name']}.html): {o['about']}" for o in map(about, fs)] + ['']
    lines = [f'# {cfg.lib_name}', '', f'> {cfg.description}', '', f'Every public name with its signature: {site}api.txt', '']
    lines += section('What you want to do', by_room()['tutorials'])
    for k, v in ROOMS.items(): lines += section(v, by_room()[k])
    return '\n'.join(lines)

def surface(fn):
    "The public names of a module: signature and first sentence"
    tree = ast.parse(fn.read_text())
    public = next((ast.literal_eval(o.value) for o in tree.body if isinstance(o, ast.Assign) and getattr(o.targets[0], 'id', '') == '__all__'), [])
    for o in tree.body:
        if getattr(o, 'name', None) not in public: continue
        made = next((m for m in o.body if getattr(m, 'name', '') == '__init__'), None) if isinstance(o, ast.ClassDef) else o
        args = '' if made is None else re.sub(r'^self(, |$|:\w+, )', '', ast.unparse(made.args))
        said = (ast.get_docstring(o) or '').split('\n')[0]
        yield f"{'class ' if isinstance(o, ast.ClassDef) else ''}{o.name}({args})" + (f'\n    {said}' if said else '')

def api_txt():
    "All public names, module by module"
    found = [(f, list(surface(f))) for f in sorted(cfg.lib_path.rglob('*.py')) if f.name[0] != '_']
    return '\n\n'.join(f"{'.'.join(f.relative_to(cfg.config_path).with_suffix('').parts)}\n\n" + '\n'.join(names) for f, names in found if names) + '\n'

# ---- pages

RELEASED = cfg.d.get('released')=='True'

def install_lines(txt, released=RELEASED):
    "As long as there is no release pages install from a checkout; `released` in settings.ini turns them to PyPI"
    if not released: return txt
    txt = re.sub(r"pip install -e '\.\[dev\]'", f'pip install {cfg.lib_name}', txt)
    return re.sub(r"pip install -e '\.\[([\w,]+)\]'(  # in a checkout)?", rf"pip install '{cfg.lib_name}[\1]'", txt)

def local_links(txt):
    "Links to pages of this site become links between its Markdown files, which mkdocs checks"
    txt = re.sub(re.escape(site)+r'(?:\w+/)?(?:\d+_)?(\w+)\.html(#[\w.]+)?', lambda m: f"{m[1]}.md{anchor(m[2] or '')}", txt)
    txt = re.sub(r'\[\[(`[^`]+`)\]\([^)]*\)\]\(', r'[\1](', txt) # nbdev links a name within a link
    return re.sub(r'\]\((?:\.\./)?(?:[a-z]+/)?(?:\d+_)?(\w+)\.ipynb', r'](\1.md', txt)

def plain_math(md):
    "Markdown takes a backslash before a brace, a bar or a hash for its own, in formulas within a line too: these get other names"
    names = {r'\|': r'\Vert ', r'\{': r'\lbrace ', r'\}': r'\rbrace ', r'\#': r'\text{#}'}
    def renamed(m): return m[0] if m[0].startswith(('`', '$$')) else re.sub(r'\\[|{}#]', lambda o: names[o[0]], m[0])
    return re.sub(r'```.*?```|\$\$.*?\$\$|`[^`\n]*`|\$[^$\n]+\$', renamed, md, flags=re.S)

def heading(txt):
    "The heading of a documented symbol gets the anchor that links to it use; its signature is code, where links cannot be"
    txt = re.sub(r'^```.*?^```', lambda m: re.sub(r'\[(`[^`]+`)\]\([^)]*\)', r'\1', m[0]), txt, flags=re.M|re.S)
    return re.sub(r'^(#+) (\S+)$', lambda m: f"{m[1]} {m[2].replace('_', chr(92)+'_')} {{ #{anchor(m[2])} .symbol }}", re.sub(r'^---\n+', '', txt), count=1, flags=re.M)

def once(md):
    "A symbol whose name is that of the section it stands in has no heading of its own, so that no name stands twice in the table of contents"
    last, res = '', []
    def plain(t): return re.sub(r'[^a-z0-9]', '', t.lower())
    for line in md.split('\n'):
        if m := re.match(r'#+ (\S+) \{ #(\S+) \.symbol \}$', line):
            if plain(m[1])==last: line = '' if m[2]==m[1].lower() else f'<a id="{m[2]}"></a>'
        elif m := re.match(r'#+ (.*)$', line): last = plain(m[1])
        res.append(line)
    return '\n'.join(res)

_fold = '# fold this cell'

def folded(md):
    "Tests of errors and files, and how a report computes, open on a click"
    def fold(m): return f"<details markdown=\"1\"><summary>{'How this is computed' if re.match('def |class |@', m[1]) else 'Tests of errors and files'}</summary>\n\n```python\n{m[1]}```\n\n</details>"
    return re.sub(rf'^```python\n{_fold}\n(.*?)^```$', fold, md, flags=re.M|re.S)

def table(html): return '<div class="data" markdown="0">\n' + re.sub(r'<style.*?</style>| border="1" class="dataframe"|\n\s*\n', '', html, flags=re.S) + '\n</div>'

def prepare(cell):
    "Drop directives and hidden input, and tidy the outputs"
    src, outs = ''.join(cell.source), cell.get('outputs', [])
    if cell.cell_type=='raw' and _front.match(src.strip()): cell.cell_type, cell.source = 'markdown', front(src.strip())
    elif cell.cell_type=='code':
        fold = f'{_fold}\n' if re.search(r'^#\| *code-fold: *true', src, re.M) else ''
        cell.source = '' if re.search(r'^#\| *echo: *false', src, re.M) else fold + re.sub(r'^#\|.*\n?', '', src, flags=re.M).strip()
        for d in (o['data'] for o in outs if 'data' in o):
            for k in d: d[k] = d[k] if isinstance(d[k], str) else ''.join(d[k])
            if 'show_doc(' in src and 'text/markdown' in d: d['text/markdown'] = heading(d['text/markdown'])
            if 'text/html' in d: d['text/html'] = table(d['text/html'])
    cell.metadata.pop('papermill', None)
    return cell

def to_markdown(fn, images):
    "The Markdown of notebook `fn` and its images by file name; `images` is the folder they will be in"
    nb = read_nb(fn)
    nb.cells = [prepare(c) for c in nb.cells if 'AUTOGENERATED' not in ''.join(c.source)]
    nb.cells = [c for c in nb.cells if ''.join(c.source).strip() or c.get('outputs')]
    nb.metadata['language_info'] = {'name': 'python'}
    write_nb(nb, tmp := fn.with_suffix('.tmp'))
    md, res = MarkdownExporter().from_filename(str(tmp), resources={'output_files_dir': images, 'unique_key': fn.stem})
    tmp.unlink()
    md = re.sub(r"```python\n+```\n", "", re.sub(r"^[ \t]+$", "", md, flags=re.M))
    return re.sub(r"\n{3,}", "\n\n", install_lines(filled(folded(once(md))))), res["outputs"]

ASKED_FOR = {'index': ['none of the above', 'unknown class', 'confident and wrong', 'anomaly', 'novelty']} # page -> words

def found_first(md, fn):
    "What a user wants to do comes before reference in the search; a page also comes for the words that readers bring"
    meta = dict(search=dict(boost=3)) if fn.parent.name=='tutorials' else {}
    if page(fn) in ASKED_FOR: meta['tags'] = ASKED_FOR[page(fn)]
    return f'---\n{yaml.dump(meta)}---\n\n{md}' if meta else md

def write(md, files, to, md_name):
    "Write a page and its images"
    (to/md_name).write_text(md)
    for name, raw in files.items():
        (to/name).parent.mkdir(exist_ok=True, parents=True)
        (to/name).write_bytes(raw)

def readme(md):
    "The index as a page for GitHub: links go to the site"
    md = re.sub(re.escape(site)+r'(?:\w+/)?(?:\d+_)?(\w+)\.html', rf'{site}\1.html', md)
    md = re.sub(r'\]\((?:[a-z]+/)?(?:\d+_)?(\w+)\.ipynb', rf']({site}\1.html', md)
    md = re.sub(r'<div class="data" markdown="0">\n(.*?)\n</div>', r'\1', md, flags=re.S)
    return md.replace('\n\n', f'\n\n<!-- Made from nbs/{cfg.readme_nb}; edit that and run .github/scripts/build_docs.py -->\n\n', 1)

def check():
    "What the functions above do, on the smallest examples; a site with a fault in it is not built"
    def same(got, want): assert got == want, f'{got!r} is not {want!r}'
    same(local_links(f'[x]({site}bench/commands.html#gaia_bench) [y](../reports/01_results.ipynb#a)'), '[x](commands.md#gaia_bench) [y](results.md#a)')
    same(local_links(f'[[`f`]({site}a.html#f)](b.ipynb)'), '[`f`](b.md)')
    same(readme(f'# t\n\n> d\n\n[x]({site}bench/0_commands.html) [y](which.ipynb)').split('\n\n')[-1], f'[x]({site}commands.html) [y]({site}which.html)')
    same(install_lines("pip install -e '.[dev]' pip install -e '.[onnx]'  # in a checkout", True), "pip install gaia_nbdev pip install 'gaia_nbdev[onnx]'")
    same(plain_math(r'$\|x\|$ `$\|$` $$\|$$'), r'$\Vert x\Vert $ `$\|$` $$\|$$')
    same(heading('---\n\n### KNN\n'), '### KNN { #knn .symbol }\n')
    same(once('## learning\n### Learning { #learning .symbol }'), '## learning\n')
    same(found_first('x', Path('tutorials/00_a.ipynb')), '---\nsearch:\n  boost: 3\n---\n\nx')
    assert found_first('x', Path('index.ipynb')).startswith('---\ntags:\n- none of the above\n')
    same(page(Path('nbs/apps/03_scoring.ipynb')), 'scoring')
    assert 'How this is computed' in folded(f'```python\n{_fold}\ndef f(): pass\n```') and 'Tests of errors' in folded(f'```python\n{_fold}\nf()\n```')
    assert 'class Detector(' in api_txt() and '[Audit a folder]' in llms_txt()
    assert 'border' not in table('<table border="1" class="dataframe"></table>')

if __name__ == '__main__':
    check()
    cache, out = proc_nbs(force=True), cfg.config_path/'_proc'/'md'
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    for fn in pages(cache):
        md, files = to_markdown(fn, 'images')
        if fn.stem[0].isdigit(): md = with_imports(md, imports(cfg.nbs_path/fn.relative_to(cache)))
        write(found_first(plain_math(local_links(md)), fn), files, out, f'{page(fn)}.md')
    md, files = to_markdown(cache/cfg.readme_nb, f'{cfg.nbs_path.name}/images')
    write(readme(md), files, cfg.config_path, 'README.md')
    for f in ('styles.css', 'tables.js'): shutil.copy(cfg.nbs_path/f, out)
    for name, text in (('llms.txt', llms_txt()), ('api.txt', api_txt())): (out/name).write_text(text)
    site_file = out.parent/'mkdocs.yml'
    site_file.write_text(site_file.read_text() + '\n' + yaml.dump({'nav': nav()}, sort_keys=False))

const D = JSON.parse(document.getElementById('data').textContent), PAGE = 50;
const make = (tag, text, cls) => {
  const e = document.createElement(tag);
  if (text !== undefined) e.textContent = text;
  if (cls) e.className = cls;
  return e };
for (const a of D.alarms) {
  const row = D.rows.find(r => r[0] === a.path), box = make('div', undefined, 'alarm');
  for (const t of a.thumbs) { const i = make('img'); i.src = t; i.alt = a.path; i.loading = 'lazy'; box.append(i) }
  box.append(make('b', a.path), make('span',
    `${row[1]}, ${(100*row[2]).toFixed(0)} %; score ${row[3].toPrecision(4)}, p = ${row[4].toPrecision(2)}`, 'quiet'));
  const most = Math.max(...a.reasons.map(r => r[1]), 1e-9);
  for (const [k, v] of a.reasons) {
    const bar = make('div', undefined, 'bar'), i = make('i'), name = make('span', k), c = make('span');
    i.style.width = Math.max(0, 100*v/most) + '%';
    name.title = k;
    c.append(i);
    bar.append(name, c, make('span', v.toPrecision(3)));
    box.append(bar) }
  document.getElementById('alarms').append(box) }
const cut = document.getElementById('cut');
function length() { const [n, score, familiar] = D.lists[cut.value];
  document.getElementById('says').textContent = `The ${n} highest scores, from ${score.toPrecision(5)} on: at most ${familiar} of them are familiar ` +
    `(${(100*familiar/n).toFixed(0)} %), with a confidence of ${100*D.sure} %. This holds for every length of the list at once, ` +
    'if familiar pictures here are like those of the calibration.' }
if (D.lists.length) {
  cut.max = D.lists.length - 1;
  cut.value = Math.max(0, D.lists.findLastIndex(l => l[0] <= D.flagged));
  cut.oninput = length;
  length() }
else document.getElementById('length').remove();
let sort = 3, up = false, page = 0, shown = [];
const find = document.getElementById('find'), which = document.getElementById('which');
const compare = (a, b) => (a === null) - (b === null) || (typeof a === 'number' ? a - b : String(a).localeCompare(String(b)));
function select() { const words = find.value.toLowerCase();
  const wanted = {all: r => true, ood: r => r[5], error: r => r[6], id: r => !r[5] && !r[6]}[which.value];
  shown = D.rows.filter(r => wanted(r) && (!words || (r[0] + ' ' + r[1] + ' ' + r[6]).toLowerCase().includes(words)));
  const missing = (a, b) => a[sort] === null || b[sort] === null;
  shown.sort((a, b) => missing(a, b) ? compare(a[sort], b[sort]) : (up ? 1 : -1)*compare(a[sort], b[sort]));
  page = 0;
  draw() }
function draw() { const body = document.querySelector('tbody'); body.replaceChildren();
  const f = (v, d) => v === null ? '' : v.toPrecision(d);
  for (const r of shown.slice(page*PAGE, (page + 1)*PAGE)) {
    const tr = make('tr', undefined, r[5] ? 'ood' : ''), percent = r[2] === null ? '' : (100*r[2]).toFixed(1) + ' %';
    const cells = [r[0], r[1], percent, f(r[3], 5), f(r[4], 3), r[6] ? '' : r[5] ? 'OOD' : 'familiar', r[6]];
    cells.forEach((c, i) => tr.append(make('td', c, i > 1 && i < 5 ? 'num' : ''))); body.append(tr) }
  document.querySelectorAll('th').forEach((h, i) => h.textContent = D.columns[i] + (i === sort ? (up ? ' \u25b2' : ' \u25bc') : ''));
  const last = Math.max(1, Math.ceil(shown.length/PAGE));
  document.getElementById('where').textContent = `${shown.length} pictures, page ${page + 1} of ${last}`;
  document.getElementById('back').disabled = page === 0; document.getElementById('on').disabled = page + 1 >= last }
document.querySelectorAll('th').forEach((h, i) => h.onclick = () => { up = i === sort ? !up : i < 2; sort = i; select() });
find.oninput = which.onchange = select;
document.getElementById('back').onclick = () => { page--; draw() };
document.getElementById('on').onclick = () => { page++; draw() };
select();

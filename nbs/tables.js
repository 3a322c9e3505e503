// Every table with one row of heads is sorted by a click on a head, and the other way by a second click.
document.addEventListener('DOMContentLoaded', () => {
  const value = cell => {
    const text = cell.textContent.trim(), number = text.match(/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?/i)
    return {text, number: number ? parseFloat(number[0]) : NaN}
  }
  const compare = (a, b, way) => {
    const [x, y] = [isNaN(a.number), isNaN(b.number)]
    return x && y ? way * a.text.localeCompare(b.text) : x ? 1 : y ? -1 : way * (a.number - b.number) // among numbers, words and empty cells come last
  }
  const sort = (table, head, column) => {
    const up = head.getAttribute('aria-sort') !== 'ascending', body = table.tBodies[0]
    const rows = [...body.rows].map(row => ({row, key: value(row.cells[column])}))
    rows.sort((a, b) => compare(a.key, b.key, up ? 1 : -1))
    for (const other of head.parentNode.cells) other.removeAttribute('aria-sort')
    head.setAttribute('aria-sort', up ? 'ascending' : 'descending')
    body.append(...rows.map(o => o.row))
  }
  for (const table of document.querySelectorAll('.md-typeset table')) {
    if (!table.tHead || table.tHead.rows.length > 1 || !table.tBodies.length || table.tBodies[0].rows.length < 3) continue
    if (table.querySelector('[rowspan], [colspan], tbody strong:only-child')) continue // a table of chapters keeps its order
    ;[...table.tHead.rows[0].cells].forEach((head, column) => {
      head.classList.add('sortable')
      head.tabIndex = 0
      head.title = 'Sort'
      head.addEventListener('click', () => sort(table, head, column))
      head.addEventListener('keydown', e => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); sort(table, head, column) } })
    })
  }
})

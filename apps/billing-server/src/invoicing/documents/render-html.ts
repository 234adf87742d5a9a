import type { Fact, InvoiceText } from './describe-invoice.ts'

const STYLE = `
:root { color-scheme: light; }
body { margin: 2rem auto; max-width: 52rem; padding: 0 1rem; background: #fff; color: #1a1a1a; font: 15px/1.45 system-ui, sans-serif; }
h1 { margin: 0 0 1.5rem; font-size: 1.6rem; }
h2 { margin: 0 0 .25rem; font-size: 1rem; }
p { margin: 0; overflow-wrap: anywhere; }
.warning { margin: 0 0 1.5rem; padding: .6rem .9rem; border-left: 4px solid #8a4b00; background: #fff4e5; }
.parties { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: 1.5rem; margin-bottom: 1.5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0 0 2rem; }
dt { color: #555; }
dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { width: 100%; margin-bottom: 1.5rem; border-collapse: collapse; }
caption { padding-bottom: .4rem; text-align: left; font-weight: 600; }
caption span { color: #555; font-weight: 400; }
th, td { padding: .35rem .5rem; border-bottom: 1px solid #d5d5d5; text-align: left; vertical-align: top; font-weight: 400; overflow-wrap: break-word; }
.wide tr > :first-child { min-width: 9rem; }
thead th { border-bottom: 2px solid #1a1a1a; font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td small, th small { display: block; color: #555; }
tfoot th, tfoot td { font-weight: 600; }
.totals { width: auto; min-width: 60%; margin-left: auto; }
.totals tr:last-child > * { border-top: 2px solid #1a1a1a; border-bottom: 0; font-weight: 700; }
@page { margin: 18mm; }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 11pt; } thead { display: table-header-group; } tr, .totals { break-inside: avoid; } .wide { overflow: visible; } }
`

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)

const linesOf = (texts: readonly string[]): string =>
  texts.map((text) => `<p dir="auto">${escaped(text)}</p>`).join('\n')

/**
 * The invoice as one HTML page: readable, printable, without script and without anything from elsewhere. Every text is
 * escaped.
 */
export function renderHtml(invoice: InvoiceText): string {
  const name = `${invoice.title} ${invoice.number}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(name)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(name)}</h1>
${invoice.warning === null ? '' : `<p class="warning" role="note">${escaped(invoice.warning)}</p>`}
<div class="parties">
<section><h2>From</h2>${linesOf(invoice.seller)}</section>
<section><h2>To</h2>${linesOf(invoice.buyer)}</section>
</div>
<dl>${invoice.facts.map(([label, text]) => `<dt>${escaped(label)}</dt><dd>${escaped(text)}</dd>`).join('\n')}</dl>
${invoice.groups.map(renderGroup).join('\n')}
${renderTotals(invoice.totals)}
${invoice.notes.length === 0 ? '' : `<section><h2>Notes</h2>${linesOf(invoice.notes)}</section>`}
</main>
</body>
</html>
`
}

function renderGroup({ title, dates, lines, total }: InvoiceText['groups'][number]): string {
  const rows = lines.map(({ description, quantity, price, amount, parts }) => {
    const small = parts.map((part) => `<small>${escaped(part)}</small>`).join('')
    return `<tr><th scope="row" dir="auto">${escaped(description)}${small}</th><td class="number">${escaped(quantity)}</td><td class="number">${escaped(price)}</td><td class="number">${escaped(amount)}</td></tr>`
  })
  // On a narrow screen the table scrolls by itself; the keyboard must be able to reach it then.
  return `<div class="wide" role="region" tabindex="0" aria-label="${escaped(title)}"><table>
<caption dir="auto">${escaped(title)}${dates === '' ? '' : ` <span>${escaped(dates)}</span>`}</caption>
<thead><tr><th scope="col">Description</th><th scope="col" class="number">Quantity</th><th scope="col" class="number">Price</th><th scope="col" class="number">Amount</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
<tfoot><tr><th scope="row" colspan="3">Sum excluding tax</th><td class="number">${escaped(total)}</td></tr></tfoot>
</table></div>`
}

function renderTotals(totals: readonly Fact[]): string {
  const rows = totals.map(
    ([label, amount]) => `<tr><th scope="row">${escaped(label)}</th><td class="number">${escaped(amount)}</td></tr>`,
  )
  return `<table class="totals"><caption>Total</caption><tbody>
${rows.join('\n')}
</tbody></table>`
}

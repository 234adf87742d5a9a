import { parseInstant } from '@tallygate/billing-period'
import { notFound } from '../../http/api-fault.ts'
import type { OperationHandlers } from '../../http/operation-handlers.ts'
import { type AddRoutes, requireQueryNames } from '../../http/route-family.ts'
import type { ServerContext } from '../../server-context.ts'
import { findInvoice } from '../invoices.store.ts'
import { presentInvoice } from '../present-invoice.ts'
import type { WholeInvoice } from '../whole-invoice.ts'
import { describeInvoice, type InvoiceText } from './describe-invoice.ts'
import { loadParties } from './invoice-parties.ts'
import { renderHtml } from './render-html.ts'
import { renderPdf } from './render-pdf.ts'

/** Characters that no font could print and that the log names. */
const MAX_NAMED = 20

/**
 * The invoice as a PDF, in whatever state it is; one that is not FINAL says so. `fontPaths` are fonts beside DejaVu.
 */
export function invoiceDocumentRoutes(
  context: Pick<ServerContext, 'database' | 'stores' | 'clock' | 'logger' | 'readCuts'>,
  fontPaths: readonly string[],
): OperationHandlers {
  return {
    getInvoicePdf: async ({ path }) => {
      const { text, invoice } = await readText(context, path.id)
      const date = parseInstant(invoice.updated_at)
      const { bytes, missing } = await renderPdf(text, date, fontPaths)
      if (missing.length > 0) {
        const characters = missing.slice(0, MAX_NAMED).map(codePointsOf)
        const message = 'an invoice has characters that no font prints; list fonts for them in PDF_FONT_PATHS'
        context.logger.warn({ invoice: path.id, characters }, message)
      }
      return bytes
    },
  }
}

const codePointsOf = (grapheme: string): string =>
  [...grapheme]
    .map((character) => `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`)
    .join(' ')

/**
 * `GET /operator/invoices/{id}.html`: the same invoice as a page for people. Nothing on it runs or comes from
 * elsewhere.
 */
export function invoicePageRoutes(
  context: Pick<ServerContext, 'database' | 'stores' | 'clock' | 'readCuts'>,
): AddRoutes {
  return (app) => {
    app.get('/operator/invoices/:file', async (request, response, next) => {
      const [, id] = /^(.+)\.html$/.exec(request.params.file) ?? []
      if (id === undefined) {
        next()
        return
      }
      requireQueryNames(request, [])
      const { text } = await readText(context, id)
      response
        .set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
        .type('html')
        .send(renderHtml(text))
    })
  }
}

async function readText(
  context: Pick<ServerContext, 'database' | 'stores' | 'clock' | 'readCuts'>,
  id: string,
): Promise<{ readonly text: InvoiceText; readonly invoice: WholeInvoice }> {
  const { database } = context
  const row = await findInvoice(database, id)
  if (row === undefined) throw notFound('INVOICE', id)
  const invoice = await presentInvoice(context, database, row)
  return { invoice, text: describeInvoice(invoice, await loadParties(context, database, invoice)) }
}

/** Columns that every upload has, whatever its meter. */
const SHARED_COLUMNS = ['reference', 'customer_reference', 'timestamp']

/** As RFC 4180 has it: quoted where it holds a comma, a quote or the end of a line. */
const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

type Links = readonly { readonly reference: string }[] | null

/** A meter, with the references of what it links to. */
interface LinkedMeter {
  readonly meter_properties?: Links
  readonly meter_values?: Links
}

/** The header of a CSV upload for a meter, one line: the shared columns, then one for each property and each value. */
export function meterDataFile({ meter_properties, meter_values }: LinkedMeter): string {
  const own = [...(meter_properties ?? []), ...(meter_values ?? [])].map(({ reference }) => reference)
  return `${[...SHARED_COLUMNS, ...own].map(field).join(',')}\n`
}

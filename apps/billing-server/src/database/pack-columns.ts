/**
 * Grows until no value holds it; a value that ends like it begins cannot be mistaken, because only its first character
 * is a line feed.
 */
const SEPARATOR_START = '\n'
const SEPARATOR_REST = '\u001f'

/** Columns of text as parameters: the separator first, then one text a column. */
export type PackedColumns = readonly [separator: string, ...columns: string[]]

/**
 * Columns of text for one statement, each as a single text that the SQL takes apart with `unpackColumns`. Both drivers
 * write a parameter that is an array by quoting and escaping each of its elements, which with a thousand rows costs
 * more than storing them. A null comes out as null, and so does an empty text.
 */
export function packColumns(columns: readonly (readonly (string | null)[])[]): PackedColumns {
  for (let separator = SEPARATOR_START; ; separator += SEPARATOR_REST) {
    const packed = columns.map((column) => column.join(separator))
    // Joined, a column has one separator less than values, unless one of them holds it.
    if (packed.every((text, index) => count(text, separator) === Math.max((columns[index]?.length ?? 0) - 1, 0)))
      return [separator, ...packed]
  }
}

function count(text: string, separator: string): number {
  let found = 0
  for (let at = text.indexOf(separator); at !== -1; at = text.indexOf(separator, at + separator.length)) found += 1
  return found
}

/**
 * SQL that gives the columns of `packColumns` as rows; `first` is the number of the parameter that holds the separator.
 */
export function unpackColumns(count: number, first = 1): string {
  const column = (index: number): string => `string_to_array($${first + 1 + index}::text, $${first}::text, '')`
  return `unnest(${Array.from({ length: count }, (_, index) => column(index)).join(', ')})`
}

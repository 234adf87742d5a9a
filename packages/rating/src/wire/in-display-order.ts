/** Sorts by `display_order`, then as written; each with the position that it has as written, for its path. */
export function inDisplayOrder<T extends { readonly display_order?: number | null }>(
  values: readonly T[],
): [T, number][] {
  return values
    .map((value, index): [T, number] => [value, index])
    .sort(([left, i], [right, j]) => {
      const [a, b] = [left.display_order ?? Number.MAX_SAFE_INTEGER, right.display_order ?? Number.MAX_SAFE_INTEGER]
      return a - b || i - j
    })
}

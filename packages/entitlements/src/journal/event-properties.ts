/** Reads the properties of an event out of its frozen body, by their references. */
export function eventProperties(body: string): Readonly<Record<string, string>> {
  // Written by this package, read by this package.
  const { meter_properties: properties = [] } = JSON.parse(body) as {
    readonly meter_properties?: readonly { readonly reference: string; readonly value: string }[]
  }
  return Object.fromEntries(properties.map(({ reference, value }) => [reference, value]))
}

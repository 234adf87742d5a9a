interface Utf8Decoder {
  decode(bytes: Uint8Array): string
}

/** The decoder that every runtime has, and the language's own library does not name. */
const { TextDecoder } = globalThis as unknown as { readonly TextDecoder: new () => Utf8Decoder }

const decoder = new TextDecoder()

/** Decodes bytes as UTF-8. What is no UTF-8 becomes the sign for that. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

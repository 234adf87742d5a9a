/** OpenAI's rule of thumb for English text: a token is about four characters. UTF-8 bytes keep it usable for other scripts. */
const BYTES_PER_TOKEN = 4

/** The default estimate of a text: of a prompt, or of a partial answer. */
export function tokensOfText(text: string): number {
  return tokensOfBytes(Buffer.byteLength(text))
}

/** The same where only the length of the text is known. */
export function tokensOfBytes(bytes: number): number {
  return Math.ceil(bytes / BYTES_PER_TOKEN)
}

/** Returns the same answer with another body, without headers that are not true of it. */
export function withBody(
  response: Response,
  body: ReadableStream<Uint8Array>,
  without: readonly string[] = [],
): Response {
  const { status, statusText, url, redirected } = response
  const headers = new Headers(response.headers)
  for (const name of without) headers.delete(name)
  const answer = new Response(body as ReadableStream<Uint8Array<ArrayBuffer>>, { status, statusText, headers })
  // SDKs name the address in logs and errors; the constructor takes none.
  Object.defineProperties(answer, { url: { value: url }, redirected: { value: redirected } })
  return answer
}

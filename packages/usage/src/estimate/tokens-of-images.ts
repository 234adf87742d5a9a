/**
 * Tokens of an image by quality and shape. Source: OpenAI's guide to image generation, "cost and latency", November
 * 2026.
 */
const IMAGE_TOKENS: Readonly<Record<string, readonly [square: number, portrait: number, landscape: number]>> = {
  low: [272, 408, 400],
  medium: [1056, 1584, 1568],
  high: [4160, 6240, 6208],
}

/** Models that are billed by the image, and state no tokens. */
const BY_THE_IMAGE = /^(?:[\w.-]+\/)?dall-e/

/** The images that a request asks for. */
export interface ImagesAsked {
  readonly model: string
  readonly count: number
  /** "1024x1536". Default: the shape with the most tokens. */
  readonly size?: string | undefined
  /** "low", "medium", "high". Default: high. */
  readonly quality?: string | undefined
}

/**
 * Estimates the tokens of the images that a request asks for, as OpenAI counts them; 0 for models that are billed by
 * the image.
 */
export function tokensOfImages({ model, count, size = '', quality = 'high' }: ImagesAsked): number {
  if (BY_THE_IMAGE.test(model)) return 0
  const [square, portrait, landscape] = IMAGE_TOKENS[quality] ?? IMAGE_TOKENS['high'] ?? [0, 0, 0]
  const [width, height] = size.split('x').map(Number)
  if (!(width && height)) return count * Math.max(square, portrait, landscape)
  return count * (width === height ? square : width < height ? portrait : landscape)
}

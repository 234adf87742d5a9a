import type { PictureSize } from './picture-size.ts'

/** A picture in a prompt, as far as it is known before it is sent. */
export interface Picture {
  /** Undefined where only its address is known. */
  readonly size: PictureSize | undefined
  /** OpenAI's `detail`: "low", "high", "auto". */
  readonly detail: string | undefined
}

/**
 * Size of a picture that cannot be seen: what most clients scale pictures to, and close to the dearest that a provider
 * scales down to.
 */
const UNSEEN: PictureSize = { width: 1024, height: 1024 }

/**
 * Estimates the tokens of a picture as the provider of the model counts it; a model that is not known counts as gpt-4o.
 */
export function tokensOfPicture({ size = UNSEEN, detail }: Picture, model: string): number {
  const rule = RULES.find(([pattern]) => pattern.test(model))?.[1] ?? DEFAULT_RULE
  return rule(size, detail === 'low')
}

type Rule = (size: PictureSize, isLow: boolean) => number

/**
 * OpenAI's tiles: a base, and so many tokens for each 512 × 512 of the picture, which is scaled into 2048 × 2048 and
 * then to 768 on its shortest side. In low detail the base alone. Source: platform.openai.com/docs/guides/images-vision
 * (calculating costs).
 */
function tiles(base: number, perTile: number): Rule {
  return (size, isLow) => {
    if (isLow) return base
    const inside = scaled(size, 2048 / Math.max(size.width, size.height))
    const { width, height } = scaled(inside, 768 / Math.min(inside.width, inside.height))
    return base + perTile * Math.ceil(width / 512) * Math.ceil(height / 512)
  }
}

/**
 * OpenAI's smaller models: patches of 32 × 32, at most 1,536 of them, times a factor of the model. Source: the same.
 */
function patches(factor: number): Rule {
  return (size, isLow) => {
    const { width, height } = isLow ? scaled(size, 512 / Math.max(size.width, size.height)) : size
    return Math.ceil(Math.min(1536, Math.ceil(width / 32) * Math.ceil(height / 32)) * factor)
  }
}

/**
 * Anthropic: a token for 750 pixels, of a picture that is scaled to 1,568 on its longest side and to 1,600 tokens.
 * Source: docs.anthropic.com, vision.
 */
const byPixels: Rule = (size) => {
  const { width, height } = scaled(size, 1568 / Math.max(size.width, size.height))
  return Math.min(1600, Math.ceil((width * height) / 750))
}

/**
 * Gemini: 258 for a picture of at most 384 × 384, else for each of its tiles. Source:
 * ai.google.dev/gemini-api/docs/tokens.
 */
const byCrops: Rule = ({ width, height }) => {
  if (width <= 384 && height <= 384) return 258
  const unit = Math.min(768, Math.max(256, Math.floor(Math.min(width, height) / 1.5)))
  return 258 * Math.ceil(width / unit) * Math.ceil(height / unit)
}

const DEFAULT_RULE: Rule = tiles(85, 170)

/** The first that matches counts; ids may have a provider before them and a date behind. */
const RULES: readonly (readonly [pattern: RegExp, rule: Rule])[] = [
  [/gpt-4o-mini/i, tiles(2833, 5667)],
  [/gpt-4\.1-mini|gpt-5-mini/i, patches(1.62)],
  [/gpt-4\.1-nano|gpt-5-nano/i, patches(2.46)],
  [/o4-mini/i, patches(1.72)],
  [/gpt-5/i, tiles(70, 140)],
  [/(^|\/)o[13]\b/i, tiles(75, 150)],
  [/computer-use/i, tiles(65, 129)],
  [/claude/i, byPixels],
  [/gemini/i, byCrops],
]

/** Scales down; a factor over 1 changes nothing. */
function scaled(size: PictureSize, factor: number): PictureSize {
  return factor >= 1 ? size : { width: Math.round(size.width * factor), height: Math.round(size.height * factor) }
}

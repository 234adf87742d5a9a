import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'

type Native = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps | keyof AnchorProps>

/** A link to another page that looks as a button does. */
export const ButtonLink = createLink(
  ({ ref, ...props }: ButtonProps & Native & { readonly ref?: Ref<HTMLAnchorElement> }) => (
    <Button component="a" ref={ref} {...props} />
  ),
)

/** A link to another page, in text. */
export const TextLink = createLink(
  ({ ref, ...props }: AnchorProps & Native & { readonly ref?: Ref<HTMLAnchorElement> }) => (
    <Anchor ref={ref} underline="always" className="desk-text" {...props} />
  ),
)

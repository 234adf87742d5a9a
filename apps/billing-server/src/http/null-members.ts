import { invalidField, type ResourceType } from './api-fault.ts'

/**
 * Throws for a member that is null in a change though its resource cannot be without it. The contract lets null clear a
 * member; one of these keeps its value where it is left out, and there is nothing to clear it to.
 */
export function refuseNull(body: object, members: readonly string[], resourceType: ResourceType): void {
  for (const member of members) {
    if ((body as Readonly<Record<string, unknown>>)[member] !== null) continue
    throw invalidField(member, 'value cannot be cleared; leave it out to keep what it is', resourceType)
  }
}

/** A new resource without those of its members that are null, so that their defaults hold. */
export function withoutNull<Body extends object, Member extends keyof Body & string>(
  body: Body,
  members: readonly Member[],
): { [Key in keyof Body]: Key extends Member ? Exclude<Body[Key], null> : Body[Key] } {
  const kept = Object.entries(body).filter(
    ([name, value]) => value !== null || !(members as readonly string[]).includes(name),
  )
  return Object.fromEntries(kept) as ReturnType<typeof withoutNull<Body, Member>>
}

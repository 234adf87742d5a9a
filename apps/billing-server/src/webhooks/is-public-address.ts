import { BlockList, isIPv6 } from 'node:net'

/** Addresses that are not of the public internet, from the IANA registries of special-purpose addresses. */
const NOT_PUBLIC_4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]
/** All of IPv6 that is given out lies in 2000::/3; parts of that carry IPv4 addresses inside, or document. */
const PUBLIC_6: readonly [string, number] = ['2000::', 3]
const NOT_PUBLIC_6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]
/** The addresses at which clouds keep the credentials of their machines. */
const LINK_LOCAL: readonly (readonly ['ipv4' | 'ipv6', string, number])[] = [
  ['ipv4', '169.254.0.0', 16],
  ['ipv6', 'fe80::', 10],
  ['ipv6', 'fd00:ec2::', 32],
]

const notPublic = new BlockList()
for (const [network, prefix] of NOT_PUBLIC_4) notPublic.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of NOT_PUBLIC_6) notPublic.addSubnet(network, prefix, 'ipv6')
const given = new BlockList()
given.addSubnet(...PUBLIC_6, 'ipv6')
const mapped = new BlockList()
mapped.addSubnet('::ffff:0:0', 96, 'ipv6')
const linkLocal = new BlockList()
for (const [family, network, prefix] of LINK_LOCAL) linkLocal.addSubnet(network, prefix, family)

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4')
/** An address of a link names it (`fe80::1%eth0`). */
const bare = (address: string): string => address.split('%')[0] ?? address

/**
 * Tells whether an address, as text, lies in the public internet. An IPv4 address inside an IPv6 one is judged as what
 * it is.
 */
export function isPublicAddress(address: string): boolean {
  const plain = bare(address)
  const family = familyOf(plain)
  if (notPublic.check(plain, family)) return false
  return family === 'ipv4' || mapped.check(plain, 'ipv6') || given.check(plain, 'ipv6')
}

/** Tells whether an address reaches only the machine's own link, where metadata services answer. */
export function isLinkLocalAddress(address: string): boolean {
  const plain = bare(address)
  return linkLocal.check(plain, familyOf(plain))
}

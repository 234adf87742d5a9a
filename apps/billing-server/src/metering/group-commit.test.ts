import { describe, expect, it } from 'vitest'
import { DatabaseUnavailableError } from '../database/database-unavailable-error.ts'
import { GroupCommit, MAX_GROUP } from './group-commit.ts'

const noTurn = (): Promise<void> => Promise.resolve()

async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve()
}

/** Commits that wait until they are let through. */
function gate() {
  const groups: (readonly (readonly number[])[])[] = []
  const open: (() => void)[] = []
  const commit = async (requests: readonly (readonly number[])[]) => {
    groups.push(requests)
    await new Promise<void>((resolve) => open.push(resolve))
    if (requests.flat().includes(-1)) throw new Error('poison')
    return requests.map((items) => items.map((item) => item * 10))
  }
  const letThrough = async (): Promise<void> => {
    open.shift()?.()
    await settled()
  }
  return { groups, commit, letThrough }
}

describe('a group commit', () => {
  it('writes a single request at once, and what comes meanwhile together', async () => {
    const { groups, commit, letThrough } = gate()
    const commits = new GroupCommit(commit, 1, noTurn)
    const first = commits.add([1])
    await settled()
    const others = [commits.add([2]), commits.add([3, 4])]
    expect(groups).toEqual([[[1]]])
    await letThrough()
    expect(await first).toEqual([10])
    expect(groups[1]).toEqual([[2], [3, 4]])
    await letThrough()
    expect(await Promise.all(others)).toEqual([[20], [30, 40]])
  })

  it('holds no more than its limit, and never splits a request', async () => {
    const { groups, commit, letThrough } = gate()
    const commits = new GroupCommit(commit, 1, noTurn)
    const requests = [commits.add([0])]
    await settled()
    for (let index = 0; index < 3; index += 1)
      requests.push(commits.add(Array.from({ length: MAX_GROUP / 2 + 1 }, () => index)))
    for (let index = 0; index < 5; index += 1) await letThrough()
    await Promise.all(requests)
    expect(groups.map((group) => group.length)).toEqual([1, 1, 1, 1])
  })

  it('waits a turn for what was already sent, as long as more comes', async () => {
    const { groups, commit, letThrough } = gate()
    const requests: Promise<readonly number[]>[] = []
    const commits: GroupCommit<number, number> = new GroupCommit(commit, 1, async () => {
      if (requests.length < 3) requests.push(commits.add([requests.length + 1]))
      await Promise.resolve()
    })
    requests.push(commits.add([1]))
    await settled()
    expect(groups.map((group) => group.length)).toEqual([requests.length])
    expect(requests.length).toBeGreaterThan(2)
    await letThrough()
    await Promise.all(requests)
  })

  it('fails only the request that cannot be written', async () => {
    const { commit, letThrough } = gate()
    const commits = new GroupCommit(commit, 1, noTurn)
    const first = commits.add([1])
    await settled()
    const poison = commits.add([-1]).catch((error: Error) => error.message)
    const good = commits.add([2])
    for (let index = 0; index < 6; index += 1) await letThrough()
    expect([await first, await poison, await good]).toEqual([[10], 'poison', [20]])
  })

  it('runs as many at the same time as it may', async () => {
    const { groups, commit, letThrough } = gate()
    const commits = new GroupCommit(commit, 2, noTurn)
    const requests = [commits.add([1])]
    await settled()
    requests.push(commits.add([2]))
    await settled()
    requests.push(commits.add([3]))
    await settled()
    expect(groups).toEqual([[[1]], [[2]]])
    for (let index = 0; index < 3; index += 1) await letThrough()
    expect(await Promise.all(requests)).toEqual([[10], [20], [30]])
  })

  it('answers all of a group at once where the database is away, instead of letting each wait for it', async () => {
    const away = new DatabaseUnavailableError('away', { reason: 'connection', committed: 'none' })
    const groups: number[] = []
    const commits = new GroupCommit<number, number>(
      (requests) => {
        groups.push(requests.length)
        return Promise.reject(away)
      },
      1,
      noTurn,
    )
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map((item) => commits.add([item])))
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason)).toEqual([away, away, away, away])
    expect(groups.length).toBeLessThan(4)
  })
})

import { repositoryPath, startProcess, urlOfLogLine } from '@tallygate/test-kit'

/** Starts the agent as a process of its own, with these variables and no others. */
export async function startAgentProcess(env: Readonly<Record<string, string>>) {
  const running = await startProcess({
    name: 'chat agent',
    args: ['--conditions=@tallygate/source', repositoryPath('apps/chat-agent/src/main.ts')],
    env: { PORT: '0', ...env },
    ready: urlOfLogLine,
  })
  return { ...running, url: running.ready }
}

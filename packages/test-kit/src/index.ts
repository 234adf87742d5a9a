export { CHROMIUM, runsChromium } from './chromium.ts'
export { exportedNames } from './exported-names.ts'
export { freePort } from './free-port.ts'
export { CountingProvider, type ProviderCall } from './provider/counting-provider.ts'
export type { ProviderProtocol } from './provider/scripted-answer.ts'
export {
  type DocumentExample,
  examplesOf,
  type ReadmeExample,
  runExample,
  runReadmeExample,
} from './readme-example.ts'
export {
  borrowBillingServer,
  type RunningBillingServer,
  startBillingServer,
  urlOfLogLine,
} from './start-billing-server.ts'
export {
  type ProcessExit,
  type RunningProcess,
  repositoryPath,
  type StartProcessOptions,
  startProcess,
} from './start-process.ts'
export { type WaitForOptions, waitFor } from './wait-for.ts'

export { type OpenTelemetryOptions, openTelemetryHook } from './open-telemetry-hook.ts'

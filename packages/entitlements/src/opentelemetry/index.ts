export { activeTraceId } from './active-trace-id.ts'
export { type OpenTelemetryOptions, openTelemetryHook } from './open-telemetry-hook.ts'

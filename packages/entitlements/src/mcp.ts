export type { CallContext } from './metering/call-context.ts'
export type { CallOptions, Quantities } from './metering/call-options.ts'
export { type McpCall, type McpExtra, type McpResult, type McpToolOptions, meterTool } from './metering/mcp-tool.ts'

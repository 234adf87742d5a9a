export { QUICKSTARTS, type QuickstartTarget } from './quickstarts/quickstarts.ts'

declare module '*.css'
declare module '*.svg' {
  const url: string
  // biome-ignore lint/style/noDefaultExport: the form in which a bundler hands out a file.
  export default url
}

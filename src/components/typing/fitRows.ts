/** Makes a textarea as high as its text, from `rows` lines to `maxRows`. */
export function fitRows(area: HTMLTextAreaElement, rows: number, maxRows: number): void {
  const { lineHeight, paddingBlockStart, paddingBlockEnd, borderBlockStartWidth, borderBlockEndWidth } =
    getComputedStyle(area)
  const line = Number.parseFloat(lineHeight)
  if (!Number.isFinite(line)) return // a host's own style: as high as `rows` says
  const borders = Number.parseFloat(borderBlockStartWidth) + Number.parseFloat(borderBlockEndWidth)
  const frame = Number.parseFloat(paddingBlockStart) + Number.parseFloat(paddingBlockEnd) + borders
  area.style.blockSize = 'auto'
  const wanted = area.scrollHeight + borders
  const least = rows * line + frame
  const most = Math.max(rows, maxRows) * line + frame
  area.style.blockSize = `${Math.min(most, Math.max(least, wanted))}px`
}

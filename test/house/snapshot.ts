import type { ShownView } from '../../sandbox/demo/gallery.ts'

/** One view in all its situations, as a page that people can read and compare. */
export function asFile(views: readonly ShownView[]): string {
  return `${views.map(asPage).join('\n\n')}\n`
}

function asPage({ name, size, outline, text, sizes }: ShownView): string {
  const fullest = sizes.shares
    .filter(({ percent }) => percent >= 50)
    .map((share) => `${share.limit} ${share.percent} %`)
  const [blocks] = sizes.shares
  return [
    `── ${name} (${size})`,
    shortened(outline),
    ...(text === undefined ? [] : ['', `Text: ${shortened(text)}`]),
    '',
    `Size: ${[`${blocks?.found} of ${blocks?.most} blocks`, `${sizes.characters} characters`, ...fullest].join(' · ')}`,
  ].join('\n')
}

/** What is repeated to fill a place is counted instead: letters, and whole words. */
export function shortened(words: string): string {
  return words
    .replaceAll(/(\P{White_Space})\1{10,}/gu, (all, one: string) => `${one}{×${all.length / one.length}}`)
    .replaceAll(/(\S(?:.{2,79}?))\1{3,}/gu, (all, piece: string) => `${piece}{×${all.length / piece.length}}`)
}

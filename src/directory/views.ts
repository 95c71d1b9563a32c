/** For guests, people of other workspaces and apps: nothing was written, and nothing will be. */
export function notForThemSentence(workspaceName: string | undefined): string {
  return `This programme is for members of ${workspaceName ?? 'this workspace'}; nothing about you is stored.`
}

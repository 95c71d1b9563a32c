/** For guests, people of other workspaces and apps: nothing was written, and nothing will be. */
export function notForThemSentence(workspaceName: string | undefined): string {
  return `This programme is for members of ${workspaceName ?? 'this workspace'}; nothing about you is stored.`
}

/** The same on the Home tab, where there is room to say why. */
export function homeForGuests(workspaceName: string | undefined): string {
  return `This programme is for members of ${workspaceName ?? 'this workspace'}. Guests are not asked and nothing about you is stored.`
}
